import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import NodeStore
import MergeEngine
import Testing

@Suite struct `What a lookup answers by` {
    private func row(_ value: String, last: String = "2026-11-20") -> String {
        "value,kind,first,last\n\(value),\(last),\(last)\n"
    }

    @Test func `is the host when the report of the page has faded or was taken back`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(row("https://t.example.org/x,url", last: "2026-01-01"), by: "org.a")
        #expect(try sandbox.ask("https://t.example.org/x", at: "org.a").state.status == .expired)
        try await sandbox.publish(row("t.example.org,host"), by: "org.a", at: sandbox.time.adding(seconds: 1))
        let answer = try sandbox.ask("https://t.example.org/x", at: "org.a")
        #expect(answer.state.status == .asserted)
        #expect(answer.matched == "t.example.org")
    }

    @Test(arguments: [("telegram:12345,handle", "telegram:12345"), ("telegram:abc,acct", "telegram:abc")])
    func `is an account as id and as handle when nobody says which`(row: String, text: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(self.row(row), by: "org.a")
        #expect(try sandbox.ask(text, at: "org.a").isKnown)
        let kind = row.hasSuffix("handle") ? IndicatorKind.acct : .handle
        #expect(try !Lookup(sandbox.node("org.a"), at: sandbox.time).ask(text, kind: kind).isKnown)
    }

    @Test func `counts two addresses of one mailbox apart`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(row("j.o.e@gmail.com,email"), by: "org.a")
        let other = try await sandbox.publish(row("joe@gmail.com,email"), by: "org.b").summary
        try sandbox.take([sandbox.seal(other.path, from: "org.b", to: "org.a")], by: "org.a")
        let answer = try sandbox.ask("joe+x@gmail.com", at: "org.a")
        #expect(answer.matched == "joe@gmail.com")
        #expect(answer.state.status == .asserted)
        #expect(answer.state.owners.count == 1)
    }

    @Test func `hears an objection to the address that the mailbox leads to`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(row("j.o.e@gmail.com,email"), by: "org.a")
        let act = NamedStatement.Act.object(why: "false-positive", since: nil)
        let objection = try await sandbox.state(act, about: "j.o.e@gmail.com", by: "org.b")
        try sandbox.take([sandbox.seal(objection.path, from: "org.b", to: "org.a")], by: "org.a")
        #expect(try sandbox.ask("joe+x@gmail.com", at: "org.a").state.status == .contested)
    }

    @Test(arguments: ["bank.example", "https://bank.example/", "HTTP://bank.example"])
    func `is protected under every spelling of a listed host`(text: String) async throws {
        let sandbox = try Sandbox(protected: "host\tbank.example\n")
        try await sandbox.publish("value,kind\nbank.example,domain\nhttps://bank.example/fake,url\n", by: "org.a")
        #expect(try sandbox.ask(text, at: "org.a").state.status == .protected)
        #expect(try sandbox.ask("https://bank.example/fake", at: "org.a").state.status == .asserted)
    }
}

@Suite struct `A pepper that comes late` {
    @Test func `leaves the state as if it had been there from the start`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a").summary
        let file = try sandbox.seal(published.path, from: "org.a", to: "org.b")
        let pepper = sandbox.home("org.b") + "/epochs/1.pepper"
        let kept = pepper + ".kept"
        try FileManager.default.moveItem(atPath: pepper, toPath: kept)
        try sandbox.take([file], by: "org.b")
        let node = try sandbox.node("org.b", .writing)
        let document = try Data(contentsOf: URL(filePath: sandbox.home("org.b") + "/epochs/1.json"))
        let secret = try SecretBytes(copying: Array(Data(contentsOf: URL(filePath: kept))).span)
        #expect(try node.installEpoch(DSSEEnvelope(parsing: Array(document)), pepper: secret)?.streams == 1)
        let history = try Lookup(node, at: sandbox.time).history(of: "+442079460123", kind: nil).claims
        #expect(history.map(\.claim.pop) == [.valid])
    }

    @Test func `is asked for again until the rows were held against it`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a").summary
        let file = try sandbox.seal(published.path, from: "org.a", to: "org.b")
        let pepper = sandbox.home("org.b") + "/epochs/1.pepper"
        let secret = try SecretBytes(copying: Array(Data(contentsOf: URL(filePath: pepper))).span)
        try FileManager.default.removeItem(atPath: pepper)
        try sandbox.take([file], by: "org.b")
        let inTheWay = sandbox.home("org.b") + "/store.sqlite.new/x"
        try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: true)
        let document = try Data(contentsOf: URL(filePath: sandbox.home("org.b") + "/epochs/1.json"))
        let envelope = try DSSEEnvelope(parsing: Array(document))
        do {
            let node = try sandbox.node("org.b", .writing)
            #expect(throws: (any Error).self) { try node.installEpoch(envelope, pepper: secret) }
        }
        #expect(throws: NodeError.storeUnjudged) { try sandbox.ask("+442079460123", at: "org.b") }
        try FileManager.default.removeItem(atPath: sandbox.home("org.b") + "/store.sqlite.new")
        #expect(try sandbox.node("org.b", .writing).installEpoch(envelope, pepper: secret)?.streams == 1)
        #expect(try sandbox.ask("+442079460123", at: "org.b").isKnown)
    }
}
