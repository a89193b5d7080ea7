import CanonicalCoding
import Foundation
import TestVectors
import Testing

@Suite struct `Strict JSON` {
    @Test(.enabled(if: SharedVectors.arePresent))
    func `takes every file that must parse unless it leaves the domain`() throws {
        for file in try SharedVectors.files("vectors/json-parsing") where file.lastPathComponent.hasPrefix("y_") {
            let bytes = [UInt8](try Data(contentsOf: file))
            do {
                _ = try StrictJSON.parse(bytes)
                #expect(domainFault(bytes) == nil, "\(file.lastPathComponent)")
            } catch {
                guard case .syntax(let reason, _) = error else { throw error }
                #expect(reason == domainFault(bytes), "\(file.lastPathComponent)")
            }
        }
    }

    @Test(.enabled(if: SharedVectors.arePresent))
    func `refuses every file that must not parse and every one that may`() throws {
        for file in try SharedVectors.files("vectors/json-parsing") {
            let name = file.lastPathComponent
            guard name.hasPrefix("n_") || name.hasPrefix("i_") else { continue }
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(throws: JSONError.self, "\(name)") { try StrictJSON.parse(bytes) }
            #expect(Verdict.ofScanner(bytes) == Verdict.ofReference(bytes), "\(name)")
        }
    }

    @Test(arguments: [
        ("[null]", JSONError.Reason.null, 1), ("[1.0]", .notAnInteger, 1), ("[1e2]", .notAnInteger, 1),
        ("[9007199254740992]", .integerOutOfRange, 1), ("[-9007199254740992]", .integerOutOfRange, 1),
        ("[99999999999999999999999999]", .integerOutOfRange, 1), ("[01]", .leadingZero, 1), ("[-]", .unexpectedByte, 2),
        ("{\"a\":1,\"a\":1}", .duplicateName, 0), ("{\"a\":1,\"\\u0061\":1}", .duplicateName, 0),
        ("\u{FEFF}{}", .byteOrderMark, 0), ("{} {}", .trailingBytes, 3), ("", .unexpectedEnd, 0), ("[1,]", .unexpectedByte, 3),
        ("[\"\\ud800\"]", .loneSurrogate, 2), ("[\"\\ud800\\u0061\"]", .loneSurrogate, 2), ("[\"\\x\"]", .invalidEscape, 2),
        ("[\"\u{1}\"]", .controlCharacter, 2), ("[\"", .unexpectedEnd, 2), ("tru", .unexpectedEnd, 3),
    ])
    func `names the fault and its place`(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError.syntax(reason, at: offset)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        for bad: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82]] {
            #expect(throws: JSONError.syntax(.notUTF8, at: 1)) { try StrictJSON.parse([0x22] + bad + [0x22]) }
        }
    }

    @Test func `keeps texts apart that only look alike`() throws {
        let value = try StrictJSON.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
        #expect(value.object?.count == 2)
        #expect(value.object?["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
    }

    @Test func `says nothing of the content in its descriptions`() throws {
        let value = try StrictJSON.parse(Array(#"{"secret":"+15550100"}"#.utf8))
        var dumped = ""
        dump(value, to: &dumped)
        #expect(!dumped.contains("555") && !"\(value)".contains("555") && !String(reflecting: value).contains("555"))
    }
}

@Suite struct `Limits of JSON` {
    private func nested(_ depth: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "["), count: depth) + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    }

    private func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test func `allow eight containers inside one another and not nine`() {
        #expect(Verdict.ofReference(nested(8)) == .good)
        #expect(Verdict.ofScanner(nested(8)) == .good)
        #expect(Verdict.ofReference(nested(9)) == .limit)
        #expect(Verdict.ofScanner(nested(9)) == .limit)
    }

    @Test func `allow strings and names of 65,536 bytes and not one more`() {
        for make in [{ "[\"\($0)\"]" }, { "{\"\($0)\":1}" }] as [(String) -> String] {
            let last = Array(make(text(65_536)).utf8)
            let past = Array(make(text(65_537)).utf8)
            #expect(Verdict.ofReference(last) == .good && Verdict.ofScanner(last) == .good)
            #expect(Verdict.ofReference(past) == .limit && Verdict.ofScanner(past) == .limit)
        }
    }

    @Test func `count the text of a string and not its escapes`() {
        let last = Array("\"\(String(repeating: "\\n", count: 65_536))\"".utf8)
        let past = Array("\"\(String(repeating: "\\u0001", count: 65_537))\"".utf8)
        #expect(Verdict.ofReference(last) == .good && Verdict.ofScanner(last) == .good)
        #expect(Verdict.ofReference(past) == .limit && Verdict.ofScanner(past) == .limit)
    }

    @Test func `come before syntax, wherever they are exceeded`() {
        let open = String(repeating: "[", count: 9)
        for text in [
            open, "nonsense \(open)", "{\"a\" \(open)", "]]]]\(open)", "[1.5,\"\(text(65_537))", "x{\"\(text(65_537))\":",
        ] {
            #expect(Verdict.ofReference(Array(text.utf8)) == .limit)
            #expect(Verdict.ofScanner(Array(text.utf8)) == .limit)
        }
        let quoted = "[1.5,\"\(open)\"]"
        #expect(Verdict.ofReference(Array(quoted.utf8)) == .syntax)
    }

    @Test func `spare the payload of an envelope only`() {
        let long = text(70_000)
        let payload = Array("{\"payload\":\"\(long)\"}".utf8)
        let other = Array("{\"other\":\"\(long)\"}".utf8)
        let broken = Array("{\"payload\" : \"\(long)\",}".utf8)
        #expect(throws: Never.self) { try StrictJSON.parse(payload, limits: .envelope) }
        #expect(throws: JSONError.limit(.stringLength, at: 9)) { try StrictJSON.parse(other, limits: .envelope) }
        #expect(throws: JSONError.syntax(.unexpectedByte, at: 70_016)) { try StrictJSON.parse(broken, limits: .envelope) }
    }

    @Test func `hold for a hundred thousand brackets`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(Verdict.ofReference(bytes) == .limit && Verdict.ofScanner(bytes) == .limit)
    }
}
