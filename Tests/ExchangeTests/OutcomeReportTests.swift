import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import MergeEngine
import Testing
import TransparencyLog

@Suite struct `A report of outcomes` {
    private let sandbox: Sandbox

    init() async throws {
        sandbox = try Sandbox()
        let feed = "value,kind,campaign\na.example,host,wave\nb.example,host,\n"
        let full = try await sandbox.publish(feed, by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        try sandbox.take([full], by: "org.c")
    }

    private func report(at member: String, _ edit: (inout OutcomeQuestion) -> Void = { _ in }) throws -> OutcomeTable {
        var question = OutcomeQuestion()
        question.floor = nil
        edit(&question)
        let grounds = try #require(QueryGrounds(purpose: "scam.prevention", justification: "a test", of: "outcomes"))
        return try OutcomeReport(sandbox.node(member), question, at: sandbox.time, for: grounds).table
    }

    @Test func `counts what came back, at whoever holds it`() async throws {
        let said = try await sandbox.state(.outcome("url-taken-down"), about: "a.example", kind: .host, by: "org.b").path
        #expect(try report(at: "org.a").rows.first?.unanswered == .exact(2))
        try sandbox.take([said], by: "org.a")
        let row = try #require(report(at: "org.a").rows.first)
        #expect(row.publisher.name == "org.a" && row.reported == .exact(2) && row.unanswered == .exact(1))
        #expect(row.outcomes[.urlTakenDown]?.indicators == .exact(1) && row.outcomes[.urlTakenDown]?.members == .exact(1))
    }

    @Test func `tells reports that name no campaign from those that do`() throws {
        let scopes = try report(at: "org.a") { $0.isByCampaign = true }.rows.map(\.scope)
        #expect(scopes == [.publisher, .campaign(.none), .campaign(.named(Array("wave".utf8)))])
    }

    @Test func `is on record also when it holds nothing`() throws {
        let group = try #require(GroupID("elsewhere"))
        #expect(try report(at: "org.b") { $0.group = group }.rows.isEmpty)
        let entry = try #require(sandbox.entries(.reportRun, at: "org.b").last)
        #expect(entry.details[.filter]?.object?["group"]?.string == "elsewhere")
        #expect(entry.details[.filter]?.object?["exact"]?.bool == true)
        #expect(entry.details[.justification]?.string == "a test")
    }

    @Test func `counts in what may leave no outcome that may tip somebody off`() async throws {
        _ = try await sandbox.state(.outcome("do-not-act"), about: "a.example", kind: .host, by: "org.a")
        #expect(try report(at: "org.a").rows.first?.unanswered == .exact(1))
        let table = try report(at: "org.a") { $0.floor = .standard }
        #expect(table.rows.first?.outcomes[.doNotAct] == nil)
    }
}
