import CanonicalCoding
import Foundation
import TestVectors
import Testing

@Suite struct `The RFC 8785 form` {
    @Test(.enabled(if: SharedVectors.arePresent))
    func `is that of the published vectors, or the value is outside the domain`() throws {
        var equal = 0
        for input in try SharedVectors.files("vectors/jcs/input") {
            let name = input.lastPathComponent
            let output = input.deletingLastPathComponent().deletingLastPathComponent().appending(path: "output/\(name)")
            let expected = [UInt8](try Data(contentsOf: output))
            let bytes = [UInt8](try Data(contentsOf: input))
            do {
                let value = try StrictJSON.parse(bytes)
                #expect(value.canonicalBytes() == expected, "\(name)")
                #expect(try StrictJSON.parseCanonical(expected) == value, "\(name)")
                #expect(Verdict.ofScanner(expected) == .good, "\(name)")
                equal += 1
            } catch {
                guard case .syntax(let reason, _) = error else { throw error }
                #expect(reason == domainFault(bytes), "\(name)")
            }
        }
        #expect(equal == 3)
    }

    @Test(arguments: UInt64(0)..<64)
    func `gives a value back and stays as it is`(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        for _ in 0..<40 {
            let value = arbitraryValue(depth: 8, using: &generator)
            let bytes = value.canonicalBytes()
            let read = try StrictJSON.parseCanonical(bytes)
            #expect(read == value)
            #expect(read.hashValue == value.hashValue)
            #expect(read.canonicalBytes() == bytes)
            #expect(Verdict.ofScanner(bytes) == .good)
        }
    }

    @Test func `orders names by UTF-16 code units`() throws {
        let names = [
            "", "1", "</script>", "a", "aa", "b", "\u{80}", "ö", "€", "\u{D7FF}", "\u{10000}", "😂", "\u{E000}", "\u{FB33}",
        ]
        for left in names.indices {
            for right in names.indices where left != right {
                let pairs: [(key: String, value: JSONValue)] = [(names[left], 1), (names[right], 2)]
                let object = try #require(JSONObject(pairs))
                #expect(object.keys == [names[min(left, right)], names[max(left, right)]])
            }
        }
        let sorted = names.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
        #expect(sorted.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    }

    @Test(arguments: [
        "{ }", "[1, 2]", "{\"b\":1,\"a\":2}", "\"\\u0061\"", "\"\\/\"", "\"\\u000A\"", "\"\\u001F\"", "-0", "[] ", "\"\\u000a\"",
        "{\"a\":1,\"a\":1}", "{\"\u{E000}\":1,\"😂\":1}", "\"\\u007f\"", "\"\\ud83d\\ude02\"", "1.0", "null",
    ])
    func `is the only form that is taken as canonical`(text: String) {
        #expect(Verdict.ofReference(Array(text.utf8)) == .syntax)
        #expect(Verdict.ofScanner(Array(text.utf8)) == .syntax)
    }

    @Test func `takes members in and out by name`() {
        var object = JSONObject()
        object["b"] = 1
        object["a"] = "x"
        object["c"] = [true]
        object["b"] = nil
        #expect(object.canonicalBytes() == Array(#"{"a":"x","c":[true]}"#.utf8))
        #expect(JSONObject([("a", 1), ("a", 2)]) == nil)
    }
}
