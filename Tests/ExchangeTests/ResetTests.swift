import CanonicalCoding
import Exchange
import Indicators
import MemberRegistry
import MergeEngine
import SignedBundles
import Testing

/// A publisher whose home was copied after its first bundle: two second bundles exist, one of them a thief's.
private struct Forked {
    let sandbox: Sandbox
    let first: PublishSummary
    let own: PublishSummary
    let thiefs: PublishSummary

    init() async throws {
        sandbox = try Sandbox()
        first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.copyHome("org.a", as: "thief")
        own = try await sandbox.publishHost("own", by: "org.a", second: 2)
        thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 2)
    }

    func now(_ second: Int64) -> Timestamp { sandbox.time.adding(seconds: second) }

    func status(_ host: String, at member: String) throws -> IndicatorStatus {
        try sandbox.ask("\(host).example", at: member, time: now(60)).state.status
    }
}

@Suite struct `A reset of the registry` {
    @Test func `ends a quarantine in the answers as soon as it is installed`() async throws {
        let forked = try await Forked()
        try forked.sandbox.take([forked.first.path, forked.own.path], by: "org.b", at: forked.now(10))
        #expect(try forked.sandbox.refusal(of: forked.thiefs.path, by: "org.b", at: forked.now(10)) == .fork)
        #expect(try forked.status("first", at: "org.b") == .expired)
        try forked.sandbox.reset("org.a", to: forked.own.path, at: ["org.b"], time: forked.now(20))
        #expect(try forked.status("first", at: "org.b") == .asserted)
        #expect(try forked.status("own", at: "org.b") == .asserted)
    }

    @Test func `puts what it does not name out of the answers as soon as it is installed`() async throws {
        let forked = try await Forked()
        try forked.sandbox.take([forked.first.path, forked.own.path], by: "org.b", at: forked.now(10))
        try forked.sandbox.reset("org.a", to: forked.thiefs.path, at: ["org.b"], time: forked.now(20))
        #expect(try forked.status("first", at: "org.b") == .asserted)
        #expect(try forked.status("own", at: "org.b") == .expired)
    }

    @Test func `lets a late joiner begin only at heads signed since`() async throws {
        let forked = try await Forked()
        let sandbox = forked.sandbox
        let stale = try NodeChains(sandbox.node("org.a"), at: forked.now(10)).heads(for: sandbox.group)
        try sandbox.reset("org.a", to: forked.first.path, at: ["org.a", "org.c"], time: forked.now(20))
        let publisher = try #require(MemberID("org.a"))
        let joiner = try NodeChains(sandbox.node("org.c", .writing), for: .writing, at: forked.now(21))
        #expect(throws: NodeError.headsBeforeReset(publisher)) { try joiner.begin(at: stale) }
        let fresh = try NodeChains(sandbox.node("org.a"), at: forked.now(22)).heads(for: sandbox.group)
        #expect(try joiner.begin(at: fresh).place.sequence == forked.first.sequence)
    }

    @Test func `stays applied when a later registry no longer lists it`() async throws {
        let forked = try await Forked()
        try forked.sandbox.take([forked.first.path, forked.own.path], by: "org.b", at: forked.now(10))
        _ = try forked.sandbox.refusal(of: forked.thiefs.path, by: "org.b", at: forked.now(10))
        try forked.sandbox.reset("org.a", to: forked.own.path, at: ["org.b"], time: forked.now(20))
        try forked.sandbox.changeRegistry(at: ["org.b"], time: forked.now(21)) { $0.resets = [] }
        #expect(try forked.status("first", at: "org.b") == .asserted)
    }

    @Test func `does not excuse a fork that comes to light after it`() async throws {
        let sandbox = try Sandbox()
        var own: [String] = []
        for number in 1...3 { own.append(try await sandbox.publishHost("n\(number)", by: "org.a", second: Int64(number)).path) }
        try sandbox.copyHome("org.a", as: "thief")
        for number in 4...5 { own.append(try await sandbox.publishHost("n\(number)", by: "org.a", second: Int64(number)).path) }
        let thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 4)
        let now = sandbox.time.adding(seconds: 30)
        try sandbox.take(Array(own[0..<4]), by: "org.b", at: now)
        try sandbox.reset("org.a", to: own[1], at: ["org.b"], time: now)
        #expect(try sandbox.refusal(of: thiefs.path, by: "org.b", at: now) == .fork)
        #expect(try sandbox.refusal(of: own[4], by: "org.b", at: now) == nil)
        #expect(try sandbox.ask("n1.example", at: "org.b", time: now).state.status == .expired)
    }
}

@Suite struct `A publisher whose chain was reset` {
    @Test func `goes on from the reset and not from the thief's bundle it took in`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.copyHome("org.a", as: "thief")
        let thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 2)
        let now = sandbox.time.adding(seconds: 10)
        for member in ["org.a", "org.b"] { try sandbox.take([first.path, thiefs.path], by: member, at: now) }
        try sandbox.reset("org.a", to: first.path, at: ["org.a", "org.b"], time: now)
        let next = try await sandbox.publishHost("next", by: "org.a", second: 20)
        #expect(next.sequence == 2)
        let later = sandbox.time.adding(seconds: 30)
        #expect(try sandbox.refusal(of: next.path, by: "org.b", at: later) == nil)
        #expect(try sandbox.ask("thiefs.example", at: "org.b", time: later).state.status == .expired)
        #expect(try sandbox.ask("next.example", at: "org.b", time: later).state.status == .asserted)
        #expect(try await sandbox.publishHost("more", by: "org.a", second: 40).sequence == 3)
    }

    @Test func `signs numbers again that it had published beyond the reset`() async throws {
        let forked = try await Forked()
        try forked.sandbox.reset("org.a", to: forked.first.path, at: ["org.a", "org.b"], time: forked.now(10))
        let again = try await forked.sandbox.publishHost("again", by: "org.a", second: 20)
        #expect(again.sequence == 2)
        try forked.sandbox.take([forked.first.path], by: "org.b", at: forked.now(30))
        #expect(try forked.sandbox.refusal(of: again.path, by: "org.b", at: forked.now(30)) == nil)
        #expect(try await forked.sandbox.publishHost("more", by: "org.a", second: 40).sequence == 3)
    }

    @Test func `goes on from a bundle in the place of its own`() async throws {
        let forked = try await Forked()
        try forked.sandbox.reset("org.a", to: forked.thiefs.path, at: ["org.a"], time: forked.now(10))
        #expect(try await forked.sandbox.publishHost("next", by: "org.a", second: 20).sequence == 3)
    }
}

@Suite struct `A rebuilt store` {
    @Test func `repeats a reset between the bundle it put out and the one that followed it`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.copyHome("org.a", as: "thief")
        let thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 2)
        try sandbox.take([first.path, thiefs.path], by: "org.b", at: sandbox.time.adding(seconds: 10))
        try sandbox.reset("org.a", to: first.path, at: ["org.a", "org.b"], time: sandbox.time.adding(seconds: 15))
        let next = try await sandbox.publishHost("next", by: "org.a", second: 20)
        try sandbox.take([next.path], by: "org.b", at: sandbox.time.adding(seconds: 30))
        let before = try sandbox.digest("org.b")
        let result = try StoreRebuild.run(sandbox.node("org.b", .writing))
        #expect(result.refused.isEmpty)
        #expect(try sandbox.digest("org.b").digestHex == before.digestHex)
        let later = sandbox.time.adding(seconds: 60)
        #expect(try sandbox.ask("thiefs.example", at: "org.b", time: later).state.status == .expired)
        #expect(try sandbox.ask("next.example", at: "org.b", time: later).state.status == .asserted)
    }

    @Test func `keeps a forked chain quarantined`() async throws {
        let forked = try await Forked()
        try forked.sandbox.take([forked.first.path, forked.own.path], by: "org.b", at: forked.now(10))
        #expect(try forked.sandbox.refusal(of: forked.thiefs.path, by: "org.b", at: forked.now(11)) == .fork)
        #expect(try StoreRebuild.run(forked.sandbox.node("org.b", .writing)).streams == 2)
        #expect(try forked.status("first", at: "org.b") == .expired)
    }
    @Test func `keeps what a key signed before it was revoked and what a member said before it left`() async throws {
        let sandbox = try Sandbox()
        let now = sandbox.time.adding(seconds: 10)
        for member in ["org.a", "org.c"] {
            try sandbox.take([await sandbox.publishHost("h", by: member, second: 1).path], by: "org.b", at: now)
        }
        try sandbox.changeRegistry(at: ["org.b"], time: sandbox.time.adding(seconds: 20)) { registry in
            var editing = RegistryEditing(after: registry, issued: registry.issued)
            let signer = try #require(registry.members[0].keys.first { $0.use == .sign })
            let keyID = KeyName.keyID(member: "org.a", kid: signer.kid)
            let isRevoked = editing.revoke(keyID, compromisedSince: sandbox.time.adding(seconds: 15))
            #expect(isRevoked)
            editing.remove(try #require(MemberID("org.c")))
            (registry.members, registry.groups) = (editing.document.members, editing.document.groups)
        }
        let before = try sandbox.digest("org.b").digestHex
        let result = try StoreRebuild.run(sandbox.node("org.b", .writing))
        #expect(result.refused.isEmpty)
        #expect(try sandbox.digest("org.b").digestHex == before)
        #expect(try sandbox.ask("h.example", at: "org.b", time: now).state.owners.map(\.owner.name) == ["org.a"])
    }
}
