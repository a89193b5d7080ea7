import Evaluation
import Exchange
import Foundation
import Indicators
import NodeAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Whoever asks a desk` {
    private let sandbox: Sandbox
    private let peer: MemberID

    init() throws {
        sandbox = try Sandbox(["a", "b", "c", "d", "e", "f"].map { "org.\($0):platform" })
        peer = try #require(MemberID("org.b"))
    }

    /// A desk whose jobs wait for a gate.
    private func desk(behind gate: DispatchSemaphore) -> PeerDesk {
        let (root, time) = (sandbox.home("org.a"), sandbox.time)
        let home = HomeDesk(now: { time }) { access in
            gate.wait()
            gate.signal()
            return try Node(opening: root, for: access)
        }
        return PeerDesk(home, spool: "\(root)/run")
    }

    /// Asks so many times at once, by turns for each of the members, and opens the gate once one was told to come back.
    private func answers(_ count: Int, from peers: [MemberID]) async -> (all: [PeerAnswer], desk: PeerDesk) {
        let gate = DispatchSemaphore(value: 0)
        let desk = desk(behind: gate)
        let answers = await withTaskGroup(of: PeerAnswer.self) { group in
            for number in 0..<count {
                group.addTask { await desk.answer(PeerRequest(.node), from: peers[number % peers.count]) }
            }
            var answers: [PeerAnswer] = []
            for await answer in group {
                answers.append(answer)
                if answers.count == 1 { gate.signal() }
            }
            return answers
        }
        return (answers, desk)
    }

    @Test func `is told to come back when as many wait as may, and all who wait are answered`() async throws {
        let peers = try ["b", "c", "d", "e", "f"].map { try #require(MemberID("org.\($0)")) }
        let (answers, desk) = await answers(PeerDesk.waitingLimit + 1, from: peers)
        let refused = answers.filter { !$0.isSuccess }
        #expect(refused.count == 1 && answers.count == PeerDesk.waitingLimit + 1)
        #expect(answers[0].problem?.kind == .unavailable && answers[0].retryAfterSeconds == 2)
        #expect(await desk.answer(PeerRequest(.node), from: peers[0]).isSuccess, "and there is room again")
    }

    @Test func `is told to come back when it alone has as many waiting as one may`() async throws {
        let (answers, desk) = await answers(PeerDesk.waitingShare + 1, from: [peer])
        let refused = answers.filter { !$0.isSuccess }
        #expect(refused.count == 1 && answers.count == PeerDesk.waitingShare + 1)
        #expect(answers[0].problem?.kind == .unavailable)
        #expect(await desk.answer(PeerRequest(.node), from: peer).isSuccess, "and there is room again")
    }

    @Test func `gets no work begun for it after it has given up`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let (root, time) = (sandbox.home("org.a"), sandbox.time)
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let home = HomeDesk(now: { time }) { access in
            begins.yield()
            gate.wait()
            gate.signal()
            return try Node(opening: root, for: access)
        }
        let first = Task { try await home.work(.reading) { _, _ in 1 } }
        _ = await begun.first { _ in true }
        let second = Task { try await home.work(.reading) { _, _ in 2 } }
        second.cancel()
        gate.signal()
        #expect(try await first.value == 1)
        await #expect(throws: CancellationError.self) { try await second.value }
    }

    @Test func `for evaluation is told that a node without a share evaluates for nobody`() async throws {
        let (root, time) = (sandbox.home("org.a"), sandbox.time)
        let node = try Node(opening: root, for: .reading)
        #expect(try node.evaluatorDesk(EvaluationQueue(threads: 1), now: { time }, tell: { _ in }) == nil)
        let desk = PeerDesk(HomeDesk(now: { time }) { try Node(opening: root, for: $0) }, spool: "\(root)/run")
        for call in [PeerCall.evaluate, .evaluationUsage(EpochNumber(1)), .evaluationAllowance(EpochNumber(1))] {
            #expect(await desk.answer(PeerRequest(call), from: peer).problem == Problem(.notFound))
        }
        #expect(await desk.answer(PeerRequest(.health), from: peer).isSuccess)
    }
}
