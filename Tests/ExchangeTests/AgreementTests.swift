import Agreements
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles
import Testing
import TransparencyLog
import NodeStore
import CryptoPrimitives

@Suite struct `An agreement at a node` {
    @Test func `is made, signed and activated with a lab, at every member`() throws {
        let sandbox = try Sandbox()
        for member in ["org.a", "org.b", "org.c"] {
            let held = try sandbox.agreement(at: member)
            #expect(held.status(at: sandbox.time) == .active)
            #expect(held.signers.map(\.name) == ["org.a", "org.b", "org.c"])
            let entries = try sandbox.entries(.agreementActivate, at: member)
            #expect(entries.map { $0.details[.agreement] } == [.string(held.agreement.digest.hex)])
        }
    }

    @Test func `is not activated before all have signed, and is remembered with what is missing`() throws {
        let sandbox = try Sandbox()
        let next = try sandbox.nextAgreement { try $0.deny(["phone"], at: ["query"]) }
        let note = try sandbox.note(over: next, by: ["org.a", "org.b"])
        let other = try #require(MemberID("org.c"))
        #expect(throws: AgreeingError.unsigned([other])) {
            try sandbox.node("org.a", .writing).activate(next, note: note, at: sandbox.time)
        }
        #expect(try sandbox.agreement().agreement.version == 1)
        let entries = try AgreementReview(sandbox.node("org.a"), at: sandbox.time).entries
        #expect(entries.map(\.status) == [.active, .partlySigned(missing: [other])])
    }

    @Test func `takes the place of the version that it names`() throws {
        let sandbox = try Sandbox()
        let first = try sandbox.agreement().agreement
        let second = try sandbox.amend { try $0.deny(["phone"], at: ["query"]) }
        let agreements = try NodeAgreements(sandbox.node("org.a"))
        let (a, b) = (try #require(MemberID("org.a")), try #require(MemberID("org.b")))
        func ruling(at time: Timestamp) -> Agreement? {
            agreements.governing(sandbox.group, from: a, to: b, at: time)?.agreement
        }
        #expect(ruling(at: sandbox.time) == second)
        #expect(ruling(at: sandbox.time.adding(seconds: -1)) == first)
        #expect(try sandbox.entries(.agreementAmend, at: "org.b").count == 1)
        #expect(try AgreementReview(sandbox.node("org.a"), at: sandbox.time).entries.map(\.agreement) == [second])
    }

    @Test func `is refused when it is no successor, no agreement of this member, or over`() throws {
        let sandbox = try Sandbox()
        let skipped = try sandbox.nextAgreement { $0["version"] = 3 }
        let note = try sandbox.note(over: skipped, by: ["org.a", "org.b", "org.c"])
        #expect(throws: AgreeingError.notTheNext("lab", after: 1)) {
            try sandbox.node("org.a", .writing).activate(skipped, note: note, at: sandbox.time)
        }
        let other = try Sandbox(["org.d:platform", "org.e:vendor"])
        let foreign = try other.agreement(at: "org.d").agreement
        #expect(throws: AgreeingError.notOurs("lab")) { try sandbox.node("org.a", .writing).sign(foreign) }
    }

    @Test func `counts once however often it is activated`() throws {
        let sandbox = try Sandbox()
        let next = try sandbox.amend { $0["title"] = "Second" }
        let note = try sandbox.note(over: next, by: ["org.a", "org.b", "org.c"])
        try sandbox.node("org.a", .writing).activate(next, note: note, at: sandbox.time.adding(seconds: 5))
        #expect(try sandbox.agreement().activated == sandbox.time)
        #expect(try sandbox.entries(.agreementAmend, at: "org.a").count == 1)
    }

    @Test func `whose document was changed stops the node`() throws {
        let sandbox = try Sandbox()
        let digest = try sandbox.agreement().agreement.digest.hex
        let path = sandbox.home("org.a") + "/ledger/agreements/\(digest).json"
        try Data("{}".utf8).write(to: URL(filePath: path))
        #expect(throws: NodeError.self) { try NodeAgreements(sandbox.node("org.a")) }
    }

    @Test func `stands by its lines, of which one cut short was acknowledged to nobody`() throws {
        let sandbox = try Sandbox()
        let path = sandbox.home("org.a") + "/ledger/agreements.jsonl"
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        try (whole + "{\"act\":\"word\",\"agree").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try NodeAgreements(sandbox.node("org.a")).held.count == 1)
        try (whole + "{\"act\":\"unheard\"}\n").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: NodeError.self) { try NodeAgreements(sandbox.node("org.a")) }
    }
}

@Suite struct `The warnings about agreements` {
    private static let notices: [(days: Int64, seconds: Int64, notice: [Int64])] = [
        (30, -1, []), (30, 0, [30]), (7, -1, [30]), (7, 0, [7]), (1, -1, [7]), (1, 0, [1]),
    ]

    @Test(arguments: notices)
    func `come 30, 7 and 1 day before the end`(days: Int64, seconds: Int64, notice: [Int64]) throws {
        let sandbox = try Sandbox()
        let end = try sandbox.agreement().agreement.end
        let time = end.adding(days: -days).adding(seconds: seconds)
        let entry = try #require(AgreementReview(sandbox.node("org.a"), at: time).entries.first)
        #expect(entry.warnings == notice.map { AgreementReview.Warning.ends(withinDays: $0) })
    }

    @Test func `name a legal basis that lapses before the agreement`() throws {
        let sandbox = try Sandbox()
        let lapse = sandbox.time.adding(days: 20)
        try sandbox.amend { document in
            var bases = try #require(document["legal"]?.array)
            var basis = try #require(bases[0].object)
            basis["until"] = .string(lapse.rfc3339)
            bases[0] = .object(basis)
            document["legal"] = .array(bases)
        }
        func warnings(at time: Timestamp) throws -> [AgreementReview.Warning] {
            try AgreementReview(sandbox.node("org.a"), at: time).entries.flatMap(\.warnings)
        }
        #expect(try warnings(at: sandbox.time) == [.lapses(ref: "lab", withinDays: 30)])
        #expect(try warnings(at: lapse) == [.lapsed(ref: "lab")])
    }
}
