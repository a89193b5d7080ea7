public import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry
public import NodeAPI
internal import Synchronization

/// How far a job with evaluators is.
public struct EvaluationProgress: Sendable, Hashable {
    /// Values evaluated and kept.
    public let done: Int
    /// Values that were to be evaluated when the job began; more can follow.
    public let total: Int
}

/// Has evaluators evaluate inputs, any two of three, and keeps what follows from their answers.
///
/// Whatever breaks off, the same inputs asked again cost nothing twice: a batch is durable before its first message, and repeated as it was.
public final class EvaluationClient: Sendable {
    let terms: EvaluationTerms
    let transport: any PeerTransport
    private let call: EvaluatorCall
    private let panel: EvaluatorPanel
    private let purpose: String
    private let inFlight: Int
    private let isExpected: Bool
    private let tell: @Sendable (EvaluationProgress) -> Void
    private let tally: Mutex<(done: Int, total: Int)>

    /// Messages under way at once: each waits for evaluators while others are blinded and verified on the other cores.
    public static let messagesInFlight = 4

    /// Reads what it needs of the node, which it then leaves alone.
    ///
    /// - Parameters:
    ///   - purpose: the code that evaluators record, from the agreement.
    ///   - transport: how evaluators are reached.
    ///   - expected: how many values there will be, where that is known; else what is asked for is counted.
    ///   - tell: is told how far the work is, from any thread.
    /// - Throws: ``EvaluationError``, ``NodeError``, `FileError`, `RegistryError`.
    public convenience init(
        _ node: Node, for epoch: VerifiedEpoch, purpose: String, at time: Timestamp, over transport: any PeerTransport,
        expecting expected: Int? = nil, tell: @escaping @Sendable (EvaluationProgress) -> Void = { _ in }
    ) throws {
        try self.init(
            node, for: epoch, purpose: purpose, at: time, over: transport, expecting: expected, tell: tell,
            pause: { seconds in try await Task.sleep(for: .seconds(seconds)) })
    }

    /// The same with pauses that a test shortens.
    package init(
        _ node: Node, for epoch: VerifiedEpoch, purpose: String, at time: Timestamp, over transport: any PeerTransport,
        expecting expected: Int? = nil, inFlight: Int = messagesInFlight,
        tell: @escaping @Sendable (EvaluationProgress) -> Void = { _ in },
        pause: @escaping @Sendable (Int) async throws -> Void
    ) throws {
        guard EvaluationRequest.isPurpose(purpose) else { throw EvaluationError.purpose }
        terms = try EvaluationTerms(node, for: epoch, at: time)
        self.transport = transport
        self.purpose = purpose
        self.inFlight = inFlight
        self.tell = tell
        isExpected = expected != nil
        tally = Mutex((0, expected ?? 0))
        call = EvaluatorCall(terms: terms, transport: transport, pause: pause)
        panel = EvaluatorPanel(terms.evaluators, asker: terms.member)
    }

    /// What was found against evaluators, each once.
    public var faults: [EvaluatorFault] { get async { await panel.faults } }

    /// Sees that the secrets of all inputs are kept here. Those that are already cost nothing.
    ///
    /// - Throws: ``EvaluationError``, `FileError`, `BlindingError`; what was evaluated before is kept.
    public func ensure(_ inputs: [MatchInput]) async throws {
        try await finishUnfinished()
        let missing = terms.blinder.unevaluated(inputs)
        if !isExpected { tally.withLock { $0.total += missing.count } }
        for start in stride(from: 0, to: missing.count, by: KeptBatch.largestCount) {
            let batch = KeptBatch(
                Array(missing[start..<min(start + KeptBatch.largestCount, missing.count)]), epoch: terms.epoch.number,
                client: terms.member, purpose: purpose)
            try await evaluate(terms.shelf.begin(batch))
        }
    }

    /// Repeats what was broken off: evaluators answer what they answered and charge nothing for it.
    private func finishUnfinished() async throws {
        for name in try terms.shelf.unfinished() {
            guard let held = try terms.shelf.resume(name) else { continue }
            guard held.batch.client == terms.member, held.batch.epoch == terms.epoch.number else {
                try terms.shelf.finish(held)
                continue
            }
            try await evaluate(held)
        }
    }

    private func evaluate(_ held: BatchShelf.Held) async throws {
        let batch = held.batch
        do {
            try await evaluate(batch, try unfinishedParts(of: batch))
        } catch let error as EvaluationError {
            // What evaluators hold as another request, or answered wrongly, they answer no better when it is repeated: where too few are
            // left for this batch, its values go into a new one.
            let spare = terms.evaluators.count - SharePolynomial.threshold
            guard case .tooFew(let faults) = error, faults.count(where: \.isLasting) > spare else { throw error }
            try terms.shelf.finish(held)
            throw error
        }
        try terms.shelf.finish(held)
    }

    @inline(never)
    private func unfinishedParts(of batch: KeptBatch) throws -> [Range<Int>] {
        try batch.parts.filter { part in try batch.inputs[part].contains { try terms.cache.find($0.bytes) == nil } }
    }

    private func evaluate(_ batch: KeptBatch, _ parts: [Range<Int>]) async throws {
        try await withThrowingTaskGroup(of: (Range<Int>, [Digest256]).self) { group in
            var rest = parts[...]
            for part in rest.prefix(inFlight) { group.addTask { (part, try await self.outputs(of: part, in: batch)) } }
            rest = rest.dropFirst(inFlight)
            while let (part, outputs) = try await group.next() {
                if let next = rest.popFirst() { group.addTask { (next, try await self.outputs(of: next, in: batch)) } }
                try keep(outputs, of: batch.inputs[part])
            }
        }
    }

    /// z of each input, durably.
    @inline(never)
    private func keep(_ outputs: [Digest256], of inputs: ArraySlice<MatchInput>) throws(FileError) {
        try terms.cache.keep(zip(inputs, outputs).map { ($0.bytes, terms.blinder.evaluatedSecret(of: $1)) })
        let progress = tally.withLock { tally in
            tally.done += outputs.count
            return EvaluationProgress(done: tally.done, total: max(tally.done, tally.total))
        }
        tell(progress)
    }

    /// What a threshold of evaluators makes of one part; who fails is left out, and the next is asked.
    private func outputs(of part: Range<Int>, in batch: KeptBatch) async throws(EvaluationError) -> [Digest256] {
        let blinded = try blinded(part, in: batch)
        var answers: [ProvenAnswer] = []
        var tried: Set<UInt8> = []
        while answers.count < SharePolynomial.threshold {
            let wanted = SharePolynomial.threshold - answers.count
            let chosen = await panel.choose(wanted, for: batch.id, notAmong: tried)
            guard chosen.count == wanted else { throw .tooFew(await panel.faults) }
            tried.formUnion(chosen.map(\.number))
            for result in await results(of: chosen, blinded, batch.name(of: part), batch.purpose) {
                switch result {
                case .success(let answer): answers.append(answer)
                case .failure(let fault): await panel.note(fault)
                }
            }
        }
        do throws(VOPRFError) { return try blinded.outputs(from: answers) } catch { throw .arithmetic("\(error)") }
    }

    @inline(never)
    private func blinded(_ part: Range<Int>, in batch: KeptBatch) throws(EvaluationError) -> BlindedBatch {
        do throws(VOPRFError) {
            return try BlindedBatch(Array(batch.inputs[part]), secret: batch.secret, firstIndex: UInt32(part.lowerBound))
        } catch { throw .arithmetic("\(error)") }
    }

    private func results(
        of chosen: [Evaluator], _ blinded: BlindedBatch, _ part: BatchPart, _ purpose: String
    ) async -> [Result<ProvenAnswer, EvaluatorFault>] {
        await withTaskGroup(of: Result<ProvenAnswer, EvaluatorFault>.self) { group in
            for evaluator in chosen {
                group.addTask { await self.call.answer(of: evaluator, to: blinded, part, purpose: purpose) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
