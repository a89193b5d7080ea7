import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import NodeStore
import Testing
import TransparencyLog

@Suite struct `What a member holds of others` {
    private let sandbox: Sandbox
    private let grounds = QueryGrounds.usual("agreement timers")

    init() async throws {
        sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n+442079460123,phone\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
    }

    private func decide(at time: Timestamp) throws -> [RetainStage.Flow] {
        try RetainStage(sandbox.node("org.b", .writing), at: time, for: grounds).decide()
    }

    private func limit(to period: String) throws {
        try sandbox.amend { try $0.changeRule("own-node") { $0["duties"] = [.string("retain:\(period)")] } }
    }

    @Test func `is kept until the rules' retention ends, and not a second longer`() throws {
        try limit(to: "P10D")
        let end = sandbox.time.adding(days: 10)
        let before = try decide(at: end.adding(seconds: -1))
        #expect(before.map(\.decision.outcome) == [.allow])
        #expect(before[0].rowCount(.allow) == 2)
        #expect(before[0].decision.classes.map(\.retainUntil) == [end, end])
        let after = try decide(at: end)
        #expect(after.map(\.decision.reason) == [.retentionOver])
        #expect(after[0].rowCount(.deny) == 2)
        #expect(after[0].overdue.values.map(\.self) == [end])
    }

    @Test func `is on record once when its time is over, and not at all before`() throws {
        try limit(to: "P10D")
        let before = try sandbox.entries(.decision, at: "org.b").count
        _ = try decide(at: sandbox.time)
        #expect(try sandbox.entries(.decision, at: "org.b").count == before)
        for _ in 1...2 { _ = try decide(at: sandbox.time.adding(days: 10)) }
        let expired = try sandbox.entries(.retentionExpire, at: "org.b")
        #expect(expired.count == 1)
        #expect(expired[0].details[.retainUntil]?.string == sandbox.time.adding(days: 10).rfc3339)
        #expect(try sandbox.entries(.decision, at: "org.b").last?.details[.stage] == "retain")
    }

    @Test func `is due at once when no rule lets it be kept`() throws {
        try sandbox.amend { try $0.changeRule("own-node") { $0["stages"] = ["publish", "receive", "query"] } }
        #expect(try decide(at: sandbox.time).map(\.decision.reason) == [.noRule])
    }

    @Test func `freezes when a legal basis lapses: it is neither shown nor due to be deleted`() throws {
        let lapse = sandbox.time.adding(days: 1)
        try sandbox.amend { document in
            var basis = try #require(document["legal"]?.array?.first?.object)
            basis["until"] = .string(lapse.rfc3339)
            document["legal"] = [.object(basis)]
        }
        #expect(try decide(at: lapse.adding(seconds: -1)).map(\.decision.outcome) == [.allow])
        let frozen = try decide(at: lapse)
        #expect(frozen.map(\.decision.outcome) == [.freeze])
        #expect(frozen.map(\.decision.reason) == [.legalBasisLapsed])
        #expect(frozen[0].overdue.isEmpty)
        #expect(try !sandbox.ask("a.example", at: "org.b", time: lapse).isKnown)
        #expect(try sandbox.entries(.retentionExpire, at: "org.b").isEmpty)
    }

    @Test func `freezes when the agreement ends, which is on record once`() throws {
        let end = try sandbox.agreement(at: "org.b").agreement.end
        func endedCount(at time: Timestamp) throws -> Int {
            try sandbox.node("org.b", .writing).logEndedAgreements(at: time).count
        }
        #expect(try endedCount(at: end.adding(seconds: -1)) == 0)
        #expect(try endedCount(at: end) == 1)
        #expect(try endedCount(at: end) == 0)
        #expect(try sandbox.entries(.agreementEnd, at: "org.b").count == 1)
        #expect(try decide(at: end).map(\.decision.reason) == [.expired])
        #expect(try decide(at: end).map(\.decision.outcome) == [.freeze])
    }

    @Test func `without what a member published itself`() throws {
        #expect(try RetainStage(sandbox.node("org.a", .writing), at: sandbox.time, for: grounds).decide().isEmpty)
    }

    @Test func `is judged again from what was kept, byte for byte`() throws {
        try limit(to: "P10D")
        _ = try decide(at: sandbox.time.adding(days: 10))
        let entry = try #require(sandbox.entries(.decision, at: "org.b").last)
        let view = try AuditView(sandbox.node("org.b", .writing), "replay", filter: [:], grounds: grounds)
        #expect(try view.replay("\(entry.index)").decisions.map(\.isIdentical) == [true])
    }
}
