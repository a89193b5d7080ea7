import Indicators
import TestVectors
import Testing

@Suite struct `Finds of a text` {
    static let pieces: [String] = [
        "https://evil.example/a?b=(c)", "hxxps[:]//evil[.]example", "evil [.] example", "john [at] evil.example",
        "+44 20 7946 0123",
        "(020) 7946 0123", "GB82 WEST 1234 5698 7654 32", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "telegram: @evil", "请点击", "é",
        "🙂",
        " ", "\n", ".", "+", "@", "(", "[", "://", "http", "-", "_", "\u{FF0E}", "\u{200B}", "'", ",", "x", "7", "\u{A0}",
    ]

    static func arbitrary(_ seed: UInt64) -> [UInt8] {
        var generator = SplitMix64(state: seed)
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...24, using: &generator) {
            if Int.random(in: 0..<12, using: &generator) == 0 {
                text.append(UInt8.random(in: 0...255, using: &generator))
            } else {
                text += Array(pieces.randomElement(using: &generator)!.utf8)
            }
        }
        return text
    }

    @Test(arguments: 0..<3_000)
    func `are in order, apart, and read as what they are`(seed: Int) throws {
        let (text, region) = (Self.arbitrary(UInt64(seed)), RegionCode("GB"))
        var (end, character) = (0, 0)
        for find in TextFinder.finds(in: text, region: region) {
            #expect(find.bytes.lowerBound >= end && !find.bytes.isEmpty && find.bytes.upperBound <= text.count)
            end = find.bytes.upperBound
            let form = try Canonicaliser.canonicalForm(of: find.spelling.span, kind: find.kind, region: region)
            #expect(form.canonical == find.canonical)
            if find.kind != .handle, find.kind != .acct { #expect(find.spelling == Array(text[find.bytes])) }
            #expect(!text[find.bytes].contains(0x0A))
            #expect(find.characters.lowerBound >= character)
            character = find.characters.upperBound
        }
    }

    @Test(arguments: 0..<1_000)
    func `are those of its lines`(seed: Int) {
        let text = Self.arbitrary(UInt64(seed) + 1 << 32)
        var (offset, byLine) = (0, [String]())
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            for find in TextFinder.finds(in: Array(line), region: RegionCode("GB")) {
                byLine.append("\(find.kind) \(find.bytes.lowerBound + offset) \(find.bytes.upperBound + offset)")
            }
            offset += line.count + 1
        }
        let whole = TextFinder.finds(in: text, region: RegionCode("GB"))
        #expect(whole.map { "\($0.kind) \($0.bytes.lowerBound) \($0.bytes.upperBound)" } == byLine)
    }

    @Test func `have places in bytes and in characters`() throws {
        let finds = TextFinder.finds(in: Array("é🙂 evil.example ü b.example".utf8))
        #expect(finds.map(\.bytes) == [7..<19, 23..<32])
        #expect(finds.map(\.characters) == [3..<15, 18..<27])
        let broken = TextFinder.finds(in: [0xFF, 0xC3, 0x20] + Array("evil.example".utf8))
        #expect(broken.map(\.bytes) == [3..<15] && broken.map(\.characters) == [3..<15])
    }

    @Test func `stop at the number asked for`() {
        let text = Array(String(repeating: "a.example ", count: TextFinder.findLimit + 1).utf8)
        #expect(TextFinder.finds(in: text, atMost: TextFinder.findLimit).count == TextFinder.findLimit)
        #expect(TextFinder.finds(in: text).count == TextFinder.findLimit + 1)
    }

    @Test func `of a name of 2,048 bytes are looked for, and of one byte more are not`() {
        // The mapping drops what has no width, so that a long text is a short name.
        func name(_ count: Int) -> [UInt8] { Array((String(repeating: "\u{AD}", count: count) + "evil.example").utf8) }
        #expect(TextFinder.finds(in: name(1_018)).count == 1)
        #expect(TextFinder.finds(in: name(1_019)).isEmpty)
    }

    /// What somebody would send to keep a node busy. Each takes milliseconds; a search that looked at anything twice over would hang.
    @Test(
        arguments: [
            ".", "+", "@", "(", "[", "[.]", "a.", "a@", "a.a@", "+1", "http://", "https://a", "1 ", "a-", "_", "[dot]", " [",
            "GB82 ", "x:",
            "telegram:", "telegram:@", "\u{200B}", "请a", "%", "a_1", "((", "+(", "h**p", "h**p://", "a b [.] ", "0x", "1A",
            "%41.", "a[.]a(",
            "xn--a.", "11.", "é.", "'", "http://a@", "a.co/", "a.co:99999/", "a.co?a", "https://a.co/",
        ])
    func `of hostile texts of 64 KiB come to an end`(piece: String) {
        let text = Array(String(repeating: piece, count: (64 << 10) / piece.utf8.count).utf8)
        for region in [nil, RegionCode("DE")] {
            let finds = TextFinder.finds(in: text, region: region)
            #expect(finds.count <= text.count)
        }
    }
}
