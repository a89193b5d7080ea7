import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import NodeStore
import Testing
import TransparencyLog

@Suite struct `A bundle of another member that is passed on` {
    private static let feed = "value,kind\na.example,host\n+442079460123,phone\n"

    /// org.b took in what org.a handed over, under an agreement; where org.b keeps the piece.
    private func received(_ sandbox: Sandbox) async throws -> String {
        let full = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        _ = try sandbox.take([handed.path], by: "org.b")[0].result.get()
        return try #require(sandbox.keptStreams("org.b").first)
    }

    /// Why org.b passes on no row of a piece, of which the head alone leaves, so that the chain goes on.
    private func refusal(_ sandbox: Sandbox, _ piece: String) throws -> ReasonCode? {
        let handed = try sandbox.disclose(piece, from: "org.b", to: "org.c")
        #expect(handed.shownRows == 0)
        return try sandbox.entries(.decision, at: "org.b").last?.details[.reason]?.string.flatMap(ReasonCode.init)
    }

    @Test func `leaves under the rules for stage onward, which the log names`() async throws {
        let sandbox = try Sandbox()
        let piece = try await received(sandbox)
        let handed = try sandbox.disclose(piece, from: "org.b", to: "org.c")
        _ = try sandbox.take([handed.path], by: "org.c")[0].result.get()
        #expect(try sandbox.ask("a.example", at: "org.c").isKnown)
        let decision = try #require(sandbox.entries(.decision, at: "org.b").last)
        #expect(decision.details[.stage] == "onward")
    }

    @Test func `stays where the rules deny it, though its publisher may send it`() async throws {
        let sandbox = try Sandbox()
        let piece = try await received(sandbox)
        try sandbox.amend { try $0.deny(["*"], at: ["onward"]) }
        #expect(try refusal(sandbox, piece) == .denyRule)
    }

    @Test(arguments: ["own-node", "facts"])
    func `stays with whoever received it under a duty not to pass it on`(rule: String) async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { try $0.changeRule(rule) { $0["duties"] = ["no_onward"] } }
        let piece = try await received(sandbox)
        #expect(try refusal(sandbox, piece) == .onwardForbidden)
    }

    @Test func `stays, also when a later version of the agreement lacks the duty`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { try $0.changeRule("own-node") { $0["duties"] = ["no_onward"] } }
        let piece = try await received(sandbox)
        try sandbox.amend { try $0.changeRule("own-node") { $0["duties"] = [] } }
        #expect(try refusal(sandbox, piece) == .onwardForbidden)
    }

    @Test func `leaves without the rows that came under the duty`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { document in
            var rules = try #require(document["rules"]?.array)
            var phones = try #require(rules.first { $0.object?["id"] == "own-node" }?.object)
            phones["id"] = "own-phones"
            phones["types"] = ["phone"]
            phones["duties"] = ["no_onward"]
            rules.append(.object(phones))
            document["rules"] = .array(rules)
        }
        let piece = try await received(sandbox)
        let handed = try sandbox.disclose(piece, from: "org.b", to: "org.c")
        _ = try sandbox.take([handed.path], by: "org.c")[0].result.get()
        #expect(try sandbox.ask("a.example", at: "org.c").isKnown)
        #expect(try !sandbox.ask("+442079460123", at: "org.c").isKnown)
    }
}
