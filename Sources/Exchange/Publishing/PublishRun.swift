internal import Agreements
internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import FeedReading
internal import Indicators

/// The rows of one publication on their way from feed to spool, in batches so that a suite that asks others can be asked
/// for many tags at once.
struct PublishRun: ~Copyable {
    private enum Step {
        case refused(RowVerdict)
        case draft(RowDraft)
    }

    private let drafter: RowDrafter
    private let secrets: any MatchSecretSource
    private let epoch: EpochNumber
    private let publisher: MemberID
    private let locking: RowLocking
    /// Until it is taken.
    private var spool: SegmentSpool?
    private(set) var stage: PublishStage
    private(set) var markings: Set<Marking> = []
    private var steps: [Step] = []
    private var seen: Set<MatchTag> = []
    private(set) var summary = PublishSummary()
    /// The digest of all rows, where they are held against a draft.
    private var rows: RowsDigest?

    /// Rows whose tags are asked for together.
    static let batchRows = 4_096

    init(
        drafter: RowDrafter, secrets: any MatchSecretSource, epoch: EpochNumber, publisher: MemberID,
        spool: consuming SegmentSpool, stage: PublishStage, hashesRows: Bool = false
    ) {
        rows = hashesRows ? RowsDigest() : nil
        self.stage = stage
        self.drafter = drafter
        self.secrets = secrets
        self.epoch = epoch
        self.publisher = publisher
        locking = RowLocking(drafter.request.lockedColumns, epoch: epoch, publisher: publisher)
        self.spool = .some(spool)
    }

    /// Reads one feed to its end.
    mutating func read(_ source: FeedSource, number: Int, report: (RowVerdict) throws -> Void) async throws {
        let reader = try FeedReader(source, options: drafter.request.options)
        while true {
            switch try reader.advance() {
            case .end:
                summary.skippedLists += reader.recognition.skippedMembers
                try await flush(report)
                return
            case .refused(let refusal):
                steps.append(.refused(verdict(number, refusal.line, .refused, refusal.code)))
            case .row:
                steps.append(draft(reader.row, number))
            }
            if steps.count >= Self.batchRows {
                try await flush(report)
                try Task.checkCancellation()
            }
        }
    }

    private func draft(_ row: FeedRow, _ number: Int) -> Step {
        do throws(RowRefusal) {
            return .draft(try drafter.draft(row, feed: number))
        } catch {
            return .refused(verdict(number, row.line, .refused, error.reason))
        }
    }

    private mutating func flush(_ report: (RowVerdict) throws -> Void) async throws {
        var inputs: [MatchInput] = []
        inputs.reserveCapacity(steps.count)
        for case .draft(let draft) in steps { inputs += try draft.inputs() }
        var found = try await secrets.secrets(of: inputs)[...]
        for step in steps {
            switch step {
            case .refused(let verdict):
                try count(verdict, report)
            case .draft(let draft):
                let needed = try draft.inputs().count
                try accept(draft, found.prefix(needed), report)
                found = found.dropFirst(needed)
            }
        }
        steps.removeAll(keepingCapacity: true)
    }

    private mutating func accept(
        _ draft: RowDraft, _ secrets: ArraySlice<MatchSecret>, _ report: (RowVerdict) throws -> Void
    ) throws {
        let row = ClaimRow(draft, secrets: secrets, epoch: epoch, publisher: publisher)
        guard !seen.contains(row.tag) else {
            try count(verdict(draft.feed, draft.line, .duplicate, draft.wasCut ? RowDraft.cutReason : ""), report)
            return
        }
        if let only = drafter.request.onlyKinds, !only.contains(row.kind) {
            try count(verdict(draft.feed, draft.line, .refused, RowDraft.otherKindReason), report)
            return
        }
        let ruling = stage.judge(
            kind: row.kind, marking: draft.marking, columns: stage.columns, draft.report.rowFacts(on: drafter.today))
        if case .refuse(let reason) = ruling {
            try count(verdict(draft.feed, draft.line, .refused, reason), report)
            return
        }
        seen.insert(row.tag)
        markings.insert(draft.marking)
        let cells = stage.cells(row.cells, under: ruling)
        stage.note(cells)
        rows?.note(cells)
        let bundled = try locking.cells(cells, keyedBy: row.secret, columns: stage.columns, under: ruling, in: &spool)
        try spool?.append(kind: row.kind, marking: draft.marking, isMust: false, columns: stage.columns, cells: bundled)
        try count(verdict(draft.feed, draft.line, .accepted, draft.note), report)
    }

    private mutating func count(_ verdict: RowVerdict, _ report: (RowVerdict) throws -> Void) throws {
        summary.count(verdict)
        try report(verdict)
    }

    private func verdict(_ feed: Int, _ line: Int, _ outcome: RowVerdict.Outcome, _ reason: String) -> RowVerdict {
        RowVerdict(feed: feed, line: line, outcome: outcome, reason: reason)
    }

    /// The digest of all rows, when all feeds are read.
    var rowsDigest: Digest256? { rows?.value }

    /// Asks the officers, when all feeds are read; what they have to approve is held.
    ///
    /// - Throws: ``TransferError``, `LedgerError`, `FileError`.
    mutating func requireApproval(of source: String) throws { try stage.requireApproval(of: source) }

    /// The spool, when all feeds are read.
    ///
    /// The run stays, and with it the stage: a copy of the stage taken out of a run that is consumed is freed by the compiler's
    /// release build (6.3.1) while it is in use.
    mutating func takeSpool() -> SegmentSpool? { spool.take() }
}

extension CoreCell.Report {
    /// What rules can ask about the row.
    func rowFacts(on today: CalendarDay) -> RowFacts {
        RowFacts(
            subject: subject.flatMap(SubjectClass.init(rawValue:)) ?? .unknown, confidence: Int64(confidence),
            age: Int64(today.daysSinceEpoch) - Int64(last.daysSinceEpoch))
    }
}
