import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

@Suite struct `A round between members` {
    private static let feed = """
        value,kind,conf,note
        +442079460123,phone,80,called at night
        https://login.bank.example/verify?id=7,url,90,
        foo.bar+x@gmail.com,email,50,

        """

    @Test func `carries a report to another member and a retraction after it`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish(Self.feed, by: "org.a").summary
        let sealed = try sandbox.seal(published.path, from: "org.a", to: "org.b")
        let receipt = try sandbox.take([sealed], by: "org.b")[0].result.get()
        #expect(receipt.count(.new) == 3)
        #expect(try sandbox.ask("+44 20 7946 0123", at: "org.b").state.status == .asserted)
        let later = sandbox.time.adding(seconds: 60)
        let retraction = try await sandbox.state(
            .retract(why: "false-positive", since: nil), about: "+442079460123", by: "org.a", at: later)
        try sandbox.take([sandbox.seal(retraction.path, from: "org.a", to: "org.b")], by: "org.b", at: later)
        #expect(try sandbox.ask("+442079460123", at: "org.b").state.status == .retracted)
        let stale = try sandbox.take([sealed], by: "org.b", at: later)[0].result.get()
        #expect(stale.isRepetition)
        #expect(try sandbox.ask("+442079460123", at: "org.b").state.status == .retracted)
    }

    @Test func `finds a mailbox under another spelling and a page under a longer link`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish(Self.feed, by: "org.a")
        #expect(try sandbox.ask("foobar@googlemail.com", at: "org.a").matched == "foobar@gmail.com")
        try await sandbox.publish("value,kind\nscam.example/pay/,url\n", by: "org.a", at: sandbox.time.adding(seconds: 1))
        let answer = try sandbox.ask("https://scam.example/pay/now?x=1", at: "org.a")
        #expect(answer.matched == "scam.example/pay/")
    }

    @Test func `shows a note to the police and not to a vendor`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish(Self.feed, by: "org.a").summary
        for (member, sees) in [("org.b", false), ("org.c", true)] {
            try sandbox.take([sandbox.seal(published.path, from: "org.a", to: member)], by: member)
            let history = try Lookup(sandbox.node(member), at: sandbox.time).history(of: "+442079460123", kind: nil).claims
            #expect(history[0].cells.contains { $0.column == "note" } == sees)
        }
    }

    @Test func `hands nothing over that is marked above the ceiling but the head, so that the chain goes on`() async throws {
        let sandbox = try Sandbox()
        let later = sandbox.time.adding(seconds: 1)
        let first = try await sandbox.publish("value,kind\na.example,domain\n", by: "org.a").summary
        let hidden = try await sandbox.publish(Self.feed, by: "org.a", at: later) { $0.marking = .red }.summary
        let act = NamedStatement.Act.retract(why: "withdrawn", since: nil)
        let retraction = try await sandbox.state(act, about: "a.example", by: "org.a", at: later.adding(seconds: 1))
        for stream in [first.path, hidden.path, retraction.path] {
            try sandbox.take([sandbox.seal(stream, from: "org.a", to: "org.b")], by: "org.b", at: later.adding(seconds: 2))
        }
        #expect(try !sandbox.ask("+442079460123", at: "org.b").isKnown)
        #expect(try sandbox.ask("a.example", at: "org.b").state.status == .retracted)
    }

    @Test(arguments: [("do-not-act", false), ("under-investigation", false), ("warned", true)])
    func `hands an outcome that would tip off over only under a rule that names it`(act: String, leaves: Bool) async throws {
        let sandbox = try Sandbox()
        for isNamed in [false, true] {
            if isNamed {
                try sandbox.nameActs("org.a")
                try sandbox.amend { try $0.changeRule("facts") { $0["types"] = ["*", "do-not-act", "under-investigation"] } }
            }
            let time = sandbox.time.adding(seconds: isNamed ? 1 : 0)
            let published = try await sandbox.state(.outcome(act), about: "a.example", by: "org.a", at: time)
            try sandbox.take([sandbox.seal(published.path, from: "org.a", to: "org.b")], by: "org.b", at: time)
            let history = try Lookup(sandbox.node("org.b"), at: time).history(of: "a.example", kind: nil).claims
            #expect(history.isEmpty == !(leaves || isNamed))
        }
    }

    @Test func `opens for nobody but the recipient`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish(Self.feed, by: "org.a").summary
        let sealed = try sandbox.seal(published.path, from: "org.a", to: "org.b")
        let outcome = try sandbox.take([sealed], by: "org.c")[0]
        #expect(throws: NodeError.notForUs) { try outcome.result.get() }
        #expect(try sandbox.digest("org.c").summary.claims == 0)
    }

    @Test func `adds the cells of a second redaction`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish(Self.feed, by: "org.a").summary
        try sandbox.take([sandbox.seal(published.path, from: "org.a", to: "org.b")], by: "org.b")
        #expect(try sandbox.digest("org.b").digestHex != sandbox.digest("org.a").digestHex)
        let receipt = try sandbox.take([published.path], by: "org.b")[0].result.get()
        #expect(receipt.count(.updated) > 0)
        #expect(try sandbox.digest("org.b").digestHex == sandbox.digest("org.a").digestHex)
    }
}

@Suite struct `Chains at import` {
    @Test func `are taken in order whatever order the files are named in`() async throws {
        let sandbox = try Sandbox()
        var paths: [String] = []
        for number in 0..<5 {
            let time = sandbox.time.adding(seconds: Int64(number))
            let summary = try await sandbox.publish("value,kind\nhost\(number).example,host\n", by: "org.a", at: time).summary
            paths.append(try sandbox.seal(summary.path, from: "org.a", to: "org.b"))
        }
        let outcomes = try sandbox.take(paths.reversed(), by: "org.b", at: sandbox.time.adding(seconds: 10))
        #expect(outcomes.allSatisfy { (try? $0.result.get()) != nil })
        #expect(try sandbox.digest("org.b").digestHex == sandbox.digest("org.a").digestHex)
    }

    @Test func `refuse a gap and go on when it is filled`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary
        let second = try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: sandbox.time.adding(seconds: 1))
            .summary
        let now = sandbox.time.adding(seconds: 5)
        let refused = try sandbox.take([second.path], by: "org.b", at: now)[0].result
        let error = #expect(throws: BundleError.self) { try refused.get() }
        #expect(error?.code == .gap)
        try sandbox.take([first.path, second.path], by: "org.b", at: now)
        #expect(try sandbox.digest("org.b").summary.claims == 2)
    }
}

@Suite struct `State digests` {
    @Test(arguments: UInt64(1)...3)
    func `are equal after three members' bundles in any order and in pieces`(seed: UInt64) async throws {
        let sandbox = try Sandbox()
        var generator = SplitMix64(state: seed)
        var pieces: [String] = []
        for (index, member) in ["org.a", "org.b"].enumerated() {
            let rows = (0..<200).map { "h\(($0 * (index + 2)) % 150).example,host,n\($0 % 7)" }
            let summary = try await sandbox.publish("value,kind,note\n" + rows.joined(separator: "\n") + "\n", by: member).summary
            pieces += [summary.path, try sandbox.seal(summary.path, from: member, to: "org.c")]
        }
        pieces.shuffle(using: &generator)
        for piece in pieces { try sandbox.take([piece], by: "org.c") }
        try sandbox.take(pieces.filter { $0.contains("/org.b/") }, by: "org.a")
        try sandbox.take(pieces.filter { $0.contains("/org.a/") }, by: "org.b")
        let digests = try ["org.a", "org.b", "org.c"].map { try sandbox.digest($0).digestHex }
        #expect(Set(digests).count == 1, "seed \(seed)")
    }
}

@Suite struct `A lost store` {
    @Test func `keeps the node from signing a number twice until it is rebuilt`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n", by: "org.a")
        let before = try sandbox.digest("org.a").digestHex
        try FileManager.default.removeItem(atPath: sandbox.home("org.a") + "/store.sqlite")
        let later = sandbox.time.adding(seconds: 1)
        let error = await #expect(throws: NodeError.self) {
            try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: later)
        }
        #expect(error == .storeLost)
        #expect(try StoreRebuild.run(sandbox.node("org.a", .writing)).streams == 1)
        #expect(try sandbox.digest("org.a").digestHex == before)
        #expect(try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: later).summary.sequence == 2)
    }
}

extension Sandbox {
    /// Lets every rule of a member's profile name the outcomes that need one.
    fileprivate func nameActs(_ member: String) throws {
        let path = home(member) + "/disclosure.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(#""columns":"#, with: #""acts": ["do-not-act", "under-investigation"], "columns":"#)
            .write(toFile: path, atomically: false, encoding: .utf8)
    }
}
