import CanonicalCoding
import TestVectors
import Testing

@Suite struct `The scanner` {
    @Test(arguments: UInt64(0)..<128)
    func `judges altered documents as the reference does`(seed: UInt64) {
        var generator = SplitMix64(state: seed &+ 1_000)
        for _ in 0..<60 {
            let bytes = arbitraryValue(depth: 9, using: &generator).canonicalBytes()
            #expect(Verdict.ofScanner(bytes) == Verdict.ofReference(bytes), "seed \(seed)")
            let altered = mutated(bytes, using: &generator)
            #expect(Verdict.ofScanner(altered) == Verdict.ofReference(altered), "seed \(seed): \(altered)")
        }
    }

    @Test func `judges every short text as the reference does`() {
        let alphabet = Array("{}[]\":,0-1\\ft".utf8)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<4 {
            texts = texts.flatMap { text in alphabet.map { text + [$0] } }
            for text in texts where Verdict.ofScanner(text) != Verdict.ofReference(text) {
                Issue.record("\(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test func `judges every place of a string as the reference does`() {
        let pieces = ["\"", "\\", "\\\\", "\\\"", "\u{1}", "\\u0001", "é", "😂", "\u{7F}"]
        for length in 0..<20 {
            for piece in pieces {
                let text = String(repeating: "a", count: length) + piece + "bc"
                let bytes = Array("\"\(text)\"".utf8)
                #expect(Verdict.ofScanner(bytes) == Verdict.ofReference(bytes), "\(length) \(piece)")
            }
        }
    }

    @Test func `hands out the parts of a row`() throws {
        let line = Array(#"{"r":7,"v":{"core":{"tag":"x"},"note":"a\"b","value":"y"}}"#.utf8)
        try unsafe line.withUnsafeBytes { (bytes) throws -> Void in
            var scanner = unsafe CanonicalScanner(line: bytes)
            var members = CanonicalScanner.Walk()
            let step1 = try scanner.enterObject()
            #expect(step1)
            let row = try #require(try scanner.nextMember(&members))
            #expect(scanner.matches(row, "r"))
            let step2 = try scanner.readString()
            #expect(step2 == nil)
            let step3 = try scanner.readInteger()
            #expect(step3 == 7)
            let second = try #require(try scanner.nextMember(&members))
            #expect(scanner.decoded(second) == "v")
            var cells = CanonicalScanner.Walk()
            let step4 = try scanner.enterObject()
            #expect(step4)
            var found: [String] = []
            while let name = try scanner.nextMember(&cells) {
                let value = try scanner.skipValue()
                found.append(scanner.decoded(name) + "=" + String(decoding: line[value], as: UTF8.self))
            }
            #expect(found == [#"core={"tag":"x"}"#, #"note="a\"b""#, #"value="y""#])
            let step5 = try scanner.nextMember(&members)
            #expect(step5 == nil)
            try scanner.finish()
        }
    }

    @Test(arguments: [
        (#"{"a":1},2"#, #"{"a":1}"#, true), (#"{"a":1}"#, #"{"a":1}"#, true), (#""a""#, #""a""#, true),
        (#"["x"]"#, #"["x"]"#, true),
        (#"{"a":12}"#, #"{"a":1}"#, false), (#"{"a":1"#, #"{"a":1}"#, false), (#""ab""#, #""a""#, false), ("12", "1", false),
        ("1", "1", false), ("true", "true", false), ("", #"{"a":1}"#, false), (#"{"a":1}"#, "", false),
    ])
    func `knows again only values that say where they end`(line: String, known: String, isKnown: Bool) {
        let known = Array(known.utf8)
        unsafe Array(line.utf8).withUnsafeBytes { bytes in
            var scanner = unsafe CanonicalScanner(line: bytes)
            let range = scanner.skipValue(sameAs: known.span)
            #expect(range == (isKnown ? 0..<known.count : nil))
            #expect(scanner.offset == (isKnown ? known.count : 0))
        }
    }

    @Test func `walks arrays and reports what follows`() throws {
        let line = Array(#"[3,-4,"a\n"],"#.utf8)
        try unsafe line.withUnsafeBytes { (bytes) throws -> Void in
            var scanner = unsafe CanonicalScanner(line: bytes)
            var elements = CanonicalScanner.Walk()
            let step6 = try scanner.enterArray()
            #expect(step6)
            let step7 = try scanner.nextElement(&elements)
            #expect(step7)
            let step8 = try scanner.readInteger()
            #expect(step8 == 3)
            let step9 = try scanner.nextElement(&elements)
            #expect(step9)
            let step10 = try scanner.readInteger()
            #expect(step10 == -4)
            let step11 = try scanner.nextElement(&elements)
            #expect(step11)
            let text = try #require(try scanner.readString())
            #expect(scanner.decodedBytes(text) == Array("a\n".utf8))
            let step12 = try scanner.nextElement(&elements)
            #expect(!step12)
            #expect(throws: JSONError.syntax(.trailingBytes, at: 12)) { try scanner.finish() }
        }
    }

    @Test func `holds the order of names and the depth across a walk`() {
        for (text, error) in [
            (#"{"b":1,"a":1}"#, JSONError.syntax(.notCanonical, at: 7)),
            (#"{"b":1,"b":1}"#, .syntax(.notCanonical, at: 7)),
            (#"{"b":[[[[[[[[1]]]]]]]]}"#, .limit(.depth, at: 12)),
            (#"{"b":1 }"#, .syntax(.unexpectedByte, at: 6)),
            (#"{"b":1"#, .syntax(.unexpectedEnd, at: 6)),
            (#"{"b":1.5,"c":[[[[[[[[["#, .limit(.depth, at: 20)),
        ] {
            #expect(throws: error, "\(text)") { try walkMembers(Array(text.utf8)) }
        }
    }

    private func walkMembers(_ line: [UInt8]) throws {
        try unsafe line.withUnsafeBytes { (bytes) throws -> Void in
            var scanner = unsafe CanonicalScanner(line: bytes)
            var members = CanonicalScanner.Walk()
            let step13 = try scanner.enterObject()
            #expect(step13)
            while try scanner.nextMember(&members) != nil { _ = try scanner.skipValue() }
            try scanner.finish()
        }
    }

    @Test func `takes an empty line for a missing value`() {
        #expect(throws: JSONError.syntax(.unexpectedEnd, at: 0)) { try CanonicalScanner.check([UInt8]().span) }
    }
}
