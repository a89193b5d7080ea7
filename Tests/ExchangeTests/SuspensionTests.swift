import Agreements
import CanonicalCoding
import Exchange
import LedgerFiles
import Indicators
import LedgerFiles
import Testing
import TransparencyLog
import NodeStore
import CryptoPrimitives

@Suite struct `A suspension` {
    private func exchanged() async throws -> (Sandbox, full: String) {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a")
        return (sandbox, published.summary.path)
    }

    @Test func `stops publishing and answers at once, until the same party lifts it`() async throws {
        let (sandbox, full) = try await exchanged()
        try sandbox.take([full], by: "org.b")
        #expect(try sandbox.ask("a.example", at: "org.b").isKnown)
        let later = sandbox.time.adding(seconds: 1)
        _ = try sandbox.node("org.b", .writing).say(.suspended, of: sandbox.agreement(), reason: "a key was lost", at: later)
        let answer = try sandbox.ask("a.example", at: "org.b", time: later)
        #expect(!answer.isKnown)
        #expect(answer.withheldCount == 1)
        #expect(answer.decisions.map(\.reason) == [.suspended])
        await #expect(throws: AgreeingError.self) {
            try await sandbox.publish("value,kind\nb.example,host\n", by: "org.b", at: later)
        }
        let held = try sandbox.agreement(at: "org.b")
        _ = try sandbox.node("org.b", .writing).say(.resumed, of: held, reason: "new keys", at: later)
        #expect(try !sandbox.ask("a.example", at: "org.b", time: later).isKnown)
        #expect(try sandbox.ask("a.example", at: "org.b", time: later.adding(seconds: 1)).isKnown)
        #expect(try sandbox.entries(.agreementSuspend, at: "org.b").map { $0.details[.outcome] } == ["suspended", "resumed"])
    }

    @Test func `is taken in by the others with its signature`() async throws {
        let (sandbox, _) = try await exchanged()
        let said = try sandbox.node("org.b", .writing)
            .say(.suspended, of: sandbox.agreement(at: "org.b"), reason: "a key was lost", at: sandbox.time)
        try sandbox.node("org.a", .writing).take(said.word, note: said.note, at: sandbox.time)
        try sandbox.node("org.a", .writing).take(said.word, note: said.note, at: sandbox.time)
        let member = try #require(MemberID("org.b"))
        #expect(try sandbox.agreement().status(at: sandbox.time) == .suspended(by: [member]))
        #expect(try sandbox.entries(.agreementSuspend, at: "org.a").count == 1)
    }

    @Test func `of another text than the one signed is refused`() async throws {
        let (sandbox, _) = try await exchanged()
        let said = try sandbox.node("org.b", .writing)
            .say(.suspended, of: sandbox.agreement(at: "org.b"), reason: "a key was lost", at: sandbox.time)
        let forged = Suspension(
            agreement: said.word.agreement, by: said.word.by, state: .resumed, since: said.word.since, reason: "all is well")
        #expect(throws: AgreementError.self) {
            try sandbox.node("org.a", .writing).take(forged, note: said.note, at: sandbox.time)
        }
        #expect(try sandbox.agreement().status(at: sandbox.time) == .active)
    }

    @Test func `is nobody's whom the agreement does not name`() async throws {
        let (sandbox, _) = try await exchanged()
        try sandbox.amend { document in
            try document.change("valid") { $0["suspended_by"] = ["org.a"] }
        }
        let member = try #require(MemberID("org.b"))
        #expect(throws: AgreeingError.maySuspendNot(member)) {
            try sandbox.node("org.b", .writing).say(.suspended, of: sandbox.agreement(), reason: "no", at: sandbox.time)
        }
    }
}
