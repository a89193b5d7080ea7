internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// What an evaluator remembers between requests. All of it follows from the files, or is over when the process is.
struct EvaluatorState: Sendable {
    private let paths: EvaluatorPaths
    var answers: KeptAnswers
    /// Parts of batches that are being evaluated.
    var underWay: Set<Digest256> = []
    private var records: [EpochNumber: EpochRecord] = [:]
    private var reserved: [Account: Int64] = [:]

    /// Whose quota of which epoch.
    private struct Account: Hashable, Sendable {
        let owner: MemberID
        let epoch: EpochNumber
    }

    /// Reads all records. An answer that was written and is not on record never left and is removed; one on record takes its place.
    init(_ paths: EvaluatorPaths, _ limits: EvaluationLimits) throws(RecordError) {
        self.paths = paths
        answers = try KeptAnswers(paths, limits)
        let staged = try answers.staged()
        var placed: [(key: Digest256, day: CalendarDay)] = []
        for epoch in try Self.epochs(paths) {
            records[epoch] = try Self.record(of: epoch, paths) { record in
                if let key = staged[record.response] { placed.append((key, record.time.day)) }
            }
        }
        for (key, day) in placed { try answers.place(key, on: day) }
        for key in staged.values where !placed.contains(where: { $0.key == key }) { try KeptAnswers.discard(key, paths) }
    }

    private static func epochs(_ paths: EvaluatorPaths) throws(RecordError) -> [EpochNumber] {
        let names = try fileWork { () throws(FileError) in
            try (Directory.names(in: paths.records), Directory.names(in: paths.usage))
        }
        let recorded = names.0.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(".jsonl".count)) }
        return Set(recorded + names.1).compactMap { UInt32($0) }.sorted().map { EpochNumber($0) }
    }

    /// A record that says no less than what was stated of it.
    private static func record(
        of epoch: EpochNumber, _ paths: EvaluatorPaths, visit: (EvaluationRecord) -> Void = { _ in }
    ) throws(RecordError) -> EpochRecord {
        let record = try EpochRecord(reading: paths.record(of: epoch), of: epoch, isWriter: true, visit: visit)
        if let stated = try UsageFiles.newest(in: paths.usage(of: epoch)), record.total < stated { throw .rolledBack(epoch) }
        return record
    }

    private mutating func record(of epoch: EpochNumber) throws(RecordError) -> EpochRecord {
        if let record = records[epoch] { return record }
        let record = try Self.record(of: epoch, paths)
        records[epoch] = record
        return record
    }
}

extension EvaluatorState {
    /// Sets elements of a quota aside.
    ///
    /// - Throws: ``EvaluationRefusal/quota(remaining:reset:)``, ``EvaluationRefusal/record(_:)``.
    mutating func reserve(_ judged: JudgedRequest, at time: Timestamp) throws(EvaluationRefusal) {
        let epoch = judged.request.epoch
        let count = Int64(judged.request.elements.count)
        let remaining = try remaining(of: judged.allowance, in: epoch, under: judged.registry, at: time)
        guard count <= remaining else {
            throw .quota(remaining: remaining, reset: judged.allowance.reset(after: time))
        }
        reserved[Account(owner: judged.allowance.owner, epoch: epoch), default: 0] += count
    }

    /// What is left of a quota, less what is set aside for answers under way.
    ///
    /// - Throws: ``EvaluationRefusal/record(_:)``.
    mutating func remaining(
        of allowance: EvaluationAllowance, in epoch: EpochNumber, under registry: VerifiedRegistry, at time: Timestamp
    ) throws(EvaluationRefusal) -> Int64 {
        let account = Account(owner: allowance.owner, epoch: epoch)
        do throws(RecordError) {
            let totals = try record(of: epoch).totals
            let used = totals.reduce(0) { registry.owner(of: $1.key) == account.owner ? $0 + $1.value : $0 }
            return max(0, allowance.total(at: time) - used - reserved[account, default: 0])
        } catch { throw .record(error) }
    }

    /// Gives back what was set aside.
    mutating func release(_ judged: JudgedRequest) {
        let account = Account(owner: judged.allowance.owner, epoch: judged.request.epoch)
        let left = reserved[account, default: 0] - Int64(judged.request.elements.count)
        reserved[account] = left > 0 ? left : nil
    }

    /// Puts an answer on record.
    ///
    /// - Throws: ``RecordError``; the line does not stand then.
    mutating func append(_ line: EvaluationRecord) throws(RecordError) {
        var record = try record(of: line.epoch)
        records[line.epoch] = nil
        do throws(RecordError) { try record.append(line) } catch {
            // Whether the line stands after all, only the file can say; until it is read again nothing is known of the epoch.
            record = try Self.record(of: line.epoch, paths)
            records[line.epoch] = record
            guard record.last == line else { throw error }
        }
        records[line.epoch] = record
    }

    /// The elements evaluated in an epoch, by owner.
    mutating func totals(
        of epoch: EpochNumber, under registry: VerifiedRegistry
    ) throws(RecordError) -> [MemberID: Int64] {
        try record(of: epoch).totals.reduce(into: [:]) { $0[registry.owner(of: $1.key), default: 0] += $1.value }
    }
}
