import Foundation
import Indicators
import TestVectors
import Testing

/// The URLs of the feeds that stand next to the checkout; none is ever printed.
@Suite(.enabled(if: SharedVectors.arePresent)) struct `Reported URLs` {
    /// Every line of the sources that report URLs, as bytes.
    private static let urls: [[UInt8]] = {
        let folder = "data/devset/urls/"
        var urls = lines("\(folder)phishdb-links-inactive1.txt.gz")
        for year in 2021...2026 {
            for line in lines("\(folder)tweetfeed-\(year).csv.gz") {
                let fields = line.split(separator: UInt8(ascii: ","), maxSplits: 3, omittingEmptySubsequences: false)
                guard fields.count == 4, fields[2].elementsEqual("url".utf8) else { continue }
                urls.append(value(fields[3]))
            }
        }
        return urls
    }()

    /// The fourth column: quoted, or up to the next comma.
    private static func value(_ rest: ArraySlice<UInt8>) -> [UInt8] {
        guard rest.first == UInt8(ascii: "\"") else { return Array(rest.prefix { $0 != UInt8(ascii: ",") }) }
        var value: [UInt8] = []
        var isQuote = false
        for byte in rest.dropFirst() {
            if byte == UInt8(ascii: "\"") {
                if isQuote { value.append(byte) }
                isQuote.toggle()
            } else if isQuote {
                break
            } else {
                value.append(byte)
            }
        }
        return value
    }

    private static func lines(_ path: String) -> [[UInt8]] {
        guard let folder = SharedVectors.folder, let bytes = try? unzipped(folder.appending(path: path)) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0.last == 0x0D ? $0.dropLast() : $0) }
    }

    private static func unzipped(_ file: URL) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(data)
    }

    @Test func `nearly all have a canonical form that gives itself`() {
        var reasons: [IndicatorError.Reason: Int] = [:]
        var unstable = 0
        var unlike = 0
        for (number, url) in Self.urls.enumerated() where effort > 1 || number % 4 == 0 {
            switch reading(url, .url) {
            case .failure(let error): reasons[error.reason, default: 0] += 1
            case .success(let form):
                if reading(form, .url).form != form { unstable += 1 }
                var long: [UInt8] = []
                if (try? URLForm.appendCanonicalAnyway(of: url.span, to: &long)) == nil || !form.utf8.elementsEqual(long) {
                    unlike += 1
                }
            }
        }
        print("reported URLs: \(Self.urls.count), refused \(reasons)")
        #expect(unstable == 0)
        #expect(unlike == 0)
        #expect(Self.urls.count > 450_000)
        #expect(reasons.values.reduce(0, +) < 50)
    }

    /// An independent look at the decoded forms: none of the addresses it sees may be left after the cut.
    @Test func `carry no e-mail address after the cut`() throws {
        let detector = try NaiveDetector()
        var carrying = 0
        var cut = 0
        var subjects: [PersonalData.Subject: Int] = [:]
        for (number, url) in Self.urls.enumerated() where mayCarry(url, number: number) {
            var form: [UInt8] = []
            guard (try? URLForm.appendCanonical(of: url.span, to: &form)) != nil else { continue }
            let isCarrying = detector.sees(String(decoding: form, as: UTF8.self))
            if isCarrying { carrying += 1 }
            switch PersonalData.outcome(ofPublishing: form.span, mode: .cut, isProtected: { _ in false }) {
            case .cut(let shorter, let finding):
                cut += 1
                subjects[finding.subject, default: 0] += 1
                if detector.sees(String(decoding: shorter, as: UTF8.self)) { Issue.record("an address is left") }
            case .clean:
                if isCarrying { Issue.record("an address was not seen") }
            default: Issue.record("no other outcome is possible")
            }
        }
        let fragments = Self.urls.count { PersonalData.firstFinding(inFragmentOf: $0.span) != nil }
        print(
            "personal data: \(carrying) URLs carry an address by the naive look; cut \(cut) \(subjects); fragments \(fragments)"
        )
        #expect(carrying > 500)
        #expect(cut >= carrying)
    }

    /// The naive look is slow: outside the full run it takes what holds a sign of an @, and one URL in ten of the others.
    private func mayCarry(_ url: [UInt8], number: Int) -> Bool {
        effort > 1 || number % 10 == 0 || url.contains(UInt8(ascii: "@")) || url.contains(UInt8(ascii: "%"))
            || url.contains(UInt8(ascii: "="))
    }

    /// Regular expressions over the text, the text decoded up to three times, and every piece that may be base64.
    private struct NaiveDetector {
        private let address: NSRegularExpression
        private let piece: NSRegularExpression

        init() throws {
            address = try NSRegularExpression(pattern: "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}")
            piece = try NSRegularExpression(pattern: "[A-Za-z0-9+/_-]{8,}")
        }

        func sees(_ text: String) -> Bool {
            var text = text
            for _ in 0..<4 {
                if matches(address, text) || hidesInBase64(text) { return true }
                guard let decoded = text.removingPercentEncoding, decoded != text else { return false }
                text = decoded
            }
            return false
        }

        private func matches(_ expression: NSRegularExpression, _ text: String) -> Bool {
            guard text.utf8.contains(UInt8(ascii: "@")) else { return false }
            return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        }

        private func hidesInBase64(_ text: String) -> Bool {
            for match in piece.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
                guard let range = Range(match.range, in: text) else { continue }
                let whole = String(text[range]).replacing("-", with: "+").replacing("_", with: "/")
                for part: String in [whole] + whole.split(separator: "/").map(String.init) {
                    let padded = part + String(repeating: "=", count: (4 - part.utf8.count % 4) % 4)
                    guard let data = Data(base64Encoded: padded), data.contains(UInt8(ascii: "@")),
                        let decoded = String(data: data, encoding: .isoLatin1)
                    else { continue }
                    if matches(address, decoded) { return true }
                }
            }
            return false
        }
    }
}
