internal import Agreements
internal import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore

/// The rows of one renewal on their way into the spool.
struct RenewalRun: ~Copyable {
    private let renewal: Renewal
    private let publisher: MemberID
    private let isLinked: Bool
    private let blinders: [EpochNumber: EpochBlinder]
    private let locking: RowLocking
    private let today: CalendarDay
    private var spool: SegmentSpool?
    var stage: PublishStage
    private(set) var markings: Set<Marking> = []
    private(set) var summary = PublishSummary()

    /// - Parameter blinders: those of every epoch whose secrets are here; what was locked under one is opened with it.
    init(
        _ renewal: Renewal, of publisher: MemberID, for request: PublishRequest, blinders: [EpochNumber: EpochBlinder],
        spool: consuming SegmentSpool, stage: PublishStage
    ) {
        self.renewal = renewal
        self.publisher = publisher
        self.blinders = blinders
        self.stage = stage
        isLinked = request.linksEpochs
        locking = RowLocking(request.lockedColumns, epoch: renewal.epoch, publisher: publisher)
        lockable = PublishRequest.lockableColumns.subtracting(request.lockedColumns)
        today = request.time.day
        self.spool = .some(spool)
    }

    /// Columns whose locked cells stay out, since nothing would lock them again.
    private let lockable: Set<String>

    mutating func take(_ report: Renewal.Report, _ secrets: ArraySlice<MatchSecret>) throws {
        summary.read += 1
        guard let own = secrets.first, !(try renewal.isRenewed(report.kind, own.tag(epoch: renewal.epoch))) else {
            summary.duplicate += 1
            return
        }
        let marking = Marking(report.row.marking) ?? .red
        let ruling = stage.judge(kind: report.kind, marking: marking, columns: stage.columns, report.rowFacts(on: today))
        if case .refuse(let reason) = ruling { return refuse(reason) }
        let whole = try cells(of: report, secrets)
        var cells = stage.cells(ReportColumns.names.map { whole[$0] }, under: ruling)
        if let place = stage.columns.firstIndex(of: RowSchema.previousTagColumn), ruling.shows(RowSchema.previousTagColumn) {
            cells[place] = whole[RowSchema.previousTagColumn]
        }
        // What officers approve is all that will be signed, save that locked cells are not locked yet.
        stage.note(cells)
        cells = try locking.cells(cells, keyedBy: own, columns: stage.columns, under: ruling, in: &spool)
        try spool?.append(kind: report.kind, marking: marking, isMust: false, columns: stage.columns, cells: cells)
        markings.insert(marking)
        summary.accepted += 1
    }

    private func cells(of report: Renewal.Report, _ secrets: ArraySlice<MatchSecret>) throws -> [String: [UInt8]] {
        let old = try? blinders[report.row.key.epoch]?.secret(of: report.kind, canonical: report.canonical.span)
        var cells = try report.cells(secrets, in: renewal.epoch, by: publisher, opening: old, isLinked: isLinked)
        let wasLocked = report.row.value(of: RowSchema.lockedColumn) != nil
        for column in lockable where wasLocked && report.row.value(of: column) == nil { cells[column] = nil }
        return cells
    }

    private mutating func refuse(_ reason: String) {
        summary.refused += 1
        summary.refusals[reason, default: 0] += 1
    }

    mutating func takeSpool() -> SegmentSpool? { spool.take() }
}

extension Renewal.Report {
    /// What rules can ask about the row.
    fileprivate func rowFacts(on today: CalendarDay) -> RowFacts {
        let statement = row.claim.statement
        let core = row.value(of: RowSchema.coreColumn).flatMap { try? StrictJSON.parse($0).object }
        return RowFacts(
            subject: core?["subject"]?.string.flatMap(SubjectClass.init(rawValue:)) ?? .unknown,
            confidence: Int64(statement.confidencePercent),
            age: Int64(today.daysSinceEpoch) - Int64((statement.last ?? today).daysSinceEpoch))
    }
}
