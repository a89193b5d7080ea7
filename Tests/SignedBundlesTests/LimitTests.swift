import CanonicalCoding
import MemberRegistry
import SignedBundles
import Testing

/// Every limit at it and one past it. Limits too large to reach are lowered to what a small bundle has.
@Suite struct `Limits` {
    @Test func `are those of the format`() {
        let limits = BundleLimits.standard
        #expect(limits.lineBytes == 1_048_576)
        #expect(limits.firstLineBytes == 2_097_152)
        #expect(limits.openLineBytes == 134_217_728)
        #expect(limits.manifestBytes == 1_048_576)
        #expect(limits.signatures == 16)
        #expect(limits.segments == 4_096)
        #expect(limits.columns == 64)
        #expect(limits.segmentRows == 16_777_216)
        #expect(limits.openingNodes == 2_097_152)
        #expect(limits.streamBytes == 17_179_869_184)
    }

    /// Verifies with one limit set to a value and to one less.
    private func check(
        _ limit: WritableKeyPath<BundleLimits, Int>, _ value: Int, line: Int, _ bytes: [UInt8]
    ) throws {
        let maker = try BundleMaker()
        var limits = BundleLimits.standard
        limits[keyPath: limit] = value
        #expect(try maker.verdict(of: bytes, limits: limits) == "OK")
        limits[keyPath: limit] = value - 1
        #expect(try maker.verdict(of: bytes, limits: limits) == "E_LIMIT \(line)")
    }

    @Test func `hold for lines of each sort`() throws {
        let made = try BundleMaker().makeSmall()
        let lengths = made.lines.map(\.count)
        try check(\.firstLineBytes, lengths[0], line: 1, made.bytes)
        try check(\.openLineBytes, lengths[2], line: 3, made.bytes)
        try check(\.lineBytes, lengths[1], line: 2, made.bytes)
    }

    @Test func `hold for a line that never ends`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        var limits = BundleLimits.standard
        limits.lineBytes = 1_000
        limits.openLineBytes = 3_000
        let begun: [UInt8] = made.lines.prefix(2).flatMap { $0 + [0x0A] }
        #expect(try maker.verdict(of: begun + [UInt8](repeating: 0x20, count: 1_000), limits: limits) == "E_TRUNC 3")
        #expect(try maker.verdict(of: begun + [UInt8](repeating: 0x20, count: 1_001), limits: limits) == "E_LIMIT 3")
        let open = "{\"open\":".bytes
        #expect(try maker.verdict(of: begun + open + [UInt8](repeating: 0x20, count: 2_992), limits: limits) == "E_TRUNC 3")
        #expect(try maker.verdict(of: begun + open + [UInt8](repeating: 0x20, count: 2_993), limits: limits) == "E_LIMIT 3")
        limits.firstLineBytes = 500
        #expect(try maker.verdict(of: [UInt8](repeating: 0x20, count: 500), limits: limits) == "E_ENVELOPE 1")
        #expect(try maker.verdict(of: open + [UInt8](repeating: 0x20, count: 501), limits: limits) == "E_LIMIT 1")
    }

    @Test func `hold for manifest, segments, columns, rows, nodes and stream`() throws {
        let made = try BundleMaker().makeSmall()
        try check(\.manifestBytes, made.frame.envelope.payload.count, line: 1, made.bytes)
        try check(\.segments, 1, line: 1, made.bytes)
        try check(\.columns, 2, line: 2, made.bytes)
        try check(\.segmentRows, 3, line: 2, made.bytes)
        try check(\.openingNodes, 2, line: 4, made.bytes)
        try check(\.streamBytes, made.bytes.count, line: 8, made.bytes)
    }

    @Test func `count nodes anew in every segment`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 5, segments: 2, rows: 4...4)
        try check(\.openingNodes, 3, line: 5, made.bytes)
    }

    @Test func `allow 16 signatures by one key and no more`() throws {
        let maker = try BundleMaker()
        var made = try maker.makeSmall()
        made.lines[0] = try maker.firstLine(payload: made.frame.envelope.payload, signatures: 16)
        #expect(try maker.verdict(of: made.bytes) == "OK")
        made.lines[0] = try maker.firstLine(payload: made.frame.envelope.payload, signatures: 17)
        #expect(try maker.verdict(of: made.bytes) == "E_LIMIT 1")
    }

    @Test func `allow names of 64 bytes for kind and marking, of 32 for columns`() throws {
        let maker = try BundleMaker()
        for surplus in [0, 1] {
            let expected = surplus == 0 ? "OK" : "E_DESC 2"
            let label = JSONValue.string(String(repeating: "a", count: 64 + surplus))
            let made = try oneCell("0", maker)
            for name in ["kind", "tlp"] {
                #expect(try maker.verdict(of: maker.redescribed(made) { $0[name] = label }) == expected, "\(name)")
            }
        }
        let column = String(repeating: "c", count: 32)
        var segment = try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: [StagedColumn(column)])
        segment.append(["0".bytes])
        #expect(try maker.verdict(of: maker.make([segment], cells: [[["0"]]]).bytes) == "OK")
    }

    @Test func `allow cells of six levels in their line of eight`() throws {
        let maker = try BundleMaker()
        for (depth, expected) in [(6, "OK"), (7, "E_LIMIT 4")] {
            let cell = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            var made = try oneCell(depth == 6 ? cell : "0", maker)
            made.lines[3] = "{\"r\":0,\"v\":{\"core\":\(cell)}}".bytes
            #expect(try maker.verdict(of: made.bytes) == expected)
        }
    }

    @Test func `allow strings and names of 64 KiB, escapes resolved`() throws {
        let maker = try BundleMaker()
        for text in ["a", "\\n"] {
            for (count, expected) in [(65_536, "OK"), (65_537, "E_LIMIT 4")] {
                let long = "\"" + String(repeating: text, count: count) + "\""
                for cell in [long, "{\(long):1}"] {
                    var made = try oneCell(count == 65_536 ? cell : "0", maker)
                    made.lines[3] = "{\"r\":0,\"v\":{\"core\":\(cell)}}".bytes
                    #expect(try maker.verdict(of: made.bytes) == expected)
                }
            }
        }
    }

    @Test func `judge manifest and descriptor on their own`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        let deep = try StrictJSON.parse("[[[[[[[1]]]]]]]".bytes)
        let deeper = try StrictJSON.parse("[[[[[[[[1]]]]]]]]".bytes)
        #expect(try maker.verdict(of: maker.resigned(made) { $0["aud"] = deep }) == "E_MANIFEST 1")
        #expect(try maker.verdict(of: maker.resigned(made) { $0["aud"] = deeper }) == "E_LIMIT 1")
        #expect(try maker.verdict(of: maker.redescribed(made) { $0["tlp"] = deep }) == "E_DESC 2")
        #expect(try maker.verdict(of: maker.redescribed(made) { $0["tlp"] = deeper }) == "E_LIMIT 2")
        let long = JSONValue.string(String(repeating: "a", count: 65_537))
        #expect(try maker.verdict(of: maker.resigned(made) { $0["aud"] = long }) == "E_LIMIT 1")
    }

    private func oneCell(_ cell: String, _ maker: BundleMaker) throws -> MadeBundle {
        var segment = try StagedSegment(kind: "url", tlp: "CLEAR", isMust: false, columns: [StagedColumn("core")])
        segment.append([cell.bytes])
        return try maker.make([segment], cells: [[[cell]]])
    }
}
