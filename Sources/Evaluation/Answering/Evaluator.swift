internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MemberRegistry
public import NodeAPI
internal import Synchronization

/// An evaluator at work: it answers signed requests with signed responses, and puts each on record before it leaves (protocol P1).
///
/// It knows nothing of connections. Requests may come from several threads at once: elements are evaluated side by side, lines of the record written
/// one after the other.
public final class Evaluator: Sendable {
    private let paths: EvaluatorPaths
    private let limits: EvaluationLimits
    private let state: Mutex<EvaluatorState>
    /// Held as long as this is: two would write one chain.
    private let lock: DirectoryLock

    /// Opens the record of a home, and brings to its end what a killed process left.
    ///
    /// - Throws: ``RecordError``; `.locked` in its `FileError` when another process answers for this home.
    public init(opening paths: EvaluatorPaths, limits: EvaluationLimits = .standard) throws(RecordError) {
        self.paths = paths
        self.limits = limits
        lock = try Self.taken(paths)
        state = Mutex(try EvaluatorState(paths, limits))
    }

    private static func taken(_ paths: EvaluatorPaths) throws(RecordError) -> DirectoryLock {
        do throws(FileError) {
            for folder in [paths.root, paths.records, paths.usage] { try Directory.create(folder) }
            return try DirectoryLock(taking: paths.lock)
        } catch { throw .file(error) }
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - bytes: the envelope.
    ///   - caller: the member whose connection it came over.
    /// - Returns: the bytes of the signed response; the same for the same request in the days that answers are kept for.
    /// - Throws: ``EvaluationRefusal``.
    public func answer(
        _ bytes: [UInt8], from caller: MemberID, under standing: EvaluatorStanding, at time: Timestamp
    ) throws(EvaluationRefusal) -> [UInt8] {
        let judged = try JudgedRequest(bytes, from: caller, under: standing, limits, at: time)
        let key = judged.key
        guard state.withLock({ $0.underWay.insert(key).inserted }) else { throw .underWay }
        defer { state.withLock { _ = $0.underWay.remove(key) } }
        if let kept = try kept(judged, at: time) { return kept }
        try state.withLock { (state) throws(EvaluationRefusal) in try state.reserve(judged, at: time) }
        let prepared: PreparedAnswer
        do throws(EvaluationRefusal) { prepared = try self.prepared(judged, under: standing, at: time) } catch {
            state.withLock { $0.release(judged) }
            throw error
        }
        do throws(RecordError) { try commit(prepared, judged) } catch { throw .record(error) }
        return prepared.bytes
    }

    private func kept(_ judged: JudgedRequest, at time: Timestamp) throws(EvaluationRefusal) -> [UInt8]? {
        let answer: [UInt8]?
        do throws(RecordError) { answer = try KeptAnswers.answer(to: judged.key, at: time, paths, limits) } catch {
            throw .record(error)
        }
        guard let answer else { return nil }
        guard let envelope = try? DSSEEnvelope(parsing: answer),
            let response = try? EvaluationResponse(parsing: envelope.payload)
        else { throw .record(.damagedAnswer(path: paths.answers)) }
        guard response.answers(judged.request) else { throw .otherRequest }
        return answer
    }

    /// An answer that is signed, and not yet on record.
    private struct PreparedAnswer {
        let bytes: [UInt8]
        let record: EvaluationRecord
    }

    private func prepared(
        _ judged: JudgedRequest, under standing: EvaluatorStanding, at time: Timestamp
    ) throws(EvaluationRefusal) -> PreparedAnswer {
        let response: EvaluationResponse
        do throws(VOPRFError) {
            response = EvaluationResponse(try judged.held.share.evaluate(judged.request.elements), to: judged.request)
        } catch { throw .element(error) }
        let envelope = DSSEEnvelope(payloadType: EvaluationResponse.payloadType, payload: response.payload)
        guard let bytes = try? standing.signed(envelope) else { throw .signing }
        let record = EvaluationRecord(
            judged.request, requestDigest: judged.digest, response: envelope.payloadDigest, at: time)
        return PreparedAnswer(bytes: bytes, record: record)
    }

    /// Puts an answer on record, in the place of what was set aside for it.
    ///
    /// The answer is durable before the line, so that no line is without its answer: whoever asks again after a crash gets what was counted.
    private func commit(_ prepared: PreparedAnswer, _ judged: JudgedRequest) throws(RecordError) {
        let (key, day) = (judged.key, prepared.record.time.day)
        do throws(RecordError) {
            try KeptAnswers.stage(prepared.bytes, to: key, paths)
            try state.withLock { (state) throws(RecordError) in
                try state.answers.makeRoom(for: prepared.bytes.count, on: day)
                try state.append(prepared.record)
                state.release(judged)
            }
        } catch {
            state.withLock { $0.release(judged) }
            try? KeptAnswers.discard(key, paths)
            throw error
        }
        try state.withLock { (state) throws(RecordError) in try state.answers.place(key, on: day) }
    }
}

extension Evaluator {
    /// The signed statement of usage of the day, made when it is first asked for on that day.
    ///
    /// - Throws: ``EvaluationRefusal/unknownEpoch``, ``EvaluationRefusal/record(_:)``, ``EvaluationRefusal/signing``.
    public func usage(
        of epoch: EpochNumber, under standing: EvaluatorStanding, at time: Timestamp
    ) throws(EvaluationRefusal) -> [UInt8] {
        guard let held = standing.shares[epoch] else { throw .unknownEpoch }
        let (path, registry) = (paths.usage(of: epoch, on: time.day), standing.registry)
        let totals: [MemberID: Int64]
        do throws(RecordError) {
            if let stated = try UsageFiles.read(path) { return stated }
            totals = try self.totals(of: epoch, under: registry)
        } catch { throw .record(error) }
        let statement = UsageStatement(epoch: epoch, evaluator: held.share.evaluator, time: time, totals: totals)
        guard let bytes = try? standing.signed(statement.envelope()) else { throw .signing }
        do throws(RecordError) { return try UsageFiles.keep(bytes, at: path) } catch { throw .record(error) }
    }

    /// What is left of the quota of a member's owner here.
    ///
    /// - Throws: ``EvaluationRefusal/unknownEpoch``, ``EvaluationRefusal/record(_:)``.
    public func allowance(
        of caller: MemberID, in epoch: EpochNumber, under standing: EvaluatorStanding, at time: Timestamp
    ) throws(EvaluationRefusal) -> AllowanceDocument {
        guard let held = standing.shares[epoch] else { throw .unknownEpoch }
        let registry = standing.registry
        let allowance = EvaluationAllowance(of: caller, at: standing.member, in: held.epoch, under: registry)
        let remaining = try state.withLock { (state) throws(EvaluationRefusal) in
            try state.remaining(of: allowance, in: epoch, under: registry, at: time)
        }
        return AllowanceDocument(remaining: remaining, reset: allowance.reset(after: time))
    }

    /// The elements evaluated in an epoch, by owner as the registry has it.
    ///
    /// - Throws: ``RecordError``.
    public func totals(of epoch: EpochNumber, under registry: VerifiedRegistry) throws(RecordError) -> [MemberID: Int64] {
        try state.withLock { (state) throws(RecordError) in try state.totals(of: epoch, under: registry) }
    }
}
