import SignedBundles
import Testing

@Suite struct `A flipped bit` {
    /// Every bit of a redaction with a hidden row; the shards only spread the work.
    @Test(arguments: 0..<8)
    func `anywhere in a singly signed bundle is refused`(shard: Int) throws {
        let maker = try BundleMaker()
        let terms = try maker.terms()
        var segment = try StagedSegment(
            kind: "url", tlp: "GREEN", isMust: false,
            columns: [StagedColumn("core", isRequired: true), StagedColumn("note")])
        let rows: [[String?]] = [["{\"a\":[1,true],\"é\":\"\\n\"}", "\"a\""], ["-2", nil], ["false", "\"b\""]]
        for row in rows { segment.append(row.map { $0?.bytes }) }
        var list = CutList()
        list.drop(rows: 1...1, inSegment: 0)
        var bytes = try maker.redact(try maker.make([segment], cells: [rows]).bytes, by: list).bytes
        #expect((try? terms.verify(bytes).get()) != nil)
        for bit in stride(from: shard, to: bytes.count * 8, by: 8) {
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let verdict = terms.verify(bytes)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            if case .success = verdict { Issue.record("bit \(bit % 8) of byte \(bit / 8)") }
        }
    }
}
