import CanonicalCoding
import FeedReading
import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Inspecting a feed` {
    private static let text = """
        url,conf,who
        https://one.example/,80,x
        hxxps://two[.]example/,,x
        ftp://three.example/,,x
        https://four.example/,101,x
        """

    private func inspect(_ text: String, _ options: FeedOptions = FeedOptions()) throws(FeedError) -> FeedInspection {
        try FeedInspection(of: .bytes(Array(text.utf8), name: "feed.csv"), options: options)
    }

    @Test func `counts what would be published and what would not`() throws {
        let inspection = try inspect(Self.text)
        #expect(inspection.accepted == 2)
        #expect(inspection.refused == 2)
        #expect(inspection.kinds.map(\.kind.name) == ["url"])
        #expect(Set(inspection.refusals.map(\.code)) == ["not-canonical:unsupported-scheme", "bad-field:conf"])
        #expect(inspection.refusals.reduce(0) { $0 + $1.rows } == inspection.refused)
        #expect(inspection.fields == [.conf: 1])
    }

    @Test func `shows columns, kinds, reasons and examples as a table`() throws {
        let table = try inspect(Self.text).table
        #expect(table.contains("columns  url as value, conf, who (not read)"))
        #expect(table.contains("rows     4: 2 would be read, 2 refused"))
        #expect(table.contains("not-canonical:unsupported-scheme"))
        #expect(table.contains("  line 4: ftp://three.example/"))
    }

    @Test func `gives the same as JSON`() throws {
        let json = try inspect(Self.text).json
        #expect(json.object?["read"]?.integer == 4)
        #expect(json.object?["accepted"]?.integer == 2)
        #expect(json.object?["format"]?.string == "csv")
        #expect(json.object?["columns"]?.array?.count == 3)
        #expect(json.object?["refusals"]?.array?.count == 2)
    }

    @Test func `shows nothing that could steer a terminal`() throws {
        let table = try inspect("value,kind\n\u{1B}[31mred\u{202E}x,url\n").table
        #expect(!table.unicodeScalars.contains("\u{1B}"))
        #expect(!table.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `refuses platforms that are not on the list, as publishing does`() throws {
        let inspection = try inspect("value,kind,platform\nname,handle,telegram\nname,handle,nosuchplace\n")
        #expect(inspection.accepted == 1)
        #expect(inspection.refusals.map(\.code) == ["not-canonical:unknown-platform"])
    }

    @Test func `names the columns that are there when there is no value`() throws {
        let table = try inspect("when,what\n2026-05-01,x\n2026-05-02,y\n", FeedOptions(format: "csv")).refusals
        #expect(table.first { $0.code == "missing-value" }?.hint.hasSuffix("; there are 1, 2") == true)
        let records = try inspect(#"[{"id": 1, "site": null, "when": "x", "what": "y"}]"#).refusals
        #expect(records.first?.hint.hasSuffix("; there are id, when, what") == true)
    }

    @Test func `names no value among the members that are there`() throws {
        let text = #"[{"id": 1, "bad.example": {"score": 1}, "@mail": 2, "seen": {"+49 30 901820": 3}, "what": {"why": 4}}]"#
        let hidden = "(a name that is a value)"
        let hint = try inspect(text).refusals.first?.hint
        #expect(hint?.hasSuffix("; there are id, \(hidden), \(hidden), \(hidden), what.why") == true)
        let lines = try inspect(text.dropFirst().dropLast() + "\n{\"id\": 2}\n").refusals.first?.hint
        #expect(lines?.contains("bad.example") == false && lines?.contains(hidden) == true)
    }

    @Test func `gives hints that name what to type`() throws {
        let refusals = try inspect("value,kind,conf\n020 7946 0000,,\nx,md5,\nhttps://one.example/,url,high\n").refusals
        let hints = Dictionary(uniqueKeysWithValues: refusals.map { ($0.code, $0.hint) })
        #expect(hints["unknown-kind"]?.contains("--region") == true)
        #expect(hints["unsupported-kind"]?.contains("phone-range") == true)
        #expect(hints["bad-field:conf"]?.contains("--map FIELD==TEXT") == true)
    }

    @Test func `of an empty feed is empty`() throws {
        let inspection = try inspect("")
        #expect(inspection.accepted + inspection.refused == 0)
        #expect(inspection.table.contains("rows     0"))
    }
}

/// The feeds that ship with the project for the demonstration.
@Suite struct `Feeds of the demonstration` {
    static let folder = Checkout.root.appending(path: "samples/feeds")

    private func inspect(_ name: String, _ options: FeedOptions = FeedOptions()) throws(FeedError) -> FeedInspection {
        try FeedInspection(of: .path(Self.folder.appending(path: name).path), options: options)
    }

    @Test func `hold mistakes that are reported, and far more that is read`() throws {
        for (name, region) in [("platform.csv", nil), ("vendor.jsonl", nil), ("vendor-hosts.txt", nil), ("police.csv", "GB")] {
            let inspection = try inspect(name, FeedOptions(region: region))
            #expect(inspection.accepted > 200, "\(name)")
            #expect((1...12).contains(inspection.refused), "\(name)")
        }
    }

    @Test func `of the police need a region`() throws {
        #expect(try inspect("police.csv").accepted < inspect("police.csv", FeedOptions(region: "GB")).accepted)
    }

    @Test func `are those that the script writes`() throws {
        let process = Process()
        process.executableURL = Checkout.root.appending(path: "scripts/make-sample-feeds")
        process.arguments = ["--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
