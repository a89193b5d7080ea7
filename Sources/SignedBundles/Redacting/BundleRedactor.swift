internal import CryptoPrimitives

/// Cuts a bundle down while it is verified: a consumer of ``BundleVerifier`` that writes a further redaction.
///
/// The source may be a redaction already. The signature stays good, since hidden cells leave their hashes behind, and
/// there is one byte form for what is left. Discard the output unless the verifier finished without an error and
/// ``finish()`` was called after that.
///
/// Memory is bounded by the opening nodes of one segment; its row lines go through the spool.
public struct BundleRedactor<Rule: RedactionRule, Sink: BundleSink, Spool: RowSpool>: BundleConsumer {
    /// The rule that was asked.
    public private(set) var rule: Rule
    /// Where the redaction was written.
    public private(set) var sink: Sink
    /// What was left of each segment of the source so far.
    public private(set) var outcomes: [SegmentOutcome] = []

    private var spool: Spool
    private let allowsPartialMust: Bool
    private var segment: SegmentCut?
    private var line: [UInt8] = []
    private var rowCount = 0
    private var segmentCount = 0
    private let limits = BundleLimits.standard

    /// Begins a redaction.
    ///
    /// - Parameter allowsPartialMust: whether must segments may be cut too, as evidence for outsiders is; nobody can
    ///   import such a bundle.
    public init(_ rule: Rule, into sink: Sink, spool: Spool, allowsPartialMust: Bool = false) {
        self.rule = rule
        self.sink = sink
        self.spool = spool
        self.allowsPartialMust = allowsPartialMust
    }

    /// Writes the last line.
    ///
    /// - Throws: ``BundleError`` of the sink.
    public mutating func finish() throws(BundleError) {
        line.removeAll(keepingCapacity: true)
        LineWriter.appendEnd(rows: rowCount, segments: segmentCount, to: &line)
        try writeLine()
    }

    /// Hands the line that was put together to the sink.
    private mutating func writeLine() throws(BundleError) {
        let bytes = line
        try sink.write(bytes.span)
    }

    /// Writes the first line as it stands.
    ///
    /// - Throws: ``BundleError`` of the sink.
    public mutating func envelope(_ line: Span<UInt8>) throws(BundleError) {
        try sink.write(line)
        try sink.write([UInt8(ascii: "\n")].span)
    }

    /// Asks the rule what is left of a segment.
    ///
    /// - Throws: ``BundleError`` of the rule, and with `E_MUST` when it cuts what must stay whole.
    public mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        let treatment = try rule.treatment(of: descriptor, index: index, isMust: opening.isMust)
        if opening.isMust, treatment == .withhold { throw BundleError(.must, .mustStaysWhole) }
        if opening.isMust, !allowsPartialMust {
            let least = rule.keepsMustWhole ? ColumnSet(first: descriptor.columns.count) : descriptor.requiredColumns
            guard case .columns(let kept) = treatment, least.isSubset(of: kept) else { throw BundleError(.must, .mustStaysWhole) }
        }
        segment = SegmentCut(
            descriptor, index: index, opening: opening, treatment: treatment, nodeLimit: limits.openingNodes)
    }

    /// Asks the rule what is left of a row and keeps its line.
    ///
    /// - Throws: ``BundleError`` of the rule or the spool, and with `E_LIMIT` for too many opening nodes.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {
        guard let treatment = segment?.treatment, case .columns(let columns) = treatment else {
            segment?.passOver()
            return
        }
        let isMust = segment?.opening.isMust == true && !allowsPartialMust
        let asked = isMust && rule.keepsMustWhole ? columns : try rule.shownColumns(of: row).intersection(columns)
        let shown = try segment?.take(row, showing: asked) ?? []
        guard !shown.isEmpty else {
            guard !isMust || rule.keepsMustWhole else { throw BundleError(.must, .mustStaysWhole) }
            return
        }
        line.removeAll(keepingCapacity: true)
        segment?.appendLine(of: row, showing: shown, to: &line)
        let bytes = line
        try spool.append(bytes.span)
    }

    /// Writes what is left of the segment.
    ///
    /// - Throws: ``BundleError`` of the spool or the sink.
    public mutating func endSegment(index: Int) throws(BundleError) {
        guard var cut = segment else { return }
        segment = nil
        outcomes.append(try cut.finish())
        guard cut.treatment != .withhold else { return }
        segmentCount += 1
        rowCount += cut.shownRowCount
        line.removeAll(keepingCapacity: true)
        LineWriter.appendSegment(cut.descriptor.canonicalBytes(), index: index, to: &line)
        try writeLine()
        for column in cut.openings {
            line.removeAll(keepingCapacity: true)
            LineWriter.appendOpening(
                column: cut.descriptor.columns[column.column].name, cover: column.cover, hide: column.hide, to: &line)
            guard line.count - 1 <= limits.openLineBytes else { throw BundleError(.limit, .lineTooLong) }
            try writeLine()
        }
        try spool.drain(into: &sink)
    }
}

extension BundleRedactor where Spool == MemorySpool {
    /// Begins a redaction that keeps the rows of one segment in memory.
    public init(_ rule: Rule, into sink: Sink, allowsPartialMust: Bool = false) {
        self.init(rule, into: sink, spool: MemorySpool(), allowsPartialMust: allowsPartialMust)
    }
}

/// What a redaction left of one segment of its source.
public struct SegmentOutcome: Sendable, Hashable {
    /// The place of the segment in the manifest.
    public let segment: Int
    /// Whether its descriptor is still shipped.
    public let isShipped: Bool
    /// How many rows it has.
    public let rowCount: Int
    /// How many rows the source showed.
    public let sourceRowCount: Int
    /// How many rows are still shown.
    public let shownRowCount: Int
    /// The columns of which the source showed a cell and none is shown any more.
    public let hiddenColumns: [String]
}
