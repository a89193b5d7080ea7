import BundleFiles
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import Testing

@Suite struct `Publishing a feed` {
    @Test func `loses no row`() async throws {
        let sandbox = try Sandbox()
        let feed = "value,kind\na.example,host\nnot a host,host\na.example,host\nA.EXAMPLE,host\n+15,phone\nb.example,host\n"
        let (summary, verdicts) = try await sandbox.publish(feed, by: "org.a")
        #expect(summary.read == 6)
        #expect((summary.accepted, summary.duplicate, summary.refused) == (2, 2, 2))
        #expect(verdicts.map(\.line) == [2, 3, 4, 5, 6, 7])
        #expect(verdicts.map(\.outcome) == [.accepted, .refused, .duplicate, .duplicate, .refused, .accepted])
    }

    @Test func `finds its full stream again beside a redaction that is longer`() async throws {
        let sandbox = try Sandbox()
        let feed = "value,kind\n" + (0..<300).map { "h\($0).example,host\n" }.joined()
        let full = try await sandbox.publish(feed, by: "org.a").summary.path
        // Every second row hidden: what opens the others takes more room than the rows.
        var list = CutList()
        for row in stride(from: 0, to: 300, by: 2) { list.drop(rows: row...row, inSegment: 0) }
        let cut = try sandbox.cut(full, by: list)
        let longer = try FileManager.default.attributesOfItem(atPath: cut)[.size] as? Int ?? 0
        let whole = try FileManager.default.attributesOfItem(atPath: full)[.size] as? Int ?? 0
        try #require(longer > whole)
        try sandbox.take([cut], by: "org.a")
        #expect(try sandbox.node("org.a").publishedStream(number: 1) == full)
    }

    @Test func `publishes nothing when no row can be`() async throws {
        let sandbox = try Sandbox()
        let (summary, _) = try await sandbox.publish("value,kind\nnot a host,host\n", by: "org.a")
        #expect(summary.bundle.isEmpty)
        #expect(try sandbox.digest("org.a").summary.claims == 0)
    }

    @Test(arguments: [
        "https://x.example/u/victim@mail.example/next", "https://x.example/?mail=victim%40mail.example",
        "https://x.example/track/dmljdGltQG1haWwuZXhhbXBsZQ==",
    ])
    func `cuts a victim's address out of a link before signing`(link: String) async throws {
        let sandbox = try Sandbox()
        let (summary, verdicts) = try await sandbox.publish("value,kind\n\(link),url\n", by: "org.a")
        #expect(verdicts[0].reason == "personal-data-cut")
        let stream = try String(contentsOfFile: summary.path, encoding: .utf8)
        #expect(!stream.contains("victim") && !stream.contains("dmljdGlt"))
        #expect(stream.contains(#""cut":true"#))
        #expect(try sandbox.ask(link, at: "org.a").isKnown)
    }

    @Test func `refuses such links when it is told to`() async throws {
        let sandbox = try Sandbox()
        let link = "https://x.example/u/victim@mail.example"
        let (summary, verdicts) = try await sandbox.publish("value,kind\n\(link),url\n", by: "org.a") {
            $0.personalData = .refuse
        }
        #expect(summary.refused == 1)
        #expect(verdicts[0].reason == "personal-data")
    }

    @Test(arguments: [
        (PersonalData.Mode.cut, "personal-data-withheld:note,personal-data-withheld:labels", 1), (.keep, "", 1),
        (.refuse, "personal-data-in-text", 0),
    ])
    func `withholds a note or label that holds an e-mail address`(mode: PersonalData.Mode, reason: String, accepted: Int)
        async throws
    {
        let sandbox = try Sandbox()
        let feed = "value,kind,note,source,labels\na.example,domain,mail of jane.doe@mail.example,desk,bank;joe@mail.example\n"
        let (summary, verdicts) = try await sandbox.publish(feed, by: "org.a") { $0.personalData = mode }
        #expect(summary.accepted == accepted)
        #expect(verdicts.map(\.reason) == [reason])
        guard accepted > 0 else { return }
        let text = String(decoding: try Data(contentsOf: URL(filePath: summary.path)), as: UTF8.self)
        #expect(text.contains("@mail.example") == (mode == .keep))
        #expect(text.contains("desk"))
        #expect(text.contains("bank"))
    }

    @Test func `names the cut and the withheld text of one row`() async throws {
        let sandbox = try Sandbox()
        let feed = "value,kind,note\nhttps://a.example/x?e=jane@mail.example,url,of joe@mail.example\n"
        let (summary, verdicts) = try await sandbox.publish(feed, by: "org.a")
        #expect(verdicts.map(\.reason) == ["personal-data-cut,personal-data-withheld:note"])
        #expect(summary.cut == 1)
        #expect(summary.withheldTexts == 1)
    }

    @Test func `says of a duplicate, too, that it was cut`() async throws {
        let sandbox = try Sandbox()
        let feed = "value,kind\nhttps://a.example/x?e=jane@mail.example,url\nhttps://a.example/x?e=joe@mail.example,url\n"
        let (summary, verdicts) = try await sandbox.publish(feed, by: "org.a")
        #expect(verdicts.map(\.outcome) == [.accepted, .duplicate])
        #expect(verdicts.map(\.reason) == ["personal-data-cut", "personal-data-cut"])
        #expect(summary.cut == 2)
    }

    @Test func `refuses a cut that would leave only a protected host`() async throws {
        let sandbox = try Sandbox(protected: "host\tbank.example\n")
        let feed = "value,kind\nhttps://bank.example/victim@mail.example,url\nbank.example,host\n"
        let (_, verdicts) = try await sandbox.publish(feed, by: "org.a")
        #expect(verdicts[0].reason == "only-protected-root-left")
        #expect(verdicts[1].reason == "E_PROTECTED")
        #expect(try sandbox.ask("bank.example", at: "org.a").state.status == .protected)
    }

    @Test func `refuses dates that no verifier would take`() async throws {
        let sandbox = try Sandbox()
        let (_, verdicts) = try await sandbox.publish(
            "value,kind,last\na.example,host,2026-11-22\nb.example,host,2026-11-21\n", by: "org.a")
        #expect(verdicts.map(\.reason) == ["date-in-the-future", ""])
    }

    @Test func `refuses accounts of platforms that are not on the list, in relations too`() async throws {
        let sandbox = try Sandbox()
        let feed = """
            [{"value": "telegram:name", "kind": "handle"}, {"value": "nosuchplace:name", "kind": "handle"},
             {"value": "nosuchplace:1", "kind": "acct"}, {"value": "a.example", "kind": "host",
              "rel": [{"verb": "controls", "kind": "acct", "value": "nosuchplace:1"}]}]
            """
        let (summary, verdicts) = try await sandbox.publish(feed, by: "org.a")
        #expect(verdicts.map(\.reason) == ["", "unknown-platform", "unknown-platform", "unknown-platform"])
        #expect(summary.read == 4 && summary.accepted == 1 && summary.refused == 3)
    }

    @Test func `sorts rows into segments by kind and marking`() async throws {
        let sandbox = try Sandbox()
        let feed = "value,kind,tlp\na.example,host,GREEN\nb.example,host,RED\nb.example/x,url,GREEN\nc.example,host,GREEN\n"
        let (summary, _) = try await sandbox.publish(feed, by: "org.a")
        #expect(summary.accepted == 4)
        let stream = try String(contentsOfFile: summary.path, encoding: .utf8)
        #expect(stream.components(separatedBy: #"{"desc":"#).count - 1 == 3)
    }

    @Test func `continues the chain`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.sequence == 1)
        let later = sandbox.time.adding(seconds: 1)
        #expect(try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: later).summary.sequence == 2)
    }

    @Test func `is refused under an expired registry while looking up still works`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n", by: "org.a")
        let late = sandbox.time.adding(days: 31)
        await #expect(throws: NodeError.self) { try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: late) }
        #expect(try sandbox.ask("a.example", at: "org.a", time: late).isKnown)
    }
}

@Suite struct `A home` {
    @Test func `is refused when others can enter it`() throws {
        let sandbox = try Sandbox()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sandbox.home("org.a"))
        #expect(throws: (any Error).self) { try sandbox.node("org.a") }
    }

    @Test func `is written by one process at a time and read by many`() throws {
        let sandbox = try Sandbox()
        let writer = try sandbox.node("org.a", .writing)
        #expect(throws: (any Error).self) { try sandbox.node("org.a", .writing) }
        _ = try sandbox.node("org.a")
        _ = consume writer
    }

    @Test func `is never overwritten`() throws {
        let sandbox = try Sandbox()
        let member = try #require(MemberID("org.a"))
        #expect(throws: NodeError.homeExists(sandbox.home("org.a"))) {
            try Node.create(at: sandbox.home("org.a"), settings: Settings(member: member, role: "platform"), keys: NodeKeys())
        }
    }

    @Test func `refuses a lab's documents unless its settings accept them`() throws {
        let sandbox = try Sandbox()
        let path = sandbox.home("org.a") + "/settings.toml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("accept_lab_documents = true", with: "accept_lab_documents = false")
            .write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: (any Error).self) { try sandbox.node("org.a").registry() }
    }
}
