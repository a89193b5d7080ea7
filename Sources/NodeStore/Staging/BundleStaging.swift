internal import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
internal import MergeEngine
public import SignedBundles

/// Takes the rows of one stream while it is verified, judges them and keeps what the index needs.
///
/// Nothing becomes visible before ``NodeStore/commit(_:_:at:)``. Memory does not grow with the bundle: records are
/// sorted and spilled to an unnamed file now and then.
public struct BundleStaging: BundleConsumer {
    private let chains: any ChainDirectory
    private let time: Timestamp
    private let checks: StagingChecks
    private let spillDirectory: String
    private let heldRows: HeldRowCount
    /// Erased columns of this bundle by row position; an empty set stands for the whole row.
    private var erased: [UInt64: Set<String>] = [:]

    private var manifest: Manifest?
    private(set) var digest = Digest256.zero
    private(set) var chain: ChainState?
    private(set) var isTooLate = false
    private(set) var segments: [StagedSegmentFacts] = []
    private var frame: SegmentStaging?
    private var kindNumber = 0

    private var records = RecordBuffer()
    private var spilled: SpilledRuns?
    private(set) var kinds: [IndicatorKind] = []
    private(set) var epochs: [EpochNumber] = []
    private var kindNumbers: [IndicatorKind: Int] = [:]
    private var epochNumbers: [EpochNumber: Int] = [:]

    private(set) var rowsRead = 0
    private(set) var paddingRows = 0
    private(set) var accepted = ClaimCounts()
    private(set) var refusals = RefusalLog()
    private(set) var marks: [String: Int] = [:]
    private(set) var objections = StagedObjections()
    /// The rows that the bundle may have beside those held of its publisher, group and epoch.
    private(set) var allowance = RowCount()
    private var staged = RowCount()
    /// Why staging gave up, when the verifier says that its consumer stopped.
    public private(set) var failure: StoreError?

    init(
        chains: any ChainDirectory, at time: Timestamp, checks: StagingChecks, spillDirectory: String,
        heldRows: @escaping HeldRowCount
    ) {
        self.heldRows = heldRows
        self.chains = chains
        self.time = time
        self.checks = checks
        self.spillDirectory = spillDirectory
    }

    /// Takes the manifest of a bundle whose signature and chain were checked.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer`` with ``failure`` set, or what the directory of chains throws.
    public mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        self.manifest = manifest
        self.digest = digest
        let chain = try chains.chain(of: manifest.publisher, for: manifest.audience)
        isTooLate = chain.isTooLate(manifest, at: time)
        self.chain = chain
        epochs = [manifest.epoch]
        epochNumbers = [manifest.epoch: 0]
        erased = checks.erasures.rows(of: digest)
        try setAllowance(ChainBundle(manifest: manifest, digest: digest, setAside: chain.quarantined))
    }

    private mutating func setAllowance(_ bundle: ChainBundle) throws(BundleError) {
        let limit = checks.rowBudget.rowsPerEpoch
        do throws(StoreError) {
            allowance = try RowCount(retractions: limit, others: limit) - heldRows(bundle)
        } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }

    /// Prepares for the rows of a segment.
    ///
    /// - Throws: nothing.
    public mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        guard let manifest else { return }
        segments.append(StagedSegmentFacts(descriptor, index: index, isMust: opening.isMust))
        kindNumber = number(of: descriptor.kind)
        frame = SegmentStaging(
            descriptor, isMust: opening.isMust, manifest: manifest, blinder: checks.blinders[manifest.epoch])
    }

    /// Judges a row and keeps a record of it.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer`` with ``failure`` set, when records cannot be spilled.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {
        rowsRead += 1
        guard row.present.rawValue != 0 else {
            paddingRows += 1
            return
        }
        do throws(RowRefused) {
            try stage(row)
        } catch {
            refusals.add(segment: row.segment, row: row.row, error.reason)
        }
        if records.count >= checks.runRecords { try spill() }
    }
}

extension BundleStaging {
    /// A row that is not taken in.
    private struct RowRefused: Error {
        let reason: Refusal.Reason

        init(_ violation: SchemaViolation) {
            reason = Refusal.Reason(SchemaViolation.code, "\(violation.field.rawValue): \(violation.reason.rawValue)")
        }

        init(_ reason: Refusal.Reason) {
            self.reason = reason
        }
    }

    private mutating func stage(_ row: borrowing RowView) throws(RowRefused) {
        guard let judged = try judge(row) else { return }
        if isTooLate, judged.facts.type == .report || judged.facts.type == .outcome { throw RowRefused(.expired) }
        if judged.facts.canContest { objections.add(segment: row.segment, row: row.row, judged.facts) }
        var record = IndexRecord(tag: judged.facts.tag, shown: row.shown.rawValue)
        record.kind = kindNumber
        record.offset = row.streamOffset
        record.byteCount = row.lineByteCount
        record.segment = row.segment
        record.row = row.row
        record.take(judged.facts)
        record.pop = judged.verdict.pop
        record.exclusion = judged.verdict.exclusion
        if judged.violation != nil { record.flags.insert(.isRefused) }
        if judged.previous != nil { record.flags.insert(.hasPrevious) }
        if !erased.isEmpty { record.shown &= ~erasedColumns(of: record.position) }
        if record.shown == 0 { throw RowRefused(.erased) }
        guard staged[record.type] < allowance[record.type] else { throw RowRefused(.budget) }
        staged[record.type] += 1
        if records.count == Self.smallBundleRecords { records.reserveRun(checks.runRecords) }
        records.append(record)
        if segments.last?.isHeld == false { segments[segments.count - 1].isHeld = true }
        if let violation = judged.violation { throw RowRefused(violation) }
        if let exclusion = judged.verdict.exclusion { throw RowRefused(Refusal.Reason(exclusion.rawValue)) }
        appendPointers(judged, like: record)
        accept(judged)
    }

    /// Below this the buffer grows as needed; above it room for a whole run is set aside at once.
    private static let smallBundleRecords = 16_384

    private mutating func judge(_ row: borrowing RowView) throws(RowRefused) -> SegmentStaging.Judged? {
        do throws(SchemaViolation) {
            return try frame?.judge(row)
        } catch {
            throw RowRefused(error)
        }
    }

    private func erasedColumns(of position: UInt64) -> UInt64 {
        guard let names = erased[position], let columns = segments.last?.columns else { return 0 }
        guard !names.isEmpty else { return .max }
        return columns.indices.reduce(0) { names.contains(columns[$1]) ? $0 | 1 << UInt64($1) : $0 }
    }

    private mutating func accept(_ judged: SegmentStaging.Judged) {
        accepted.add(.duplicate, judged.facts.type)
        if judged.verdict.pop == .failed { marks["E_POP", default: 0] += 1 }
        guard !checks.protected.isEmpty, let epoch = manifest?.epoch else { return }
        let key = TagKey(kind: kinds[kindNumber], epoch: epoch, tag: judged.facts.tag)
        if checks.protected.contains(key) { marks["E_PROTECTED", default: 0] += 1 }
    }

    /// Records under the other tags that a row can be found by.
    ///
    /// Only what a lookup can ask for gets one, so that a publisher cannot fill the tables of kinds and epochs.
    private mutating func appendPointers(_ judged: SegmentStaging.Judged, like record: IndexRecord) {
        for alternative in judged.alternatives where alternative.kind.isAlternative(of: kinds[record.kind]) {
            var pointer = record.pointing(from: alternative.tag, as: .isAlias)
            pointer.kind = number(of: alternative.kind)
            records.append(pointer)
        }
        if let previous = judged.previous, let epoch = number(ofEarlier: previous.epoch) {
            var pointer = record.pointing(from: previous.tag, as: .isPrevious)
            pointer.epoch = epoch
            records.append(pointer)
        }
    }

    private mutating func number(of kind: String) -> Int {
        guard let kind = try? IndicatorKind(parsing: kind) else { return 0 }
        return number(of: kind)
    }

    private mutating func number(of kind: IndicatorKind) -> Int {
        if let known = kindNumbers[kind] { return known }
        kinds.append(kind)
        kindNumbers[kind] = kinds.count - 1
        return kinds.count - 1
    }

    /// Nothing for an epoch that the registry does not list, and beyond the epochs that one bundle may name.
    private mutating func number(ofEarlier epoch: EpochNumber) -> Int? {
        if let known = epochNumbers[epoch] { return known }
        guard epochs.count <= StoreLimits.earlierEpochsPerBundle, checks.epochs?.contains(epoch) ?? true else { return nil }
        epochs.append(epoch)
        epochNumbers[epoch] = epochs.count - 1
        return epochs.count - 1
    }
}

extension IndicatorKind {
    /// Whether tags of this kind stand in `alt` of rows of another: the mailbox of an address, the handle of an account.
    fileprivate func isAlternative(of kind: IndicatorKind) -> Bool {
        self == .mbox && kind == .email || self == .handle && kind == .acct
    }
}

extension BundleStaging {
    /// Sorts what is in memory and writes it to a run.
    private mutating func spill() throws(BundleError) {
        do throws(StoreError) {
            if spilled == nil { spilled = try SpilledRuns(in: spillDirectory) }
            try spilled?.append(records, order: RecordSorting.order(of: records))
            records.removeAll()
        } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }

    /// How much may be said about one tag.
    var rowBudget: RowBudget { checks.rowBudget }

    /// All records in order of their tags; staging is over with this.
    mutating func takeSorted() throws(StoreError) -> SortedRecords {
        var taken = RecordBuffer()
        swap(&taken, &records)
        guard let spilled else { return SortedRecords(taken) }
        if !taken.isEmpty { try spilled.append(taken, order: RecordSorting.order(of: taken)) }
        return try SortedRecords(spilled)
    }
}
