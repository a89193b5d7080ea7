import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import Testing

@Suite("The desk of an evaluator")
struct DeskTests {
    private static let now = EvaluatorTrial.start.adding(days: 1)

    private func desk(
        _ trial: EvaluatorTrial, threads: Int = 2, limits: EvaluationQueue.Limits = .init()
    ) throws -> EvaluatorDesk {
        EvaluatorDesk(
            try trial.home(of: 1), queue: EvaluationQueue(threads: threads, limits: limits), now: { Self.now })
    }

    private func ask(
        _ desk: EvaluatorDesk, _ trial: EvaluatorTrial, _ request: EvaluationRequest, from caller: MemberID? = nil
    ) async throws -> PeerAnswer {
        let bytes = try trial.envelope(request)
        return await desk.answer(PeerRequest(.evaluate, body: .bytes(bytes)), from: caller ?? request.client)
    }

    @Test("answers members side by side, each of them right, and the record is one chain")
    func sideBySide() async throws {
        let trial = try EvaluatorTrial()
        let desk = try desk(trial)
        let batch = try trial.vector.batch()
        let requests = try (1...8).map { try trial.request(batch: $0, elements: batch.elements.map(\.bytes)) }
        let bodies = try requests.map { try trial.envelope($0) }
        let answers = await withTaskGroup(of: (Int, PeerAnswer).self) { group in
            for (index, body) in bodies.enumerated() {
                group.addTask {
                    (index, await desk.answer(PeerRequest(.evaluate, body: .bytes(body)), from: requests[index].client))
                }
            }
            return await group.reduce(into: [Int: PeerAnswer]()) { $0[$1.0] = $1.1 }
        }
        for (index, request) in requests.enumerated() {
            let answer = try #require(answers[index])
            #expect(answer.isSuccess && answer.mediaType == .json)
            _ = try trial.proven(answer.bytes, to: request, batch: batch)
        }
        let home = try trial.home(of: 1)
        let totals = try home.recordedTotals(of: trial.epoch.number, under: trial.registry)
        #expect(totals == [try EvaluatorTrial.member("org.alpha"): Int64(8 * batch.elements.count)])
    }

    @Test("says no as the interface names it")
    func problems() async throws {
        let trial = try EvaluatorTrial(quotas: ["org.alpha": EvaluationQuota(start: 1, day: 1)])
        let desk = try desk(trial)
        let beta = try EvaluatorTrial.member("org.beta")
        let other = try await ask(desk, trial, trial.request(), from: beta)
        #expect(other.problem == Problem(.forbidden, other.problem?.detail ?? "", code: "E_KEY"))
        let quota = try #require(try await ask(desk, trial, trial.request(count: 3)).problem)
        #expect(quota.kind == .tooManyRequests && quota.code == "E_QUOTA")
        #expect(quota.allowance == .init(remaining: 2, reset: Self.now.adding(days: 1)) && quota.retryAfterSeconds == 86_400)
        #expect(try await ask(desk, trial, trial.request(epoch: 7)).problem?.kind == .notFound)
        #expect(try await ask(desk, trial, trial.request(to: 3)).problem?.kind == .unprocessable)
        #expect(try await ask(desk, trial, trial.request(count: 2)).isSuccess)
        #expect(try await ask(desk, trial, trial.request(count: 1)).problem?.kind == .conflict)
        let long = [UInt8](repeating: 0x20, count: EvaluationLimits.standard.requestBytes + 1)
        let answer = await desk.answer(PeerRequest(.evaluate, body: .bytes(long)), from: beta)
        #expect(answer.problem?.kind == .tooLarge && answer.problem?.code == "E_LIMIT")
        for call in [PeerCall.node, .documents, .logFile("checkpoint")] {
            #expect(await desk.answer(PeerRequest(call), from: beta).problem?.kind == .notFound)
        }
    }

    @Test("works out 30 faulty requests of a member in a minute, and tells it then to come back")
    func patience() async throws {
        let trial = try EvaluatorTrial()
        let desk = try desk(trial)
        let wrong = try trial.request(elements: [[UInt8](repeating: 5, count: 33)])
        for _ in 0..<PeerPatience.refusalLimit {
            #expect(try await ask(desk, trial, wrong).problem?.code == "E_ELEMENT")
        }
        let answer = try #require(try await ask(desk, trial, trial.request(batch: 1)).problem)
        #expect(answer.kind == .tooManyRequests && answer.retryAfterSeconds != nil)
        #expect(try await ask(desk, trial, trial.request(of: "org.beta")).isSuccess)
    }

    @Test("tells a home without shares from one whose state refuses")
    func states() async throws {
        let trial = try EvaluatorTrial()
        let request = try trial.request()
        let desk = try desk(trial)
        let paths = try trial.home(of: 1).paths
        let record = "\(paths.records)/\(trial.vector.epoch).jsonl"
        try Directory.create(paths.records)
        try Data("{}\n".utf8).write(to: URL(filePath: record))
        let refused = try #require(try await ask(desk, trial, request).problem)
        #expect(refused.kind == .unavailable && refused.retryAfterSeconds != nil && !refused.detail.contains(trial.folder))
        try FileManager.default.removeItem(atPath: record)
        #expect(try await ask(desk, trial, request).isSuccess)
        try FileManager.default.removeItem(atPath: paths.shares)
        #expect(try await ask(desk, trial, request).problem?.kind == .notFound)
    }

    @Test("lets in whom the registry lists with a TLS key, and not itself")
    func pins() async throws {
        let trial = try EvaluatorTrial()
        let desk = try desk(trial)
        #expect(desk.member(ofTLSKey: EvaluatorTrial.tlsKey(of: "org.alpha")) == (try EvaluatorTrial.member("org.alpha")))
        #expect(desk.member(ofTLSKey: EvaluatorTrial.tlsKey(of: "org.one")) == nil)
        #expect(desk.member(ofTLSKey: [UInt8](repeating: 4, count: 65)) == nil)
    }

    @Test("hands out the statement of the day, to whoever asks")
    func usage() async throws {
        let trial = try EvaluatorTrial()
        let desk = try desk(trial)
        #expect(try await ask(desk, trial, trial.request(count: 2)).isSuccess)
        let hub = try EvaluatorTrial.member("org.hub")
        let answer = await desk.answer(PeerRequest(.evaluationUsage(trial.epoch.number)), from: hub)
        let statement = try UsageStatement(
            verifying: DSSEEnvelope(parsing: answer.bytes), of: trial.epoch, under: trial.registry)
        #expect(statement.totals == [try EvaluatorTrial.member("org.alpha"): 2])
        #expect(await desk.answer(PeerRequest(.evaluationUsage(EpochNumber(7))), from: hub).problem?.code == "E_EPOCH")
        #expect(try desk.stateUsage() == 1)
    }

    @Test("says what is left of the asker's quota at this moment")
    func allowance() async throws {
        let trial = try EvaluatorTrial()
        let desk = try desk(trial)
        let alpha = try EvaluatorTrial.member("org.alpha")
        func left() async throws -> Int64 {
            let answer = await desk.answer(PeerRequest(.evaluationAllowance(trial.epoch.number)), from: alpha)
            return try AllowanceDocument(parsing: answer.bytes).remaining
        }
        let before = try await left()
        #expect(try await ask(desk, trial, trial.request(count: 2)).isSuccess)
        #expect(try await left() == before - 2)
        let other = await desk.answer(PeerRequest(.evaluationAllowance(EpochNumber(7))), from: alpha)
        #expect(other.problem?.code == "E_EPOCH")
    }

    @Test("has room for so many evaluations, of one member for fewer, and says so past it")
    func queue() async throws {
        var limits = EvaluationQueue.Limits()
        (limits.underWay, limits.ofOneMember) = (3, 2)
        let queue = EvaluationQueue(threads: 1, limits: limits)
        let (first, second) = (try EvaluatorTrial.member("org.alpha"), try EvaluatorTrial.member("org.beta"))
        let gate = Gate()
        await withTaskGroup(of: Void.self) { group in
            for member in [first, first, second] {
                group.addTask { _ = await queue.run(for: member) { gate.wait() } }
            }
            while queue.count < 3 { await Task.yield() }
            #expect(await queue.run(for: first) { true } == nil)
            #expect(await queue.run(for: second) { true } == nil)
            gate.open()
        }
        #expect(await queue.run(for: first) { true } == true)
    }
}

/// Work that waits until it is let through.
private final class Gate: Sendable {
    private let condition = NSCondition()
    nonisolated(unsafe) private var isOpen = false

    func wait() {
        condition.lock()
        while unsafe !isOpen { condition.wait() }
        condition.unlock()
    }

    func open() {
        condition.lock()
        unsafe isOpen = true
        condition.broadcast()
        condition.unlock()
    }
}
