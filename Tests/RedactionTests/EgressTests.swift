import Agreements
import Redaction
import SignedBundles
import Testing

@Suite struct `The egress check` {
    private func compare(_ bytes: [UInt8], with view: DecidedView, piece: Int = .max) -> EgressComparison {
        EgressComparison(of: read(bytes, piece: piece), with: view.plan)
    }

    private func read(_ bytes: [UInt8], piece: Int = .max) -> EgressFindings {
        var check = EgressCheck()
        var start = 0
        while start < bytes.count {
            let end = piece > bytes.count ? bytes.count : min(start + piece, bytes.count)
            check.feed(Array(bytes[start..<end]).span)
            start = end
        }
        return check.finish()
    }

    @Test func `finds what was decided in what was cut, in whatever pieces it comes`() throws {
        let trial = try Trial()
        let view = try trial.view()
        let bytes = try trial.cut(by: DecisionRule(view))
        for piece in [1, 7, 64, .max] {
            let comparison = compare(bytes, with: view, piece: piece)
            #expect(comparison.matches, "\(comparison.differences) \(String(describing: comparison.fault))")
            #expect(
                comparison.report.fields == [
                    .init(column: "core", found: .clear), .init(column: "note", found: .absent),
                    .init(column: "value", found: .clear),
                ])
        }
        #expect(read(bytes).segments.map(\.index) == [0])
        #expect(view.segments.map(\.shownRowCount) == [3, 0])
    }

    @Test(arguments: LooseRule.Fault.allCases)
    func `sees every way of showing something else than was decided`(fault: LooseRule.Fault) throws {
        let trial = try Trial()
        let view = try trial.view()
        let comparison = compare(try trial.cut(by: LooseRule(DecisionRule(view), fault)), with: view)
        #expect(!comparison.matches)
        #expect(comparison.fault == nil)
        #expect(!comparison.report.matches)
        #expect(comparison.differences.contains { $0.column == fault.column }, "\(comparison.differences)")
    }

    @Test func `makes the engine refuse`() throws {
        let trial = try Trial()
        let view = try trial.view()
        let comparison = compare(try trial.cut(by: LooseRule(DecisionRule(view), .columnTooMany)), with: view)
        var input = view.decision.input
        input.egress = comparison.report
        let decision = DecisionEngine.decide(input, under: trial.agreement)
        #expect(decision.reason == .egressMismatch)
        #expect(decision.outcome == .deny)
    }

    @Test func `reports each row that shows a value once`() throws {
        let trial = try Trial()
        let bytes = try trial.cut(by: DecisionRule(trial.view()))
        var rows: [[Int]] = []
        var check = EgressCheck()
        check.feed(bytes.span) { rows.append([$0, $1]) }
        #expect(check.finish().fault == nil)
        #expect(rows == [[0, 0], [0, 2], [0, 4]])
    }

    @Test func `refuses what it cannot read, and says on which line`() throws {
        let trial = try Trial()
        let text = String(decoding: try trial.cut(by: DecisionRule(trial.view())), as: UTF8.self)
        let edits: [(from: String, to: String, reason: EgressFault.Reason)] = [
            ("{\"dsse\":", "{\"dsze\":", .firstLine), ("{\"desc\":", "{\"dest\":", .unknownLine),
            ("\"seg\":0", "\"seg\":x", .descriptor), ("\"cover\":[[", "\"cover\":[(", .opening),
            ("{\"open\":{\"col\":\"value\"", "{\"open\":{\"col\":\"other\"", .openingOrder),
            ("{\"r\":4,", "{\"r\":2,", .rowOrder), ("{\"r\":4,", "{\"r\":3,", .strayCell), ("\"v4\"}}", "\"v4\"}", .row),
            ("\"value\":\"v4\"", "\"note\":\"v4\"", .strayCell), ("{\"end\":{\"rows\":3", "{\"end\":{\"rows\":4", .end),
        ]
        for edit in edits {
            let edited = text.replacing(edit.from, with: edit.to)
            #expect(edited != text, "\(edit.from)")
            #expect(read(Array(edited.utf8)).fault?.reason == edit.reason, "\(edit.from) to \(edit.to)")
        }
        #expect(read(Array(text.utf8.dropLast())).fault?.reason == .end)
        #expect(read(Array((text + "{}\n").utf8)).fault?.reason == .end)
        #expect(read([]).fault?.reason == .end)
    }
}

/// A rule that shows something else than was decided.
struct LooseRule: RedactionRule {
    enum Fault: String, CaseIterable {
        case columnTooMany, columnTooFew, rowTooMany, otherRow, segmentTooMany

        /// The column that differs; nothing for rows and descriptors.
        var column: String? {
            switch self {
            case .columnTooMany: "note"
            case .columnTooFew: "value"
            default: nil
            }
        }
    }

    private var rule: DecisionRule
    private let fault: Fault
    private var descriptor: SegmentDescriptor?
    private var segmentColumns: ColumnSet = []

    init(_ rule: DecisionRule, _ fault: Fault) {
        self.rule = rule
        self.fault = fault
    }

    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        self.descriptor = descriptor
        guard case .columns(var columns) = try rule.treatment(of: descriptor, index: index, isMust: isMust) else {
            return fault == .segmentTooMany ? .descriptorOnly : .withhold
        }
        change(&columns)
        segmentColumns = columns
        return .columns(columns)
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        let number = row.row
        var columns = try rule.shownColumns(of: row)
        change(&columns)
        switch fault {
        case .rowTooMany where number == 1: return segmentColumns
        case .otherRow where number == 1: return segmentColumns
        case .otherRow where number == 2: return []
        default: return columns
        }
    }

    private func change(_ columns: inout ColumnSet) {
        guard !columns.isEmpty, let place = fault.column.flatMap({ descriptor?.index(ofColumn: $0) }) else { return }
        if fault == .columnTooMany { columns.insert(.column(place)) } else { columns.remove(.column(place)) }
    }
}
