internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import TransparencyLog
internal import NodeStore
internal import SignedBundles

/// Stage `publish`: which rows a member may sign for a group, which of their columns, and which reduced columns are made for the parties
/// that are due a reduced form.
///
/// Rows are decided class by class while they are read; the decision over all of them is kept and logged before the bundle counts.
struct PublishStage {
    /// What becomes of rows of one class.
    enum Ruling {
        /// They are published as they are.
        case whole
        /// They are published, with these columns as they are.
        case part(columns: Set<String>, treatments: [String: Treatment])
        /// They are not, for a reason of the agreements.
        case refuse(String)

        /// Whether a column may be published as it is.
        func shows(_ column: String) -> Bool {
            switch self {
            case .whole: true
            case .part(let columns, _): columns.contains(column)
            case .refuse: false
            }
        }
    }

    private let node: Node
    private let desk: DecisionDesk
    private let held: HeldAgreement?
    private let grounds: QueryGrounds
    private var input: DecisionInput?
    /// In order of appearance.
    private var segments: [JudgedSegment] = []
    private var places: [Segment: Int] = [:]
    /// Where the last row belonged: rows mostly stand beside their like.
    private var last: (segment: Segment, place: Int)?
    /// The reduced columns to make, ascending by name.
    private let reduced: [ReducedColumn]
    /// The names of the columns of a report, ascending, with the reduced ones.
    let columns: [String]

    /// What is about to be published, where officers have to approve it.
    private var rows: RowsDigest?
    /// What officers approved.
    private var approved: ApprovalSubject?

    private struct Segment: Hashable {
        let kind: String
        let marking: Marking
        let isMust: Bool
    }

    private struct JudgedSegment {
        var classifier: RowClassifier
        var rulings: [Ruling] = []
    }

    /// - Throws: ``AgreeingError/denied(_:_:)`` when nothing may be published at all, which is logged; what ``DecisionDesk`` throws.
    init(_ node: Node, for request: PublishRequest) throws {
        self.node = node
        grounds = request.grounds
        desk = try DecisionDesk(node, at: request.time)
        let own = node.settings.member
        let governance = desk.governance(of: request.group, from: own, to: own)
        guard governance != .profile else {
            held = nil
            reduced = []
            columns = Self.columns(of: request, [])
            return
        }
        if case .agreement(let agreement) = governance { held = agreement } else { held = nil }
        reduced = desk.agreements.reducedColumns(for: own, in: request.group, at: request.time)
        columns = Self.columns(of: request, reduced)
        let input = try desk.input(.publish, from: own, to: own, group: request.group, under: held, for: request.grounds)
        let empty = desk.decide(input)
        guard empty.outcome == .allow else {
            try node.log(node.keep(empty, about: CommittedItems()))
            let under = held.map { " under \($0.agreement.id) version \($0.agreement.version)" } ?? ""
            throw AgreeingError.denied(
                empty.reason.rawValue, "nothing may be published for \(request.group.name)\(under): \(empty.reason.meaning)")
        }
        self.input = input
        rows = RowsDigest.forOfficers(under: held?.agreement)
    }

    private static func columns(of request: PublishRequest, _ reduced: [ReducedColumn]) -> [String] {
        let locked = request.lockedColumns.isEmpty ? [] : [RowSchema.lockedColumn]
        let linking = request.linksEpochs ? [RowSchema.previousTagColumn] : []
        return (ReportColumns.names + locked + linking + reduced.map(\.name)).sorted()
    }

    /// What stands for the end of retention where nothing limits it.
    private static let noLimit = "none"

    /// Whether an agreement rules; else every row is published as it is.
    var isRuling: Bool { input != nil }

    /// Decides about a row.
    ///
    /// - Parameter columns: the same for every row of a kind and marking.
    mutating func judge(
        kind: IndicatorKind, marking: Marking, isMust: Bool = false, columns: [String], _ facts: RowFacts
    ) -> Ruling {
        guard isRuling else { return .whole }
        guard let place = place(of: Segment(kind: kind.name, marking: marking, isMust: isMust), columns) else {
            return .refuse(ReasonCode.noRule.rawValue)
        }
        let number = segments[place].classifier.classify(facts)
        if number == segments[place].rulings.count { decide(number, in: place) }
        return segments[place].rulings[number]
    }

    /// Finds where a segment stands, or begins it; nothing without an agreement. Input and agreement are large and are not copied
    /// for each row.
    private mutating func place(of segment: Segment, _ columns: [String]) -> Int? {
        if let last, last.segment == segment { return last.place }
        let place = places[segment] ?? segments.count
        if place == segments.count {
            guard let agreement = held?.agreement else { return nil }
            let rows = RowClass(
                kind: segment.kind, tlp: segment.marking.name, rows: 0, columns: columns, isMust: segment.isMust)
            segments.append(JudgedSegment(classifier: RowClassifier(agreement: agreement, segment: rows)))
            places[segment] = place
        }
        last = (segment, place)
        return place
    }

    /// Decides about a class of rows that appears for the first time.
    private mutating func decide(_ number: Int, in place: Int) {
        var ruling = Ruling.refuse(ReasonCode.noRule.rawValue)
        if var single = input {
            single.classes = [segments[place].classifier.classes[number]]
            var decision = desk.decide(single)
            if decision.classes.first?.reason == .approvalNeeded {
                // Whether officers approve is asked once for all rows, in ``requireApproval(of:)``.
                single.approvals = Approval.assumed(decision.neededApprovals, at: desk.time)
                decision = desk.decide(single)
            }
            ruling = self.ruling(decision)
        }
        segments[place].rulings.append(ruling)
    }

    private func ruling(_ decision: Decision) -> Ruling {
        guard let rows = decision.classes.first, rows.outcome == .allow else {
            return .refuse((decision.classes.first?.reason ?? decision.reason).rawValue)
        }
        let shown = Set(rows.fields.filter { $0.form == .clear }.map(\.column))
        if reduced.isEmpty, columns.allSatisfy(shown.contains) { return .whole }
        return .part(
            columns: shown,
            treatments: Dictionary(rows.fields.map { ($0.column, $0.treatment) }) { first, _ in first })
    }

    /// The cells of a report as they are published: those of ``ReportColumns/names`` come in, those of ``columns`` go out.
    func cells(_ cells: [[UInt8]?], under ruling: Ruling) -> [[UInt8]?] {
        if case .whole = ruling, columns.count == ReportColumns.names.count { return cells }
        let whole = Dictionary(zip(ReportColumns.names, cells)) { first, _ in first }.compactMapValues { $0 }
        guard case .part(let shown, let treatments) = ruling else { return columns.map { whole[$0] } }
        var published = whole.filter { shown.contains($0.key) }
        for column in reduced where treatments[column.base].map({ $0 <= column.treatment }) ?? false {
            guard let cell = whole[column.base], let value = try? StrictJSON.parse(cell) else { continue }
            published[column.name] = column.treatment.applied(to: value)?.canonicalBytes()
        }
        return columns.map { published[$0] }
    }

    /// Notes a row as it will be published, for the officers who may have to approve.
    mutating func note(_ cells: [[UInt8]?]) { rows?.note(cells) }

    /// Holds all rows until officers have approved, where the rules ask for it.
    ///
    /// - Parameter source: what officers look at.
    /// - Throws: ``TransferError`` (held, rejected), `LedgerError`, `FileError`.
    mutating func requireApproval(of source: String) throws {
        guard var whole = input, let rows else { return }
        whole.classes = segments.flatMap(\.classifier.classes)
        let settled = try OfficersDecision(whole, at: desk).settled(showing: { rows.value }, for: source)
        input?.approvals = settled.decision.input.approvals
        approved = settled.subject
    }

    /// Commits what was decided and that the bundle is published, before anybody takes it in.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func log(_ assembled: borrowing AssembledBundle, scrub: ScrubReport, markings: [Marking]) throws {
        let manifest = assembled.place.digest.hex
        let items = CommittedItems([manifest])
        var events: [LoggedEvent] = []
        var retainUntil: Timestamp?
        if var whole = input {
            whole.classes = segments.flatMap(\.classifier.classes)
            whole.items = [manifest]
            whole.scrub = scrub
            let decision = desk.decide(whole)
            retainUntil = decision.retainUntil
            events.append(try node.keep(decision, about: items, approved: approved))
            events += [decision.brokenGlass(for: grounds)].compactMap(\.self)
        }
        let labels = Set(markings).sorted().map { JSONValue.string($0.name) }
        var fields: [(DetailField, JSONValue)] = [
            (.bundle, .string(assembled.bundle.hex)), (.label, .array(labels)),
            (.retainUntil, .string(retainUntil?.rfc3339 ?? Self.noLimit)),
        ]
        fields += items.fields
        var further = items.further
        further.append(("manifest", .item, .string(manifest)))
        events.append(LoggedEvent(.publish, fields, further: further))
        try node.log(events)
        if let approved { try node.release(approved.name) }
    }
}
