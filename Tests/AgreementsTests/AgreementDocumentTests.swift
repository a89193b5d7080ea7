import Agreements
import CanonicalCoding
import Foundation
import TestVectors
import Testing

@Suite struct `An agreement` {
    @Test func `is refused with reason and place`() throws {
        let good = try StrictJSON.parse(#require(try AgreementVectors.agreements()["task-force"]))
        for value in try #require(try AgreementVectors.read("documents.json").array) {
            let vector = try #require(value.object)
            let name = try #require(vector["name"]?.string)
            let bytes =
                vector["text"]?.string.map { Array($0.utf8) }
                ?? AgreementVectors.changed(good, at: vector["path"]?.array ?? [], to: vector["value"]).canonicalBytes()
            let error = try #require(try refusal { _ = try Agreement(parsing: bytes) }, "\(name) was taken")
            let reason = if case .json = error.reason { "json" } else { "\(error.reason)" }
            #expect(reason == vector["reason"]?.string, "\(name)")
            #expect(error.place == vector["place"]?.string, "\(name)")
        }
    }

    @Test func `is taken as the vectors have it`() throws {
        for (name, bytes) in try AgreementVectors.agreements() {
            #expect(throws: Never.self, "\(name)") { try Agreement(parsing: bytes) }
        }
    }

    @Test(arguments: AgreementVectors.exampleNames)
    func `of the examples is read from its draft and finds nothing to warn of`(name: String) throws {
        let agreement = try AgreementVectors.example(name)
        #expect(try Agreement(parsing: agreement.bytes) == agreement)
        let time = agreement.valid.from
        #expect(agreement.lint(at: time, knowing: AgreementVectors.words).filter { $0.severity == .warning } == [])
    }

    @Test func `may have lines of comment in a draft and nowhere else`() throws {
        let text = "// first\n{\"a\": 1} \n  // last, with \u{e9}\n//"
        #expect(String(decoding: AgreementDraft.withoutComments(Array(text.utf8)), as: UTF8.self) == "\n{\"a\": 1} \n\n")
        let within = "{\"a\": \"// not a comment\"} // neither\n"
        #expect(AgreementDraft.withoutComments(Array(within.utf8)) == Array(within.utf8))
        let bytes = try AgreementVectors.example("bilateral.json").bytes
        #expect(try refusal { _ = try Agreement(parsing: Array("//\n".utf8) + bytes) } != nil)
        #expect(try Agreement(draft: Array("//\n".utf8) + bytes).bytes == bytes)
    }

    @Test func `is no longer than its limit`() throws {
        let good = try StrictJSON.parse(AgreementVectors.example("bilateral.json").bytes)
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: AgreementLimits.documentBytes)
        let bytes = good.canonicalBytes()
        #expect(throws: Never.self) { try Agreement(draft: bytes + blanks.dropFirst(bytes.count)) }
        let error = try refusal { _ = try Agreement(draft: bytes + blanks.dropFirst(bytes.count - 1)) }
        #expect(error?.reason == .tooLarge)
    }

    @Test(arguments: [
        ("groups", AgreementLimits.groups), ("languages", AgreementLimits.listEntries), ("purposes", AgreementLimits.purposes),
        ("legal", AgreementLimits.legalBases), ("rules", AgreementLimits.rules), ("parties", AgreementLimits.parties),
    ])
    func `has lists up to their limits`(member: String, limit: Int) throws {
        let good = try StrictJSON.parse(#require(try AgreementVectors.agreements()["hub"]))
        for (count, isTaken) in [(limit, true), (limit + 1, false)] {
            let entries = try (0..<count).map { try Self.entry(of: member, number: $0, good) }
            let document = AgreementVectors.changed(good, at: [.string(member)], to: .array(entries))
            let error = try refusal { _ = try Agreement(parsing: document.canonicalBytes()) }
            let isOwnLimit = error?.reason == .tooMany && error?.place == member
            #expect(
                isTaken ? error?.reason != .tooMany : isOwnLimit, "\(member) of \(count): \(error.map(\.description) ?? "taken")")
        }
    }

    private static func entry(of member: String, number: Int, _ good: JSONValue) throws -> JSONValue {
        switch member {
        case "groups": return .string("group-\(number)")
        case "languages": return .string("l-\(number)")
        default:
            let name = ["purposes": "code", "legal": "ref"][member] ?? "id"
            let first = try #require(good.object?[member]?.array?.first)
            return AgreementVectors.changed(first, at: [.string(name)], to: .string("entry-\(number)"))
        }
    }
}
