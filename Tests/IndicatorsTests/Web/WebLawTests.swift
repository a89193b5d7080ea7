import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Web forms` {
    private static let kinds: [IndicatorKind] = [.url, .host, .domain, .email, .mbox, .acct, .handle]

    /// Pieces that have a meaning somewhere, so that random texts get past the first check.
    private static let pieces = [
        "http://", "https:", "hxxps://", "a", "B", "evil", ".", "..", "/", "\\", "?", "#", "&", "=", "%", "%2e", "%41", "%2F",
        "4",
        "1", "0x7f", "utm_source", "@", ":", "80", "443", "[", "]", "(", ")", "(dot)", "[.]", "[at]", "{", "}", "ü", "ß", "。",
        "xn--", "-",
        " ", "\t", "example", "com", "co.uk", "192.168.0.1", "[::1]", "\u{308}", "J\u{30C}", "+", "gmail.com", "telegram:", "x:",
        "mailto:",
        "\u{200D}", "\u{A0}", "<", ">", "%zz", "%C3%A9", "（", "）", "d", "o", "t",
    ]

    private func text(using generator: inout SplitMix64) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            text.append(contentsOf: (Self.pieces.randomElement(using: &generator) ?? "a").utf8)
        }
        if Int.random(in: 0..<4, using: &generator) == 0, let place = text.indices.randomElement(using: &generator) {
            text[place] = UInt8.random(in: 0...255, using: &generator)
        }
        return text
    }

    @Test(arguments: UInt64(0)..<16)
    func `give themselves when read again`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for _ in 0..<400 * effort {
            let text = text(using: &generator)
            for kind in Self.kinds {
                guard let form = reading(text, kind).form else { continue }
                let again = reading(form, kind).form
                if again.map({ Array($0.utf8) }) != Array(form.utf8) { Issue.record("\(kind): \(text) gave \(form)") }
            }
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `are the same the short way and the long way`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for _ in 0..<2_000 * effort {
            var text = Array("http://a.b".utf8)
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                let piece = Self.pieces.randomElement(using: &generator) ?? "a"
                text.append(contentsOf: piece.utf8.count < 4 ? piece.utf8 : "c/".utf8)
            }
            if urlTheLongWay(text) != reading(text, .url).form { Issue.record("\(String(decoding: text, as: UTF8.self))") }
        }
    }

    @Test func `are the same both ways for every byte at every place`() {
        let address = Array("https://ab.cd.ef:81/gh/ij.kl?mn=op&qr".utf8)
        for place in 6..<address.count {
            for byte in UInt8.min...UInt8.max {
                var text = address
                text[place] = byte
                if urlTheLongWay(text) != reading(text, .url).form { Issue.record("\(text)") }
            }
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `answer any bytes with a form or a reason`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for _ in 0..<400 * effort {
            let length = Int.random(in: 0...80, using: &generator)
            let text = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for kind in Self.kinds { _ = reading(text, kind) }
            _ = KindGuess.kind(of: text.span)
        }
    }

    @Test func `never name the text in an error`() throws {
        for kind in Self.kinds {
            guard case .failure(let error) = reading("secret..value example", kind) else { continue }
            #expect(!"\(error)".contains("secret"))
            #expect(error.byteCount == 21)
        }
    }

    private func urlTheLongWay(_ text: [UInt8]) -> String? {
        var output: [UInt8] = []
        do throws(IndicatorError) {
            try URLForm.appendCanonicalAnyway(of: text.span, to: &output)
            return String(decoding: output, as: UTF8.self)
        } catch {
            return nil
        }
    }
}
