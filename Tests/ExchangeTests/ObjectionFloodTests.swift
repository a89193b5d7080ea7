import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import MergeEngine
import NodeStore
import Testing

/// A member that objects to more in a day than counts.
@Suite struct `A flood of objections` {
    private static let hosts = (0...ObjectionLimit.perDay).map { "n\($0).example" }

    /// org.b reported one host more than objections count; org.a objected to all of them, and org.c took both in.
    private func flooded() async throws -> Sandbox {
        let sandbox = try Sandbox()
        let feed = "value,kind\n" + Self.hosts.map { "\($0),host\n" }.joined()
        let reports = try await sandbox.publish(feed, by: "org.b").summary
        let objections = try Self.hosts.map {
            try NamedStatement(.object(why: "false-positive", since: nil), about: $0, kind: .host, region: nil)
        }
        let request = PublishRequest(group: sandbox.group, feeds: [], options: FeedOptions(), time: sandbox.time)
        let flood = try await Publisher(sandbox.node("org.a", .writing), for: request).publish(objections, request: request)
        try sandbox.take([flood.path, reports.path], by: "org.c")
        return sandbox
    }

    private func uncontested(in sandbox: Sandbox) throws -> [IndicatorState] {
        let lookup = try Lookup(sandbox.node("org.c"), at: sandbox.time)
        return try Self.hosts.map { try lookup.ask($0, kind: nil).state }.filter { $0.status != .contested }
    }

    @Test func `counts to the limit, and waits for an officer beyond it`() async throws {
        let sandbox = try await flooded()
        let spared = try uncontested(in: sandbox)
        #expect(spared.map(\.status) == [.asserted])
        #expect(spared.first?.why.contains { $0.sentence.contains("waits for an officer") } == true)

        let publisher = try #require(MemberID("org.a"))
        let day = ObjectionDay(publisher: publisher, day: sandbox.time.day)
        #expect(try NodeObjections(sandbox.node("org.c"), at: sandbox.time).waiting() == [day])
        let before = try sandbox.digest("org.c").digestHex
        try NodeObjections(sandbox.node("org.c", .writing), at: sandbox.time)
            .accept(day, officer: "R. Example", why: "a wrong import of org.b")
        #expect(try uncontested(in: sandbox).isEmpty)
        #expect(try sandbox.digest("org.c").digestHex == before)
        #expect(try NodeObjections(sandbox.node("org.c"), at: sandbox.time).waiting().isEmpty)
        let record = try String(contentsOfFile: sandbox.home("org.c") + "/ledger/objections.jsonl", encoding: .utf8)
        #expect(record.contains(#""act":"objections.accept","day":"2026-11-21","officer":"R. Example","pub":"org.a""#))
    }

    @Test func `is accepted only where objections wait`() throws {
        let sandbox = try Sandbox()
        let publisher = try #require(MemberID("org.a"))
        let objections = try NodeObjections(sandbox.node("org.c", .writing), at: sandbox.time)
        #expect(throws: NodeError.noObjections(publisher)) {
            try objections.accept(
                ObjectionDay(publisher: publisher, day: sandbox.time.day), officer: "R. Example", why: "none")
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.home("org.c") + "/ledger/objections.jsonl"))
    }
}
