import CanonicalCoding
import Exchange
import Foundation
import Indicators
import MergeEngine
import SignedBundles
import TestVectors
import Testing

/// `joe@gmail.com` leads to `j.o.e@gmail.com` by their mailbox, which the reporter wrote beside the address.
@Suite struct `A judgement that splits a value from where it leads` {
    private static let reported = "j.o.e@gmail.com"
    private static let asked = "joe@gmail.com"

    private func sandbox() async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.publishAddresses([Self.reported], by: "org.a")
        return sandbox
    }

    @Test func `keeps it from leading there, and says so`() async throws {
        let sandbox = try await sandbox()
        #expect(try sandbox.ask(Self.asked, at: "org.a").state.status == .asserted)
        let outcome = try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a")
        #expect(outcome.pairs.map(\.name.kind) == [.mbox] && outcome.pairs.map(\.row.kind) == [.email])
        let answer = try sandbox.ask(Self.asked, at: "org.a")
        #expect(!answer.isKnown && answer.matched.isEmpty)
        #expect(answer.splits.map(\.document.why) == ["two people"])
        let own = try sandbox.ask(Self.reported, at: "org.a")
        #expect(own.state.status == .asserted && own.splits.isEmpty)
    }

    @Test func `is made by a claim where the value is not known`() async throws {
        let sandbox = try await sandbox()
        let alias = try #require(try sandbox.explainAliases(of: Self.asked, at: "org.a").expressions.first?.aliases.first)
        let claim = try #require(alias.claims.first)
        #expect(ClaimID(claim.id.description) == claim.id)
        #expect(try sandbox.judge(.split, Self.asked, .claim(claim.id), by: "org.a").pairs == [alias.pair])
        #expect(try !sandbox.ask(Self.asked, at: "org.a").isKnown)
        try sandbox.judge(.join, Self.asked, .claim(claim.id), by: "org.a")
        #expect(try sandbox.ask(Self.asked, at: "org.a").isKnown)
    }

    @Test func `takes the two values in either order`() async throws {
        let sandbox = try await sandbox()
        try sandbox.judge(.split, Self.reported, .value("joe+x@gmail.com"), by: "org.a")
        #expect(try !sandbox.ask("joe+x@gmail.com", at: "org.a").isKnown)
    }

    @Test func `changes nothing when it is repeated`() async throws {
        let sandbox = try await sandbox()
        #expect(try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a").judgement?.line == 1)
        let before = try sandbox.judgementLines("org.a")
        #expect(try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a").judgement == nil)
        #expect(try sandbox.judgementLines("org.a") == before)
    }

    @Test func `needs a row that puts the two side by side, and a join needs a split`() async throws {
        let sandbox = try await sandbox()
        #expect(throws: JudgementError.nothingJoins) {
            try sandbox.judge(.split, "ann@gmail.com", .value(Self.reported), by: "org.a")
        }
        #expect(throws: JudgementError.notSplit) {
            try sandbox.judge(.join, Self.asked, .value(Self.reported), by: "org.a")
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.judgementsPath("org.a")))
    }

    @Test func `is explained with what it is about`() async throws {
        let sandbox = try await sandbox()
        #expect(try sandbox.explainAliases(of: Self.asked, at: "org.a").leads == [Self.reported])
        try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a")
        let explanation = try sandbox.explainAliases(of: Self.asked, at: "org.a")
        #expect(explanation.leads.isEmpty)
        let alias = try #require(explanation.expressions.first?.aliases.first)
        #expect(alias.value == Self.reported)
        #expect(alias.judgement?.document.act == .split)
        #expect(alias.claims.map(\.origin.publisher.name) == ["org.a"])
        let own = try sandbox.explainAliases(of: Self.reported, at: "org.a").expressions
        #expect(own.first?.claims.map(\.join) == [.tag])
    }

    @Test func `holds at its own node only, and changes no digest`() async throws {
        let sandbox = try await sandbox()
        let published = try await sandbox.publish("value,kind\nx.example,host\n", by: "org.a").summary
        let streams = try sandbox.keptStreams("org.a")
        try sandbox.take(streams, by: "org.b", at: sandbox.time.adding(seconds: 5))
        #expect(published.sequence == 2)
        try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.b")
        #expect(try sandbox.ask(Self.asked, at: "org.a").isKnown)
        #expect(try !sandbox.ask(Self.asked, at: "org.b").isKnown)
        #expect(try sandbox.digest("org.a").digestHex == sandbox.digest("org.b").digestHex)
    }

    @Test func `survives a store made anew`() async throws {
        let sandbox = try await sandbox()
        try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a")
        let before = try sandbox.digest("org.a").digestHex
        #expect(try sandbox.rebuild("org.a").refused.isEmpty)
        #expect(try !sandbox.ask(Self.asked, at: "org.a").isKnown)
        #expect(try sandbox.digest("org.a").digestHex == before)
    }
}

/// Laws over generated mailboxes, each written in several ways and asked about in several others.
@Suite struct `Judgements by law` {
    private struct World {
        let sandbox: Sandbox
        let reported: [String]
        let asked: [String]
        var generator: SplitMix64

        init(seed: UInt64) async throws {
            var generator = SplitMix64(state: seed)
            let names = ["joe", "ann", "kim", "lee"]
            reported = (0..<12).map { index in
                let name = names[Int.random(in: 0..<names.count, using: &generator)]
                return "\(name.map(String.init).joined(separator: index % 2 == 0 ? "." : ""))+r\(index)@gmail.com"
            }
            asked = names.map { "\($0)@gmail.com" } + reported
            self.generator = generator
            sandbox = try Sandbox()
            try await sandbox.publishAddresses(reported, by: "org.a")
        }

        /// A value and one it leads to.
        mutating func pair() throws -> (value: String, row: String)? {
            let value = asked[Int.random(in: 0..<asked.count, using: &generator)]
            let leads = try sandbox.explainAliases(of: value, at: "org.a").leads.sorted()
            return leads.isEmpty ? nil : (value, leads[Int.random(in: 0..<leads.count, using: &generator)])
        }

        func leads() throws -> [Set<String>] { try asked.map { try sandbox.explainAliases(of: $0, at: "org.a").leads } }

        /// The values of which something is known.
        func known() throws -> Set<String> {
            let lookup = try Lookup(sandbox.node("org.a"), at: sandbox.time)
            return Set(try asked.filter { try lookup.ask($0, kind: nil).isKnown })
        }

        /// What a lookup says of each value, and the digest.
        func answers() throws -> [String] {
            let lookup = try Lookup(sandbox.node("org.a"), at: sandbox.time)
            let answers = try asked.map { value in
                let answer = try lookup.ask(value, kind: nil)
                let claims = answer.state.standings.map { "\($0.claim.id)" }.joined(separator: " ")
                return "\(value) \(answer.matched) \(answer.state.status) \(answer.state.score) \(answer.state.tier) \(claims)"
            }
            return answers + [try sandbox.digest("org.a").digestHex]
        }
    }

    @Test(arguments: [UInt64](1...3))
    func `splits and then joins in any order leave every answer and the digest as they were`(seed: UInt64) async throws {
        var world = try await World(seed: seed)
        let before = try world.answers()
        var split: [(value: String, row: String)] = []
        for _ in 0..<6 {
            guard let pair = try world.pair() else { continue }
            try world.sandbox.judge(.split, pair.value, .value(pair.row), by: "org.a")
            split.append(pair)
        }
        #expect(split.count > 1, "seed \(seed)")
        #expect(try world.answers().last == before.last, "seed \(seed)")
        for pair in split.shuffled(using: &world.generator) {
            try world.sandbox.judge(.join, pair.value, .value(pair.row), by: "org.a")
        }
        #expect(try world.answers() == before, "seed \(seed)")
    }

    @Test(arguments: [UInt64](4...6))
    func `a split never adds information`(seed: UInt64) async throws {
        var world = try await World(seed: seed)
        for _ in 0..<4 {
            guard let pair = try world.pair() else { continue }
            let (leads, known) = (try world.leads(), try world.known())
            try world.sandbox.judge(.split, pair.value, .value(pair.row), by: "org.a")
            for (before, after) in zip(leads, try world.leads()) { #expect(after.isSubset(of: before), "seed \(seed)") }
            #expect(try world.known().isSubset(of: known), "seed \(seed)")
            #expect(try !world.sandbox.explainAliases(of: pair.value, at: "org.a").leads.contains(pair.row), "seed \(seed)")
        }
    }
}
