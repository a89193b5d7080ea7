import CanonicalCoding
import Exchange
import Indicators
import NodeAPI
import Testing

/// A member of the group that runs a program which evaluates and is no node.
@Suite struct `A peer that only evaluates` {
    private let sandbox: Sandbox
    private let desk: HomeDesk
    private let peer: MemberID

    init() throws {
        let sandbox = try Sandbox(
            ["org.a:platform", "org.b:evaluator", "org.c:evaluator", "org.d:evaluator", "org.e:bank"],
            evaluators: ["org.b", "org.c", "org.d"])
        self.sandbox = sandbox
        desk = HomeDesk { [home = sandbox.home("org.a")] in try Node(opening: home, for: $0) }
        peer = try #require(MemberID("org.b"))
    }

    /// Answers every call in one way.
    private struct OneAnswer: PeerTransport {
        let problem: Problem?

        func reaches(_ peer: MemberID) -> Bool { true }

        func send(
            _ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?
        ) async throws(PeerFailure) -> PeerAnswer {
            guard let problem else { throw PeerFailure(.unreachable, peer) }
            return .problem(problem)
        }
    }

    private func round(answering problem: Problem?, with other: MemberID? = nil) async throws -> RoundReport {
        let round = PeerRound(
            desk, OneAnswer(problem: problem), with: other ?? peer, memory: RoundMemory(), isAway: { _ in false })
        let report = try await round.run()
        try await desk.work(.reading) { node, time in try node.note(report, at: time) }
        return report
    }

    private func standing() async throws -> PeerStanding { try #require(try await desk.standings().first { $0.peer == peer }) }

    @Test func `ends a round early, which has not failed, and is owed nothing`() async throws {
        _ = try await sandbox.publish("value\nhttps://pay.example/\n", by: "org.a")
        #expect(try await standing().owed.count == 1)
        let report = try await round(answering: .evaluatesOnly)
        #expect(report.evaluatesOnly && report.failure == nil && !report.hasNews)
        let standing = try await standing()
        #expect(standing.evaluatesOnly && standing.owed.isEmpty && standing.failure.isEmpty && standing.reached != nil)
        #expect(standing.json(at: sandbox.time).object?["evaluates_only"] == .bool(true))
    }

    @Test func `is owed again once a round ends otherwise`() async throws {
        _ = try await sandbox.publish("value\nhttps://pay.example/\n", by: "org.a")
        _ = try await round(answering: .evaluatesOnly)
        let report = try await round(answering: Problem(.notFound))
        #expect(!report.evaluatesOnly && report.failure?.reason == .refused)
        let standing = try await standing()
        #expect(!standing.evaluatesOnly && !standing.failure.isEmpty && standing.owed.count == 1)
    }

    @Test func `is owed nothing while it cannot be reached`() async throws {
        _ = try await sandbox.publish("value\nhttps://pay.example/\n", by: "org.a")
        _ = try await round(answering: .evaluatesOnly)
        #expect(try await round(answering: nil).failure?.reason == .unreachable)
        let standing = try await standing()
        #expect(standing.evaluatesOnly && standing.owed.isEmpty && standing.failure == "unreachable")
    }

    @Test func `is believed only when an epoch names it among its evaluators`() async throws {
        let report = try await round(answering: .evaluatesOnly, with: MemberID("org.e"))
        #expect(!report.evaluatesOnly && report.failure?.reason == .refused)
    }
}
