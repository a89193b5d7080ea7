import Foundation
import SignedBundles
import Testing

/// Which fault a stream is refused for, and on which line, when it has several.
@Suite struct `The first fault` {
    /// Lines of the bundle these cases edit: 1 envelope, 2 descriptor, 3 and 4 openings, 5 to 7 rows, 8 end.
    private static let end = "{\"end\":{\"rows\":3,\"segs\":1}}"

    private func verdict(isMust: Bool = false, _ edit: (inout [[UInt8]]) throws -> Void) throws -> String {
        let maker = try BundleMaker()
        var made = try maker.makeSmall(isMust: isMust)
        #expect(made.lines.count == 8)
        #expect(made.lines[7] == Self.end.bytes)
        var lines = made.lines
        try edit(&lines)
        made.lines = lines
        return try maker.verdict(of: made.bytes)
    }

    /// The reader knows a cell again that it saw in rows above; what only begins like it must be read.
    @Test(arguments: [
        #"{"a":["x"]}"#, #"{"a":["x"],}"#, #"{"a":["x"]}}"#, #"{"a":["x"] }"#, #"{"a":["x","\u0041"]}"#, #"{"a":["x"],"a":1}"#,
    ])
    func `of a cell that follows many equal ones is found`(last: String) throws {
        let maker = try BundleMaker()
        var segment = try StagedSegment(
            kind: "url", tlp: "GREEN", isMust: false, columns: [StagedColumn("core", isRequired: true), StagedColumn("ctx")])
        let context = #"{"a":["x"]}"#
        let rows: [[String?]] = (0..<40).map { ["\($0)", context] }
        for row in rows { segment.append(row.map { $0?.bytes }) }
        var made = try maker.make([segment], cells: [rows])
        let place = try made.lines.place(of: "{\"r\":39")
        let line = String(decoding: made.lines[place], as: UTF8.self)
        made.lines[place] = line.replacingOccurrences(of: context, with: last).bytes
        let verdict = try maker.verdict(of: made.bytes)
        #expect(verdict == (last == context ? "OK" : "E_JSON \(place + 1)"))
    }

    @Test func `of an empty stream is the missing envelope`() throws {
        #expect(try BundleMaker().verdict(of: []) == "E_ENVELOPE 1")
    }

    @Test func `of a stream cut anywhere is on the line that is missing`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        for count in 0..<made.bytes.count {
            let cut = Array(made.bytes.prefix(count))
            let line = cut.count { $0 == 0x0A } + 1
            #expect(try maker.verdict(of: cut) == (line == 1 ? "E_ENVELOPE 1" : "E_TRUNC \(line)"))
        }
    }

    @Test(arguments: ["\n", "x", "{}\n", Self.end + "\n"])
    func `after the end is on the next line`(tail: String) throws {
        let maker = try BundleMaker()
        #expect(try maker.verdict(of: try maker.makeSmall().bytes + tail.bytes) == "E_TRAILING 9")
    }

    @Test(arguments: [
        ("{\"desc\":\"\",\"open\":{},\"seg\":1}", "E_SEG_ORDER 8"), ("{\"r\":0,\"seg\":1}", "E_SEG_ORDER 8"),
        ("{\"desc\":\"\"}", "E_SEG_ORDER 8"), ("{\"seg\":1}", "E_SEG_ORDER 8"),
        ("{\"desc\":\"\",\"seg\":\"1\"}", "E_SEG_ORDER 8"), ("{\"open\":{},\"r\":0}", "E_OPEN 8"),
        ("{\"open\":[]}", "E_OPEN 8"), ("{\"end\":{},\"open\":{}}", "E_OPEN 8"), ("{\"end\":1,\"v\":{}}", "E_ROW 8"),
        ("{\"r\":0}", "E_ROW 8"), ("{\"v\":{}}", "E_ROW 8"), ("{\"r\":\"0\",\"v\":{}}", "E_ROW 8"),
        ("{\"r\":0,\"v\":[]}", "E_ROW 8"), ("{\"r\":0,\"v\":{},\"x\":1}", "E_ROW 8"),
        ("{\"end\":{\"rows\":3}}", "E_TRUNC 8"), ("{\"end\":{\"rows\":\"3\",\"segs\":1}}", "E_TRUNC 8"),
        ("{\"end\":{\"rows\":3,\"segs\":1,\"x\":1}}", "E_TRUNC 8"), ("{\"end\":{\"rows\":4,\"segs\":1}}", "E_TRUNC 8"),
        ("{\"end\":{\"rows\":3,\"segs\":2}}", "E_TRUNC 8"), ("{\"end\":{\"rows\":-3,\"segs\":1}}", "E_TRUNC 8"),
        ("{\"x\":1}", "E_JSON 8"), ("{}", "E_JSON 8"), ("[]", "E_JSON 8"), ("7", "E_JSON 8"), ("", "E_JSON 8"),
        ("{\"end\":{\"segs\":1,\"rows\":3}}", "E_JSON 8"), ("{\"end\":{\"rows\":3,\"segs\":1}} ", "E_JSON 8"),
        ("{\"end\":{\"rows\":3.0,\"segs\":1}}", "E_JSON 8"), ("{\"end\":{\"rows\":03,\"segs\":1}}", "E_JSON 8"),
        ("{\"end\":{\"rows\":null,\"segs\":1}}", "E_JSON 8"), ("\u{FEFF}{}", "E_JSON 8"), ("{\"x\":\"\u{7}\"}", "E_JSON 8"),
        ("{\"x\":9007199254740992}", "E_JSON 8"), ("{\"dsse\":{},\"six\":1}", "E_JSON 8"),
        ("[[[[[[[[[", "E_LIMIT 8"), ("{\"r\":0,\"v\":{\"core\":[[[[[[[,", "E_LIMIT 8"),
        ("{\"r\":0,\"v\":{\"core\":[[[[[[]]]]]],}", "E_JSON 8"),
    ])
    func `of a line is by limits, JSON, members`(line: String, expected: String) throws {
        #expect(try verdict { $0[7] = line.bytes } == expected)
    }

    @Test func `of bytes that are no UTF-8 or hold half a surrogate is JSON`() throws {
        #expect(try verdict { $0[7] = "{\"x\":\"".bytes + [0xFF] + "\"}".bytes } == "E_JSON 8")
        #expect(try verdict { $0[7] = "{\"x\":\"\\ud800\"}".bytes } == "E_JSON 8")
        #expect(try verdict { $0[7].append(0x0D) } == "E_JSON 8")
    }

    @Test func `comes before a descriptor is by the sort of line`() throws {
        #expect(try verdict { $0.swapAt(1, 2) } == "E_OPEN 2")
        #expect(try verdict { $0.swapAt(1, 4) } == "E_ROW 2")
        #expect(
            try verdict {
                $0[1] = "{\"end\":{\"rows\":0,\"segs\":0}}".bytes; $0.removeSubrange(2...)
            } == "OK")
        #expect(
            try verdict {
                $0[1] = "{\"end\":{\"rows\":1,\"segs\":0}}".bytes; $0.removeSubrange(2...)
            } == "E_TRUNC 2")
    }

    @Test func `of a withheld must segment is on the end line, after trailing bytes`() throws {
        let none = "{\"end\":{\"rows\":0,\"segs\":0}}".bytes
        #expect(
            try verdict(isMust: true) {
                $0[1] = none; $0.removeSubrange(2...)
            } == "E_MUST 2")
        #expect(
            try verdict(isMust: true) {
                $0[1] = none; $0.removeSubrange(3...)
            } == "E_TRAILING 3")
        #expect(
            try verdict(isMust: true) {
                $0[2] = "{\"end\":{\"rows\":0,\"segs\":1}}".bytes; $0.removeSubrange(3...)
            } == "OK")
    }

    @Test func `of a segment is on the line that ends it: rows, then roots, then that line`() throws {
        let wrongEnd = "{\"end\":{\"rows\":9,\"segs\":9}}".bytes
        let outside = "{\"desc\":\"\",\"seg\":4}".bytes
        #expect(try verdict { $0.remove(at: 6) } == "E_ROW 7")
        #expect(
            try verdict {
                $0.remove(at: 6); $0[6] = wrongEnd
            } == "E_ROW 7")
        #expect(try verdict { $0[4] = "{\"r\":0,\"v\":{\"core\":9}}".bytes } == "E_ROOT 8")
        #expect(
            try verdict {
                $0[4] = "{\"r\":0,\"v\":{\"core\":9}}".bytes; $0[7] = wrongEnd
            } == "E_ROOT 8")
        #expect(
            try verdict {
                $0[4] = "{\"r\":0,\"v\":{\"core\":9}}".bytes; $0[7] = outside
            } == "E_ROOT 8")
        #expect(
            try verdict {
                $0[4] = "{\"r\":0,\"v\":{\"core\":9}}".bytes; $0.remove(at: 6)
            } == "E_ROW 7")
        #expect(try verdict { $0[6] = "{\"desc\":\"\",\"seg\":\"1\"}".bytes } == "E_SEG_ORDER 7")
        #expect(try verdict { $0[6] = "{\"end\":{}}".bytes } == "E_TRUNC 7")
        #expect(try verdict { $0[6] = outside } == "E_ROW 7")
    }

    @Test func `of a descriptor line is its place, its encoding, its digest`() throws {
        #expect(try verdict { $0[7] = "{\"desc\":\"\",\"seg\":1}".bytes } == "E_SEG_ORDER 8")
        #expect(try verdict { $0[7] = $0[1] } == "E_SEG_ORDER 8")
        #expect(try verdict { $0[1] = "{\"desc\":\"\",\"seg\":1}".bytes } == "E_SEG_ORDER 2")
        #expect(try verdict { $0[1] = "{\"desc\":\"\",\"seg\":-1}".bytes } == "E_SEG_ORDER 2")
        #expect(try verdict { $0[1] = "{\"desc\":5,\"seg\":0}".bytes } == "E_DESC 2")
        #expect(try verdict { $0[1] = "{\"desc\":\"e30=\",\"seg\":0}".bytes } == "E_DESC 2")
        #expect(try verdict { $0[1] = "{\"desc\":\"e31\",\"seg\":0}".bytes } == "E_DESC 2")
        #expect(try verdict { $0[1] = "{\"desc\":\"e30\",\"seg\":0}".bytes } == "E_SEG_DIGEST 2")
    }

    @Test func `of a row is its place and columns before what it must show`() throws {
        let noCore = { (lines: inout [[UInt8]]) in _ = lines.remove(at: 2) }
        #expect(
            try verdict {
                noCore(&$0); $0[3] = "{\"r\":0,\"v\":{\"note\":1}}".bytes
            } == "E_REQUIRED 4")
        #expect(
            try verdict {
                noCore(&$0); $0[3] = "{\"r\":1,\"v\":{\"note\":1}}".bytes
            } == "E_ROW 4")
        #expect(
            try verdict {
                noCore(&$0); $0[3] = "{\"r\":0,\"v\":{\"core\":1}}".bytes
            } == "E_ROW 4")
        #expect(try verdict { $0[4] = "{\"r\":0,\"v\":{\"core\":1,\"x\":1}}".bytes } == "E_ROW 5")
        #expect(try verdict { $0[4] = "{\"r\":0,\"v\":{\"a\":1,\"core\":1}}".bytes } == "E_ROW 5")
        #expect(try verdict { $0.insert($0[6], at: 7) } == "E_ROW 8")
    }

    @Test func `of an open line is of that sort whatever is wrong`() throws {
        let node = String(repeating: "A", count: 43)
        for text in [
            "{\"open\":{\"col\":\"core\",\"cover\":[],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,0]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,0,\"\(node)\",1]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,0,\"\(node.dropLast())B\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,0,\"\(node)=\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[3,0,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[-1,0,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[0,3,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,9007199254740991,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[1,0,\"\(node)\"],[1,1,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[0,0,\"\(node)\"],[0,1,\"\(node)\"],[1,1,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[0,2,\"\(node)\"]],\"hide\":[[1,0,\"\(node)\"]]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[1,1,\"\(node)\"]],\"hide\":[[0,0,\"\(node)\"],[0,1,\"\(node)\"]]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[1,0,\"\(node)\"]],\"hide\":[[1,1,\"\(node)\"]]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[1,0,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"zzz\",\"cover\":[[2,0,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":5,\"cover\":[[2,0,\"\(node)\"]],\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":{},\"hide\":[]}}",
            "{\"open\":{\"col\":\"core\",\"cover\":[[2,0,\"\(node)\"]],\"hide\":[],\"x\":1}}",
        ] {
            #expect(try verdict { $0[2] = text.bytes } == "E_OPEN 3", "\(text)")
        }
        #expect(try verdict { $0.swapAt(2, 3) } == "E_OPEN 4")
        #expect(
            try verdict {
                $0[2] = "{\"open\":{\"col\":\"core\",\"cover\":[[1,1,\"\(node)\"]],\"hide\":[[1,0,\"\(node)\"]]}}".bytes
            } == "E_ROW 5")
    }
}
