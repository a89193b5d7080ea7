import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import MergeEngine
import SignedBundles
import Testing

/// A chain of seven bundles of one member, none of which another has seen.
private struct SevenBundles {
    let sandbox: Sandbox
    private(set) var paths: [String] = []
    /// What the publisher said of its heads after its sixth bundle.
    private(set) var heads: DSSEEnvelope

    init() async throws {
        sandbox = try Sandbox()
        for number in 1...6 { paths.append(try await sandbox.publishHost("n\(number)", by: "org.a", second: Int64(number)).path) }
        heads = try sandbox.chains("org.a").heads(for: sandbox.group)
        paths.append(try await sandbox.publishHost("n7", by: "org.a", second: 7).path)
    }

    func now(_ second: Int64 = 30) -> Timestamp { sandbox.time.adding(seconds: second) }

    func refusal(_ number: Int, by member: String) throws -> ErrorCode? {
        try sandbox.refusal(of: paths[number - 1], by: member, at: now())
    }
}

extension Sandbox {
    fileprivate func chains(_ member: String, _ access: Node.Access = .reading) throws -> NodeChains {
        try NodeChains(node(member, access), for: access, at: time.adding(seconds: 30))
    }
}

@Suite struct `A member that joins late` {
    @Test func `takes number seven as the first after the publisher's own signed heads`() async throws {
        let seven = try await SevenBundles()
        #expect(try seven.refusal(7, by: "org.c") == .gap)
        let begun = try seven.sandbox.chains("org.c", .writing).begin(at: seven.heads)
        #expect(begun.isNew)
        #expect(begun.place.sequence == 6)
        #expect(try seven.refusal(7, by: "org.c") == nil)
        #expect(try seven.sandbox.ask("n7.example", at: "org.c", time: seven.now()).state.status == .asserted)
        #expect(try seven.refusal(6, by: "org.c") == nil)
        #expect(try seven.refusal(5, by: "org.c") == .rollback)
    }

    @Test func `begins once`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take([seven.paths[0]], by: "org.c", at: seven.now())
        let begun = try seven.sandbox.chains("org.c", .writing).begin(at: seven.heads)
        #expect(!begun.isNew)
        #expect(begun.place.sequence == 1)
        #expect(try seven.refusal(7, by: "org.c") == .gap)
        #expect(try seven.refusal(2, by: "org.c") == nil)
    }

    @Test func `trusts nobody about another's chain`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take(Array(seven.paths[0..<6]), by: "org.b", at: seven.now())
        let told = try seven.sandbox.chains("org.b").heads(for: seven.sandbox.group)
        let member = try #require(MemberID("org.b"))
        #expect(throws: NodeError.noOwnHead(member)) { try seven.sandbox.chains("org.c", .writing).begin(at: told) }
        #expect(try seven.refusal(7, by: "org.c") == .gap)
    }

    @Test func `refuses heads that somebody altered and heads of days to come`() async throws {
        let seven = try await SevenBundles()
        let payload = Array(String(decoding: seven.heads.payload, as: UTF8.self).replacing("[6,", with: "[5,").utf8)
        let forged = DSSEEnvelope(payloadType: seven.heads.payloadType, payload: payload, signatures: seven.heads.signatures)
        let chains = try seven.sandbox.chains("org.c", .writing)
        #expect(throws: BundleError(.signature, .badSignature)) { try chains.begin(at: forged) }
        let early = try NodeChains(seven.sandbox.node("org.a"), at: seven.now().adding(days: 2)).heads(for: seven.sandbox.group)
        #expect(throws: BundleError(.manifest, .createdInTheFuture)) { try chains.begin(at: early) }
    }

    @Test func `keeps its beginning when its store is made anew`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.chains("org.c", .writing).begin(at: seven.heads)
        #expect(try seven.refusal(7, by: "org.c") == nil)
        let before = try seven.sandbox.digest("org.c").digestHex
        #expect(try StoreRebuild.run(seven.sandbox.node("org.c", .writing)).refused.isEmpty)
        #expect(try seven.sandbox.digest("org.c").digestHex == before)
    }
}

@Suite struct `A gap that nobody can fill` {
    private func decide(_ seven: SevenBundles, before number: Int, at member: String) throws -> ChainPlace {
        try seven.sandbox.chains(member, .writing)
            .acceptGap(before: seven.paths[number - 1], officer: "R. Example", why: "org.a lost number 3", skipLimit: 1)
    }

    @Test func `is refused until an officer accepts it`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take(Array(seven.paths[0..<2]), by: "org.b", at: seven.now())
        #expect(try seven.refusal(4, by: "org.b") == .gap)
        #expect(try decide(seven, before: 4, at: "org.b").sequence == 3)
        #expect(try seven.refusal(4, by: "org.b") == nil)
        #expect(try seven.refusal(5, by: "org.b") == nil)
        #expect(try seven.refusal(3, by: "org.b") == nil, "the missing bundle is taken when it turns up")
        let record = try String(contentsOfFile: seven.sandbox.home("org.b") + "/ledger/chains.jsonl", encoding: .utf8)
        #expect(record.contains(#""act":"gap.accept""#))
        #expect(record.contains(#""officer":"R. Example""#))
    }

    @Test func `is none before the bundle that comes next`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take(Array(seven.paths[0..<2]), by: "org.b", at: seven.now())
        for number in 1...3 {
            #expect(throws: NodeError.noGap(number)) { try decide(seven, before: number, at: "org.b") }
        }
        #expect(!FileManager.default.fileExists(atPath: seven.sandbox.home("org.b") + "/ledger/chains.jsonl"))
    }

    @Test func `wider than the officer said is refused`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take(Array(seven.paths[0..<2]), by: "org.b", at: seven.now())
        #expect(throws: NodeError.wideGap(missing: 2)) { try decide(seven, before: 5, at: "org.b") }
    }

    @Test func `is accepted only for a bundle that verifies to its end`() async throws {
        let seven = try await SevenBundles()
        let cut = seven.sandbox.directory + "/cut.six"
        try Data(Data(contentsOf: URL(filePath: seven.paths[3])).dropLast(5)).write(to: URL(filePath: cut))
        let chains = try seven.sandbox.chains("org.b", .writing)
        #expect(throws: BundleError.self) { try chains.acceptGap(before: cut, officer: "R. Example", why: "lost", skipLimit: 10) }
        #expect(!FileManager.default.fileExists(atPath: seven.sandbox.home("org.b") + "/ledger/chains.jsonl"))
    }

    @Test func `stays accepted when the store is made anew`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take(Array(seven.paths[0..<2]), by: "org.b", at: seven.now())
        _ = try decide(seven, before: 4, at: "org.b")
        try seven.sandbox.take(Array(seven.paths[3..<5]), by: "org.b", at: seven.now())
        let before = try seven.sandbox.digest("org.b").digestHex
        #expect(try StoreRebuild.run(seven.sandbox.node("org.b", .writing)).refused.isEmpty)
        #expect(try seven.sandbox.digest("org.b").digestHex == before)
    }
}

@Suite struct `Heads of two nodes` {
    @Test func `are compared place by place`() async throws {
        let seven = try await SevenBundles()
        try seven.sandbox.take([seven.paths[0]], by: "org.b", at: seven.now())
        let mine = try seven.sandbox.chains("org.b")
        #expect(try mine.compare(with: seven.heads).map(\.verdict) == [.ahead])
        try seven.sandbox.take(Array(seven.paths[1...6]), by: "org.b", at: seven.now())
        #expect(try seven.sandbox.chains("org.b").compare(with: seven.heads).map(\.verdict) == [.same])
    }

    @Test func `show a publisher that told them different things`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.copyHome("org.a", as: "other")
        let one = try await sandbox.publishHost("one", by: "org.a", second: 2)
        let other = try await sandbox.publishHost("two", by: "other", second: 2)
        let now = sandbox.time.adding(seconds: 10)
        try sandbox.take([first.path, one.path], by: "org.b", at: now)
        try sandbox.take([first.path, other.path], by: "org.c", at: now)
        let told = try sandbox.chains("org.b").heads(for: sandbox.group)
        let differences = try sandbox.chains("org.c").compare(with: told)
        #expect(differences.map(\.publisher.name) == ["org.a"])
        #expect(differences.map(\.verdict) == [.differs])
    }

    @Test func `name the reset that the publisher goes on from, not what a thief signed`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.copyHome("org.a", as: "thief")
        let thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 2)
        try sandbox.take([thiefs.path], by: "org.a", at: sandbox.time.adding(seconds: 10))
        try sandbox.reset("org.a", to: first.path, at: ["org.a", "org.c"], time: sandbox.time.adding(seconds: 10))
        let heads = try sandbox.chains("org.a").heads(for: sandbox.group)
        #expect(try sandbox.chains("org.c", .writing).begin(at: heads).place.sequence == 1)
    }
}
