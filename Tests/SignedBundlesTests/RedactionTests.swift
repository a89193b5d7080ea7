import CryptoPrimitives
import SignedBundles
import TestVectors
import Testing

/// Shows each cell, row and segment or not, as a seed decides; the same question always gets the same answer.
struct RandomRule: RedactionRule {
    let seeds: [UInt64]

    func keeps(_ parts: Int...) -> Bool {
        seeds.allSatisfy { seed in
            var generator = SplitMix64(state: parts.reduce(seed) { ($0 &+ UInt64($1 + 1)) &* 0x9E37_79B9_7F4A_7C15 })
            return generator.next() % 4 != 0
        }
    }

    func keeps(segment: Int) -> Bool { keeps(segment) }

    /// The columns of a row that stay, by the rule on required columns too; column 0 is the required one.
    func columns(segment: Int, row: Int, of count: Int) -> ColumnSet {
        guard keeps(segment, 1000 + row) else { return [] }
        let kept = (0..<count).filter { keeps(segment, 2000 + $0) && ($0 == 0 || keeps(segment, row, $0)) }
        return kept.contains(0) ? ColumnSet(kept) : []
    }

    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        if isMust { return .columns(ColumnSet(first: descriptor.columns.count)) }
        guard keeps(segment: index) else { return .withhold }
        return .columns(ColumnSet((0..<descriptor.columns.count).filter { keeps(index, 2000 + $0) }))
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        columns(segment: row.segment, row: row.row, of: 3)
    }
}

extension BundleMaker {
    /// Verifies and cuts a bundle in one pass.
    func redact<Rule: RedactionRule>(
        _ bytes: [UInt8], by rule: Rule, allowsPartialMust: Bool = false
    ) throws -> (bytes: [UInt8], rule: Rule, outcomes: [SegmentOutcome]) {
        var redactor = BundleRedactor(rule, into: CollectedBytes(), allowsPartialMust: allowsPartialMust)
        var verifier = BundleVerifier(try terms())
        var start = 0
        while start < bytes.count {
            let end = min(start + 999, bytes.count)
            try verifier.feed(bytes.span.extracting(start..<end), to: &redactor)
            start = end
        }
        _ = try verifier.finish()
        try redactor.finish()
        return (redactor.sink.bytes, redactor.rule, redactor.outcomes)
    }
}

@Suite struct `Redacting a bundle` {
    @Test(arguments: UInt64(0)..<40)
    func `leaves exactly the rows and cells it was to leave`(seed: UInt64) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: seed, segments: 3, rows: 1...40)
        let rule = RandomRule(seeds: [seed])
        let result = try maker.redact(made.bytes, by: rule)
        var collector = CellCollector()
        _ = try maker.terms().verify(result.bytes, into: &collector).get()
        #expect(collector.cells == expectedCells(made, rule))
        #expect(collector.descriptors.keys.sorted() == (0..<3).filter { $0 == 2 || rule.keeps(segment: $0) })
    }

    @Test(arguments: UInt64(0)..<40)
    func `twice gives the same bytes as once with both rules`(seed: UInt64) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: seed &+ 100, segments: 3, rows: 1...60)
        let once = try maker.redact(made.bytes, by: RandomRule(seeds: [seed, seed &+ 1])).bytes
        let first = try maker.redact(made.bytes, by: RandomRule(seeds: [seed])).bytes
        #expect(try maker.redact(first, by: RandomRule(seeds: [seed &+ 1])).bytes == once)
        #expect(try maker.redact(once, by: RandomRule(seeds: [seed])).bytes == once)
    }

    @Test(arguments: UInt64(0)..<20)
    func `by nothing gives the same bytes`(seed: UInt64) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: seed, segments: 2)
        #expect(try maker.redact(made.bytes, by: CutList()).bytes == made.bytes)
        let cut = try maker.redact(made.bytes, by: RandomRule(seeds: [seed])).bytes
        #expect(try maker.redact(cut, by: CutList()).bytes == cut)
    }

    @Test(arguments: UInt64(0)..<24)
    func `twice in two ways reveals no third cell`(seed: UInt64) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: seed, segments: 2, rows: 1...33, mustLast: false)
        let rules = [RandomRule(seeds: [seed]), RandomRule(seeds: [seed &+ 7])]
        var derivable: Set<CellPlace> = []
        var union = BundleUnion()
        for rule in rules {
            var salts = SaltCollector()
            let bytes = try maker.redact(made.bytes, by: rule).bytes
            _ = try maker.terms().verify(bytes, into: &salts).get()
            _ = try maker.terms().verify(bytes, into: &union).get()
            derivable.formUnion(salts.derivable)
        }
        var allowed: Set<CellPlace> = []
        for (segment, rows) in made.cells.enumerated() {
            for row in rows.indices {
                for rule in rules where rule.keeps(segment: segment) {
                    for column in rule.columns(segment: segment, row: row, of: 3).indices {
                        allowed.insert(CellPlace(segment: segment, row: row, column: column))
                    }
                }
            }
        }
        #expect(derivable == allowed)
        #expect(Set(union.cells.keys) == allowed)
        for (place, value) in union.cells {
            #expect(value.map { String(decoding: $0, as: UTF8.self) } == made.cells[place.segment][place.row][place.column])
        }
    }

    @Test func `drops what a list names and leaves must segments whole`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 9, segments: 3, rows: 8...8)
        var list = CutList()
        list.drop(segment: 1)
        list.drop(column: "value")
        list.drop(rows: 0...0, inSegment: 0)
        list.drop(rows: 3...7, inSegment: 0)
        let result = try maker.redact(made.bytes, by: list)
        var collector = CellCollector()
        let verified = try maker.terms().verify(result.bytes, into: &collector).get()
        #expect(collector.cells.keys.sorted() == [0, 2])
        #expect(collector.cells[0]?.keys.sorted() == [1, 2])
        #expect(collector.cells[0]?[1]?.keys.sorted() == [0, 1])
        #expect(collector.cells[2]?.count == 8)
        #expect(collector.cells[2]?[0]?.keys.sorted() == [0, 1, 2])
        #expect(verified.partialMust.isEmpty)
        #expect(result.rule.unmatched.isEmpty)
        #expect(result.outcomes.map(\.isShipped) == [true, false, true])
        #expect(result.outcomes.map(\.sourceRowCount) == [8, 8, 8])
        #expect(result.outcomes.map(\.shownRowCount) == [2, 0, 8])
        #expect(result.outcomes.map(\.hiddenColumns) == [["value"], ["core", "ctx", "value"], []])
    }

    @Test func `tells what a list names in vain`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 9, segments: 2, rows: 3...3)
        var list = CutList()
        list.drop(segment: 7)
        list.drop(column: "nothing")
        list.drop(column: "value", inSegment: 5)
        list.drop(rows: 2...3, inSegment: 0)
        #expect(try maker.redact(made.bytes, by: list).rule.unmatched == ["segment 7", "nothing", "5:value", "rows of 0"])
    }

    @Test func `never cuts a must segment`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 9, segments: 2, rows: 3...3)
        var lists = [CutList(), CutList(), CutList()]
        lists[0].drop(segment: 1)
        lists[1].drop(column: "value", inSegment: 1)
        lists[2].drop(rows: 0...0, inSegment: 1)
        for list in lists {
            #expect(throws: BundleError(.must, .mustStaysWhole)) { try maker.redact(made.bytes, by: list) }
        }
    }

    @Test func `of a required column hides the rows but keeps the descriptor`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 4, segments: 2, rows: 5...5)
        var list = CutList()
        list.drop(column: "core", inSegment: 0)
        var collector = CellCollector()
        let result = try maker.redact(made.bytes, by: list)
        _ = try maker.terms().verify(result.bytes, into: &collector).get()
        #expect(collector.cells.keys.sorted() == [1])
        #expect(collector.descriptors.keys.sorted() == [0, 1])
    }

    @Test(arguments: [0, 6, 12])
    func `to one row gives evidence that verifies but names its partial must segments`(row: Int) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 21, segments: 3, rows: 13...13)
        let evidence = try maker.redact(
            made.bytes, by: SingleRow(row, inSegment: 1), allowsPartialMust: true)
        var collector = CellCollector()
        let verified = try maker.terms().verify(evidence.bytes, into: &collector).get()
        #expect(collector.cells.mapValues { $0.keys.sorted() } == [1: [row]])
        #expect(verified.partialMust == [2])
        #expect(evidence.bytes.count < 6_000)
    }

    private func expectedCells(_ made: MadeBundle, _ rule: RandomRule) -> [Int: [Int: [Int: String]]] {
        var expected: [Int: [Int: [Int: String]]] = [:]
        for (segment, rows) in made.cells.enumerated() {
            let isMust = made.segments[segment].isMust
            guard isMust || rule.keeps(segment: segment) else { continue }
            for (row, cells) in rows.enumerated() {
                let shown = isMust ? ColumnSet(first: 3) : rule.columns(segment: segment, row: row, of: 3)
                guard !shown.isEmpty else { continue }
                let kept = shown.indices.map { ($0, cells[$0] ?? "") }
                expected[segment, default: [:]][row] = Dictionary(uniqueKeysWithValues: kept)
            }
        }
        return expected
    }
}

/// Derives every salt that a bundle hands over.
struct SaltCollector: BundleConsumer {
    var derivable: Set<CellPlace> = []

    mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        for (column, node) in opening.salts {
            let end = min(node.subtree.endRow, descriptor.rowCount)
            for row in node.subtree.firstRow..<end {
                derivable.insert(CellPlace(segment: index, row: row, column: column))
            }
        }
    }
}
