public import Agreements
public import SignedBundles

/// Cuts a bundle down to what the gate lets one recipient see, and keeps what it decided for the record.
public struct DisclosureRule: RedactionRule, Sendable {
    /// What was decided about one segment.
    public struct Ruling: Sendable {
        /// The place of the segment in the manifest.
        public let segment: Int
        /// The gate's decision about it.
        public let decision: DisclosureDecision
        /// Rows hidden for an outcome that no rule names.
        public internal(set) var hiddenRowCount = 0
    }

    private let gate: DisclosureGate
    private let request: DisclosureGate.Request
    private var columnCount = 0
    private var coreColumn: Int?
    /// What the cell of a row begins or goes on with that may not leave the segment at hand.
    private var hiddenActs: [[UInt8]] = []
    /// The decisions so far, in the order of segments.
    public private(set) var rulings: [Ruling] = []

    /// A rule for one recipient.
    public init(gate: DisclosureGate, request: DisclosureGate.Request) {
        self.gate = gate
        self.request = request
    }

    /// Whether nothing at all may leave.
    public var isEmpty: Bool { rulings.allSatisfy(\.decision.isEmpty) }

    public mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        let subject = DisclosureGate.Subject(
            kind: descriptor.kind, marking: descriptor.tlp, isMust: isMust, columns: descriptor.columns.map(\.name))
        let decision = gate.decide(request, about: [subject])
        rulings.append(Ruling(segment: index, decision: decision))
        columnCount = descriptor.columns.count
        coreColumn = descriptor.index(ofColumn: "core")
        hiddenActs = DisclosureProfile.guardedActs.subtracting(decision.grants[0].acts).sorted().map {
            Array("\"act\":\"\($0)\"".utf8)
        }
        let granted = decision.grants[0].columns
        guard !granted.isEmpty else { return .withhold }
        return .columns(ColumnSet(descriptor.columns.indices.filter { granted.contains(descriptor.columns[$0].name) }))
    }

    public mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        guard namesHiddenAct(row) else { return ColumnSet(first: columnCount) }
        rulings[rulings.count - 1].hiddenRowCount += 1
        return ColumnSet()
    }

    /// Whether the core of a row names an outcome that no rule lets leave. In canonical JSON a member reads one way only, and
    /// no text can hold its quotes unescaped.
    private func namesHiddenAct(_ row: borrowing RowView) -> Bool {
        guard !hiddenActs.isEmpty, let coreColumn else { return false }
        return row.withCell(ofColumn: coreColumn) { core in
            hiddenActs.contains { core.holds($0) }
        } ?? false
    }
}

extension Span where Element == UInt8 {
    /// Whether a run of bytes stands anywhere in these.
    fileprivate func holds(_ run: [UInt8]) -> Bool {
        guard count >= run.count, let first = run.first else { return false }
        for start in 0...(count - run.count) where self[start] == first {
            var length = 1
            while length < run.count, self[start + length] == run[length] { length += 1 }
            if length == run.count { return true }
        }
        return false
    }
}
