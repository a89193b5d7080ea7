import Agreements
import CanonicalCoding
import Indicators
import Testing

/// Every length and count of outside data, at its limit and one past it.
@Suite struct `Limits of agreements` {
    private static let lines: [([JSONValue], Int)] = [
        (["title"], AgreementLimits.lineBytes), (["summary"], AgreementLimits.textBytes), (["id"], AgreementLimits.nameBytes),
        (["rules", 1, "id"], AgreementLimits.nameBytes), (["rules", 1, "clause"], AgreementLimits.lineBytes),
        (["parties", 0, "dpo"], AgreementLimits.lineBytes), (["legal", 0, "conditions", 0], AgreementLimits.lineBytes),
    ]

    private func refused(_ path: [JSONValue], _ value: JSONValue) throws -> AgreementError? {
        let good = try StrictJSON.parse(AgreementVectors.example("task-force.json").bytes)
        let document = AgreementVectors.changed(good, at: path, to: value)
        return try refusal { _ = try Agreement(parsing: document.canonicalBytes()) }
    }

    @Test func `hold for texts and names`() throws {
        for (path, limit) in Self.lines {
            #expect(try refused(path, .string(String(repeating: "x", count: limit))) == nil, "\(path.count)")
            #expect(try refused(path, .string(String(repeating: "x", count: limit + 1))) != nil, "\(path.count)")
            if limit != AgreementLimits.nameBytes {
                // two bytes each
                #expect(try refused(path, .string(String(repeating: "\u{e9}", count: limit / 2))) == nil)
                #expect(try refused(path, .string(String(repeating: "\u{e9}", count: limit / 2 + 1)))?.reason == .notAText)
            }
        }
    }

    @Test func `hold for the lists and columns of a rule`() throws {
        for (count, isTaken) in [(AgreementLimits.listEntries, true), (AgreementLimits.listEntries + 1, false)] {
            let types: JSONValue = .array((0..<count).map { .string("kind-\($0)") })
            #expect(try refused(["rules", 1, "types"], types)?.reason == (isTaken ? nil : .tooMany))
            let fields = JSONObject((0..<count).map { ("c\($0)", "clear") }) ?? JSONObject()
            #expect(try refused(["rules", 1, "fields"], .object(fields))?.reason == (isTaken ? nil : .tooMany))
        }
        let (longest, tooLong) = (String(repeating: "c", count: 32), String(repeating: "c", count: 33))
        #expect(try refused(["rules", 1, "fields"], .object(JSONObject([(longest, "clear")]) ?? JSONObject())) == nil)
        #expect(
            try refused(["rules", 1, "fields"], .object(JSONObject([(tooLong, "clear")]) ?? JSONObject()))?.reason == .notAName)
    }

    @Test func `hold for numbers`() throws {
        #expect(Treatment("truncate:255") != nil && Treatment("truncate:256") == nil)
        #expect(Treatment("bucket:1000000000000") != nil && Treatment("bucket:1000000000001") == nil)
        #expect(Treatment("bucket:2") != nil && Treatment("bucket:99999999999999") == nil)
        #expect(Duty("approve:16:officer") != nil && Duty("approve:17:officer") == nil && Duty("approve:0:officer") == nil)
        #expect(try refused(["enforcement", "block"], 1_000_000) == nil)
        #expect(try refused(["enforcement", "block"], 1_000_001)?.reason == .outOfRange)
        #expect(try refused(["rights", "hold", "oral_max_days"], 30) == nil)
    }

    @Test func `hold for suspensions`() throws {
        let vendor = try #require(MemberID("vendor.example"))
        let longest = String(repeating: "x", count: AgreementLimits.textBytes)
        let digest = try AgreementVectors.example("bilateral.json").digest
        let word = Suspension(agreement: digest, by: vendor, since: Signatures.now, reason: longest)
        #expect(try Suspension(parsing: word.canonicalBytes()) == word)
        let longer = Suspension(agreement: digest, by: vendor, since: Signatures.now, reason: longest + "x")
        #expect(try refusal { _ = try Suspension(parsing: longer.canonicalBytes()) }?.reason == .notAText)
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: AgreementLimits.suspensionBytes + 1)
        #expect(try refusal { _ = try Suspension(parsing: blanks) }?.reason == .tooLarge)
        #expect(try refusal { _ = try Suspension(parsing: blanks.dropLast()) }?.reason != .tooLarge)
    }

    @Test(arguments: [
        ("classes", AgreementLimits.classes), ("items", AgreementLimits.items), ("authenticated", AgreementLimits.parties),
        ("approvals", AgreementLimits.listEntries),
    ])
    func `hold for the lists of captured inputs`(member: String, limit: Int) throws {
        let vector = try #require(try AgreementVectors.cases("harbour").first { $0.name == "bank account, approvals: one" })
        let good = try StrictJSON.parse(vector.input)
        let entry = try #require(good.object?[member]?.array?.first)
        for count in [limit, limit + 1] {
            let input = AgreementVectors.changed(good, at: [.string(member)], to: .array(Array(repeating: entry, count: count)))
            let error = try refusal { _ = try DecisionInput(parsing: input.canonicalBytes()) }
            #expect(error?.reason == (count == limit ? nil : .tooMany))
            #expect(error == nil || error?.place == member)
        }
    }

    @Test func `hold for the words and columns of captured rows`() throws {
        let vector = try #require(try AgreementVectors.cases("words").first)
        let good = try StrictJSON.parse(vector.input)
        func refused(_ member: JSONValue, _ value: JSONValue) throws -> AgreementError.Reason? {
            let input = AgreementVectors.changed(good, at: ["classes", 0, member], to: value)
            return try refusal { _ = try DecisionInput(parsing: input.canonicalBytes()) }?.reason
        }
        #expect(try refused("kind", .string(String(repeating: "k", count: 64))) == nil)
        #expect(try refused("kind", .string(String(repeating: "k", count: 65))) == .notAText)
        #expect(try refused("columns", .array((0..<256).map { .string("c\($0)") })) == nil)
        #expect(try refused("columns", .array((0..<257).map { .string("c\($0)") })) == .tooMany)
        #expect(try refused("columns", ["a", "a"]) == .duplicate)
        #expect(try refused("colour", "red") == .wrongMembers)
    }
}
