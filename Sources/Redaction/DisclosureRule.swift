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
    }

    private let gate: DisclosureGate
    private let request: DisclosureGate.Request
    private var columnCount = 0
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
        let granted = decision.grants[0].columns
        guard !granted.isEmpty else { return .withhold }
        return .columns(ColumnSet(descriptor.columns.indices.filter { granted.contains(descriptor.columns[$0].name) }))
    }

    public mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        ColumnSet(first: columnCount)
    }
}
