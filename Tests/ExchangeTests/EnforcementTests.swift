import Agreements
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import MergeEngine
import NodeStore
import Testing
import TransparencyLog

@Suite struct `What a member may do about an indicator` {
    private let sandbox: Sandbox

    /// Two owners report one host, each with all confidence.
    init() async throws {
        sandbox = try Sandbox()
        for member in ["org.a", "org.b"] {
            let full = try await sandbox.publish("value,kind,conf\na.example,host,100\n", by: member).summary.path
            try sandbox.take([full], by: "org.c")
        }
    }

    private func tier() throws -> EnforcementTier { try sandbox.ask("a.example", at: "org.c").state.tier }

    private func amend(warn: Int64, block: Int64, allowing actions: [String]) throws {
        try sandbox.amend { document in
            document["enforcement"] = [
                "warn": .integer(warn), "block": .integer(block),
                "actions": [["class": "law-enforcement", "allow": .array(actions.map(JSONValue.string))]],
            ]
        }
    }

    @Test func `is what its class may do under the agreement`() throws {
        try amend(warn: 1, block: 1_000_000, allowing: ["observe", "warn", "block"])
        let strongest = try tier()
        #expect(strongest >= .warn)
        try amend(warn: 1, block: 1_000_000, allowing: ["observe", "warn"])
        #expect(try tier() == .warn)
        try amend(warn: 1, block: 1_000_000, allowing: ["observe"])
        #expect(try tier() == .observe)
    }

    @Test func `is to observe, at every member, as long as a member that did not report it objects`() async throws {
        #expect(try tier() == .warn)
        let objection = try await sandbox.state(
            .object(why: "false-positive", since: nil), about: "a.example", kind: .host, by: "org.c")
        let state = try sandbox.ask("a.example", at: "org.c").state
        #expect(state.status == .contested && state.tier == .observe)
        for member in ["org.a", "org.b"] {
            try sandbox.take([objection.path], by: member)
            #expect(try sandbox.ask("a.example", at: member).state.tier <= .observe)
        }
        let later = sandbox.time.adding(seconds: 1)
        _ = try await sandbox.state(
            .retract(why: "withdrawn", since: nil), about: "a.example", kind: .host, by: "org.c", at: later)
        #expect(try sandbox.ask("a.example", at: "org.c", time: later).state.tier == .warn)
    }

    @Test func `begins at the agreement's scores where those are higher than the profile's`() throws {
        let score = try Int64(sandbox.ask("a.example", at: "org.c").state.score.value)
        try amend(warn: score, block: 1_000_000, allowing: ["observe", "warn"])
        let atScore = try tier()
        try amend(warn: score + 1, block: 1_000_000, allowing: ["observe", "warn"])
        #expect(atScore == (score >= 600_000 ? .warn : .observe))
        #expect(try tier() == .observe)
    }
}

@Suite struct `An emergency` {
    private let sandbox: Sandbox

    init() async throws {
        sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        try sandbox.amend { try $0.changeRule("own-node") { $0["when"] = ["tlp_max": "RED", "emergency": true] } }
    }

    private func answer(isEmergency: Bool) throws -> (answer: Lookup.Answer, log: QueryLog) {
        let node = try sandbox.node("org.b", .writing)
        let grounds = try #require(
            QueryGrounds(
                purpose: "scam.prevention", justification: "a transfer is under way", of: "lookup", isEmergency: isEmergency))
        let answer = try Lookup(node, at: sandbox.time, for: grounds).ask("a.example", kind: nil)
        var log = try QueryLog(node, grounds: grounds)
        try log.note(answer.kind, answer.canonical, results: answer.logged, decisions: answer.decisions)
        try log.commit()
        return (answer, log)
    }

    @Test func `opens what rules for emergencies keep closed, and is an entry of its own`() throws {
        #expect(try !answer(isEmergency: false).answer.isKnown)
        #expect(try sandbox.entries(.breakGlass, at: "org.b").isEmpty)
        let open = try answer(isEmergency: true).answer
        #expect(open.isKnown)
        #expect(open.decisions.map(\.reason) == [.breakGlass])
        let entry = try #require(sandbox.entries(.breakGlass, at: "org.b").last)
        #expect(entry.details[.justification] == "a transfer is under way")
        #expect(entry.entry.type == LogEntry.sealedType)
    }

    @Test func `is not declared without saying why`() {
        #expect(QueryGrounds(purpose: "scam.prevention", justification: nil, of: "lookup", isEmergency: true) == nil)
    }
}
