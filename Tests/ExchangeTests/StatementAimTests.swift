import CanonicalCoding
import Exchange
import Indicators
import Testing

@Suite struct `A value that is named without its kind` {
    private func find(
        _ text: String, by member: String, in sandbox: Sandbox,
        for act: NamedStatement.Act = .retract(why: "withdrawn", since: nil)
    ) throws -> StatementAim.Finding {
        try StatementAim(sandbox.node(member), at: sandbox.time).find(text, kind: nil, region: nil, for: act)
    }

    @Test(arguments: [
        ("b.example,host", "b.example", IndicatorKind.host), ("b.example,domain", "b.example", .domain),
        ("https://b.example/,url", "b.example", .url), ("www.b.example,host", "https://www.b.example/", .host),
    ])
    func `is read as what the member reported`(row: String, text: String, kind: IndicatorKind) async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\n\(row)\n", by: "org.a")
        let finding = try find(text, by: "org.a", in: sandbox)
        #expect(finding.named.kind == kind)
        #expect(finding.isReported)
        #expect(finding.otherKinds.isEmpty)
    }

    @Test func `names the kinds that a retraction leaves`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\nb.example,host\nb.example,domain\n", by: "org.a")
        let finding = try find("b.example", by: "org.a", in: sandbox)
        #expect(finding.named.kind == .domain)
        #expect(finding.otherKinds == [.host])
    }

    @Test func `is read past what was taken back already`() async throws {
        let sandbox = try Sandbox()
        let act = NamedStatement.Act.retract(why: "withdrawn", since: nil)
        try await sandbox.publish("value,kind\nb.example,domain\n", by: "org.a")
        _ = try await sandbox.state(act, about: "b.example", by: "org.a", at: sandbox.time.adding(seconds: 1))
        try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: sandbox.time.adding(seconds: 2))
        #expect(try find("b.example", by: "org.a", in: sandbox).named.kind == .host)
    }

    @Test func `is not reported when only others did, except for objections`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a")
        try sandbox.take([published.summary.path], by: "org.b")
        let retraction = try find("b.example", by: "org.b", in: sandbox)
        #expect(!retraction.isReported)
        #expect(retraction.named.kind == .domain)
        let objection = try find("b.example", by: "org.b", in: sandbox, for: .object(why: "false-positive", since: nil))
        #expect(objection.isReported)
        #expect(objection.named.kind == .host)
    }
}
