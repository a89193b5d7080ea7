import CryptoPrimitives
import SignedBundles
import TestVectors
import Testing

@Suite struct `Writing a bundle` {
    @Test(arguments: UInt64(0)..<24)
    func `and reading it gives the same cells`(seed: UInt64) throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: seed, segments: Int(seed % 4))
        var collector = CellCollector()
        let verified = try maker.terms().verify(made.bytes, piece: 50, into: &collector).get()
        for (segment, rows) in made.cells.enumerated() {
            #expect(collector.cells[segment]?.count == rows.count)
            for (row, cells) in rows.enumerated() {
                #expect(collector.cells[segment]?[row]?.sorted { $0.key < $1.key }.map(\.value) == cells.map { $0 ?? "" })
            }
        }
        #expect(verified.manifest == made.frame.manifest)
        #expect(verified.digest == made.frame.digest)
        #expect(verified.streamDigest == SHA256.hash(made.bytes))
        #expect(verified.streamByteCount == made.bytes.count)
        #expect(verified.rowCount == made.cells.map(\.count).reduce(0, +))
        #expect(verified.partialMust.isEmpty)
    }

    @Test func `tells the reader its parts in their order and where rows stand`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 3, segments: 2, rows: 2...2)
        var collector = CellCollector()
        _ = try maker.terms().verify(made.bytes, into: &collector).get()
        #expect(
            collector.events == [
                "begin", "segment 0", "row", "row", "end 0", "segment 1", "row", "row", "end 1",
            ])
        for offset in collector.rowOffsets {
            #expect(Array(made.bytes[offset..<offset + 5]) == Array("{\"r\":".utf8))
            #expect(made.bytes[offset - 1] == 0x0A)
        }
    }

    @Test func `pads a segment to a power of two with rows that claim nothing`() throws {
        let maker = try BundleMaker()
        var segment = try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: [StagedColumn("core")])
        for row in 0..<5 { segment.append([Array("\(row)".utf8)]) }
        segment.padRows()
        #expect(segment.rowCount == 8)
        let cells: [[String?]] = (0..<8).map { [$0 < 5 ? "\($0)" : nil] }
        let made = try maker.make([segment], cells: [cells])
        #expect(try maker.terms().verify(made.bytes).get().rowCount == 8)
    }

    @Test(arguments: [
        "1.0", "null", "{\"b\":1,\"a\":2}", " 1", "[[[[[[[1]]]]]]]", "\"\\u0041\"", "", "1,\"z\":2", "1,\"note\":2", "1}",
    ])
    func `refuses a cell that readers would refuse`(cell: String) throws {
        let maker = try BundleMaker()
        let columns = [StagedColumn("core"), StagedColumn("note")]
        var segment = try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: columns)
        segment.append([Array(cell.utf8), nil])
        #expect(throws: BundleError.self) { try maker.make([segment], cells: [[[cell, nil]]]) }
    }

    @Test func `refuses a segment without rows and columns out of order`() throws {
        let maker = try BundleMaker()
        let empty = try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: [StagedColumn("core")])
        #expect(throws: BundleError(.descriptor, .noRows)) { try maker.make([empty], cells: [[]]) }
        for names in [[], ["b", "a"], ["a", "a"], ["A"], [""], [String(repeating: "a", count: 33)]] {
            #expect(throws: BundleError(.descriptor, .columnNames)) {
                try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: names.map { StagedColumn($0) })
            }
        }
    }

    @Test func `gives no first line before it is signed`() throws {
        var generator = SplitMix64(state: 1)
        let frame = try BundleWriter(using: &generator).close(try BundleMaker().occasion())
        #expect(throws: BundleError(.envelope, .noSignature)) { try frame.firstLine() }
    }
}
