import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import Testing

/// A node that holds back what is too much at once.
@Suite struct `A node that holds bundles back` {
    /// org.c takes at most three rows a day of a publisher that is new.
    private func sandbox(officers: Int = 1, protected: String? = nil) throws -> Sandbox {
        let sandbox = try Sandbox(protected: protected)
        let path = sandbox.home("org.c") + "/settings.toml"
        var text = try String(contentsOfFile: path, encoding: .utf8)
        text.replace("new_publisher_days = 0", with: "new_publisher_days = 28")
        text.replace(#/new_rows_per_day = [0-9]+/#, with: "new_rows_per_day = 3")
        text.replace("release_officers = 1", with: "release_officers = \(officers)")
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return sandbox
    }

    private func feed(_ hosts: ClosedRange<Int>) -> String {
        "value,kind\n" + hosts.map { "n\($0).example,host\n" }.joined()
    }

    private func waiting(in sandbox: Sandbox) throws -> [NodeQuarantine.Bundle] {
        try NodeQuarantine(sandbox.node("org.c"), at: sandbox.time).bundles().filter { $0.state == "waiting" }
    }

    @Test func `takes what is at the limit and holds what is one past it`() async throws {
        let sandbox = try sandbox()
        let first = try await sandbox.publish(feed(1...2), by: "org.b").summary
        let second = try await sandbox.publish(feed(3...3), by: "org.b", at: sandbox.time.adding(seconds: 1)).summary
        let third = try await sandbox.publish(feed(4...4), by: "org.b", at: sandbox.time.adding(seconds: 2)).summary
        let outcomes = try sandbox.take([first.path, second.path, third.path], by: "org.c")
        #expect(outcomes.map(\.quarantine) == [nil, nil, .newDay])
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.result.get() } }
        #expect(try sandbox.ask("n3.example", at: "org.c").state.status == .asserted)
        let held = try sandbox.ask("n4.example", at: "org.c").state
        #expect(held.status == .expired)
        #expect(held.tier == .none)
        #expect(held.why.contains { $0.sentence.contains("is quarantined: ") })
        let bundle = try #require(try waiting(in: sandbox).first)
        #expect(try waiting(in: sandbox).count == 1)
        #expect((bundle.sequence, bundle.rows, bundle.reason) == (3, 1, .newDay))
        // A new day, and the publisher may go on.
        let next = sandbox.time.adding(days: 1)
        let fourth = try await sandbox.publish(feed(5...7), by: "org.b", at: next).summary
        #expect(try sandbox.take([fourth.path], by: "org.c", at: next)[0].quarantine == nil)
    }

    @Test func `keeps no retraction and no objection waiting`() async throws {
        let sandbox = try sandbox()
        let first = try await sandbox.publish(feed(1...3), by: "org.b").summary
        var later = sandbox.time.adding(seconds: 1)
        try sandbox.take([first.path], by: "org.c")
        let retraction = try await sandbox.state(
            .retract(why: "withdrawn", since: nil), about: "n1.example", kind: .host, by: "org.b", at: later)
        later = later.adding(seconds: 1)
        let objection = try await sandbox.state(
            .object(why: "false-positive", since: nil), about: "n2.example", kind: .host, by: "org.b", at: later)
        #expect(try sandbox.take([retraction.path, objection.path], by: "org.c").map(\.quarantine) == [nil, .newDay])
        #expect(try sandbox.ask("n1.example", at: "org.c").state.status == .retracted)
        #expect(try sandbox.ask("n2.example", at: "org.c").state.status == .contested)
    }

    @Test func `shows nothing of it in the state digest, and everything once it is released`() async throws {
        let sandbox = try sandbox()
        let published = try await sandbox.publish(feed(1...4), by: "org.b").summary
        try sandbox.take([published.path], by: "org.c")
        try sandbox.take([published.path], by: "org.a")
        let bundle = try #require(try waiting(in: sandbox).first)
        #expect(try sandbox.digest("org.c").digestHex == sandbox.digest("org.a").digestHex)
        #expect(try sandbox.digest("org.c").quarantinedBundleCount == 1)
        do {
            let quarantine = NodeQuarantine(try sandbox.node("org.c", .writing), at: sandbox.time)
            try quarantine.refuse(bundle.manifest, officer: "R. Example", why: "odd")
            #expect(throws: NodeError.notQuarantined(bundle.manifest.hex)) {
                try quarantine.refuse(bundle.manifest, officer: "R. Example", why: "odd")
            }
            #expect(try sandbox.ask("n1.example", at: "org.c").state.why.contains { $0.sentence.contains("an officer refused") })
            #expect(try quarantine.release(bundle.manifest, officer: "R. Example", why: "called them") == 0)
            #expect(throws: NodeError.notQuarantined(bundle.manifest.hex)) {
                try quarantine.release(bundle.manifest, officer: "R. Example", why: "again")
            }
        }
        for host in 1...4 {
            let (here, there) = (
                try sandbox.ask("n\(host).example", at: "org.c").state, try sandbox.ask("n\(host).example", at: "org.a").state
            )
            #expect(here.status == .asserted)
            #expect(here.standings == there.standings)
        }
        #expect(try sandbox.digest("org.c").digestHex == sandbox.digest("org.a").digestHex)
        #expect(try sandbox.digest("org.c").quarantinedBundleCount == 0)
        // Another redaction of a released bundle adds no rows and waits for nobody.
        let sealed = try sandbox.seal(published.path, from: "org.b", to: "org.c")
        #expect(try sandbox.take([sealed], by: "org.c")[0].quarantine == nil)
    }

    @Test func `counts the rows that a further redaction brings`() async throws {
        let sandbox = try sandbox()
        let published = try await sandbox.publish(feed(1...6), by: "org.b").summary
        var list = CutList()
        list.drop(rows: 3...5, inSegment: 0)
        let part = try sandbox.cut(published.path, by: list)
        #expect(try sandbox.take([part], by: "org.c")[0].quarantine == nil)
        #expect(try sandbox.take([published.path], by: "org.c")[0].quarantine == .newDay)
        #expect(try waiting(in: sandbox).map(\.rows) == [3])
    }

    @Test func `remembers it when the store is made anew`() async throws {
        let sandbox = try sandbox()
        let first = try await sandbox.publish(feed(1...4), by: "org.b").summary
        let second = try await sandbox.publish(feed(5...7), by: "org.b", at: sandbox.time.adding(seconds: 1)).summary
        #expect(try sandbox.take([first.path, second.path], by: "org.c").map(\.quarantine) == [.newDay, nil])
        let before = try sandbox.digest("org.c").digestHex
        try FileManager.default.removeItem(atPath: sandbox.home("org.c") + "/store.sqlite")
        #expect(try StoreRebuild.run(sandbox.node("org.c", .writing)).refused.isEmpty)
        #expect(try sandbox.digest("org.c").digestHex == before)
        #expect(try waiting(in: sandbox).map(\.sequence) == [1])
        #expect(try sandbox.ask("n1.example", at: "org.c").state.status == .expired)
        #expect(try sandbox.ask("n5.example", at: "org.c").state.status == .asserted)
        // What came before counts on: three rows came today.
        let third = try await sandbox.publish(feed(8...8), by: "org.b", at: sandbox.time.adding(seconds: 2)).summary
        #expect(try sandbox.take([third.path], by: "org.c")[0].quarantine == .newDay)
    }

    @Test func `asks two officers where the settings say two`() async throws {
        let sandbox = try sandbox(officers: 2)
        let published = try await sandbox.publish(feed(1...4), by: "org.b").summary
        try sandbox.take([published.path], by: "org.c")
        let bundle = try #require(try waiting(in: sandbox).first)
        let node = try sandbox.node("org.c", .writing)
        for name in ["kim", "lee"] {
            try node.addOfficer(#require(Actor(name: name, role: "officer", authentication: "key")), passphrase: nil)
        }
        let quarantine = NodeQuarantine(node, at: sandbox.time)
        #expect(throws: TransferError.noOfficerKey("eve")) { try quarantine.release(bundle.manifest, officer: "eve", why: "me") }
        #expect(try quarantine.release(bundle.manifest, officer: "kim", why: "seen") == 1)
        #expect(throws: TransferError.self) { try quarantine.release(bundle.manifest, officer: "kim", why: "twice") }
        #expect(try waiting(in: sandbox).map(\.approved) == [["kim"]])
        #expect(try sandbox.ask("n1.example", at: "org.c").state.status == .expired)
        #expect(try quarantine.release(bundle.manifest, officer: "lee", why: "seen, too") == 0)
        #expect(try sandbox.ask("n1.example", at: "org.c").state.status == .asserted)
    }

    @Test func `only observes beneath a protected name until an officer confirms`() async throws {
        let sandbox = try sandbox(protected: "domain\tpages.example\n")
        let feed = "value,kind,conf\nbad.pages.example,host,100\nhttps://pages.example/help,url,100\nfree.example,host,100\n"
        for member in ["org.a", "org.b"] {
            try sandbox.take([try await sandbox.publish(feed, by: member).summary.path], by: "org.c")
        }
        let quarantine = NodeQuarantine(try sandbox.node("org.c", .writing), at: sandbox.time)
        for bundle in try waiting(in: sandbox) { try quarantine.release(bundle.manifest, officer: "R. Example", why: "fine") }
        let free = try sandbox.ask("free.example", at: "org.c").state.tier
        #expect(free > .observe)
        for value in ["bad.pages.example", "https://pages.example/help"] {
            #expect(try sandbox.ask(value, at: "org.c").state.tier == .observe)
            try quarantine.confirm(value, kind: nil, officer: "R. Example", why: "seen it")
            #expect(try sandbox.ask(value, at: "org.c").state.tier == free)
            try quarantine.confirm(value, kind: nil, isConfirmed: false, officer: "R. Example", why: "gone")
            #expect(try sandbox.ask(value, at: "org.c").state.tier == .observe)
        }
        #expect(throws: NodeError.notPopular(.host)) {
            try quarantine.confirm("free.example", kind: .host, officer: "R. Example", why: "none")
        }
        let record = try String(contentsOfFile: sandbox.home("org.c") + "/ledger/quarantine.jsonl", encoding: .utf8)
        #expect(!record.contains("pages"))
    }
}
