import CanonicalCoding
import CryptoPrimitives
import Testing
import TransparencyLog

@Suite struct `An entry of the log` {
    private let digest = SHA256.hash("details")

    private func entry(_ type: String = "send.intent", transfer: Digest256? = nil, reference: UInt64? = nil) throws -> LogEntry {
        let time = try #require(EntryTime("2026-12-01T00:00:00.250Z"))
        return try LogEntry(type: type, time: time, details: digest, transfer: transfer, reference: reference)
    }

    @Test func `is read back from its one form`() throws {
        for entry in [try entry(), try entry(transfer: SHA256.hash("x")), try entry("send.done", reference: 7)] {
            #expect(try LogEntry(parsing: entry.bytes.span) == entry)
        }
        let text = String(decoding: try entry().bytes, as: UTF8.self)
        #expect(text.hasSuffix(#""t":"send.intent","ts":"2026-12-01T00:00:00.250Z","v":1}"#))
    }

    @Test func `is refused in any other form`() throws {
        let text = String(decoding: try entry().bytes, as: UTF8.self)
        let changes: [(String, EntryFault)] = [
            (text + " ", .notCanonical), (text.replacing(#""v":1"#, with: #""v":2"#), .members),
            (text.replacing(#""v":1"#, with: #""v":1,"y":1"#), .members), (text.replacing("send.intent", with: "Send"), .type),
            (text.replacing(".250Z", with: "Z"), .time), (text.replacing(#""d":""#, with: #""d":"A"#), .digest),
            (text.replacing(#""t":"#, with: #""r":-1,"t":"#), .reference),
        ]
        for (changed, fault) in changes {
            #expect(throws: fault, "\(changed)") { try LogEntry(parsing: Array(changed.utf8).span) }
        }
    }

    @Test func `that is sealed names no flow`() throws {
        #expect(throws: EntryFault.sealedFlow) { try entry("sealed", transfer: digest) }
        #expect(throws: EntryFault.sealedFlow) { try entry("sealed", reference: 1) }
        #expect(try LogEntry(parsing: entry("sealed").bytes.span).type == "sealed")
    }

    @Test(arguments: ["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "2026-12-01T00:00:00.007Z"])
    func `has a time to the millisecond`(text: String) throws {
        #expect(try #require(EntryTime(text)).description == text)
    }
}

@Suite struct `The details of an entry` {
    private func record() throws -> DetailRecord {
        var number: UInt8 = 0
        return try DetailRecord(
            [("to", .org, "org.b"), ("item", .item, ["a": 1]), ("actor", .staff, "S-7"), ("free_text", .free, "why")]
        ) {
            number += 1
            return SHA256.hash([number])
        }
    }

    @Test func `can be shown in part without moving the commitment`() throws {
        let whole = try record()
        for shown in [[], ["to"], ["actor", "item"], ["actor", "free_text", "item", "to"]] {
            let part = whole.showing { name, _ in shown.contains(name) }
            #expect(part.commitment == whole.commitment)
            #expect(try DetailRecord(part.json).commitment == whole.commitment)
            #expect(shown.allSatisfy { part[$0] == whole[$0] })
            #expect((part["to"] != nil) == shown.contains("to"))
        }
    }

    @Test func `are committed to by names, salts and values`() throws {
        let whole = try record()
        let texts = String(decoding: whole.json.canonicalBytes(), as: UTF8.self)
        for change in [("org.b", "org.c"), (#""n":"to""#, #""n":"tp""#), ("S-7", "S-8")] {
            let changed = try DetailRecord(StrictJSON.parse(Array(texts.replacing(change.0, with: change.1).utf8)))
            #expect(changed.commitment != whole.commitment)
        }
    }

    @Test func `stand in the order of their names, each once`() throws {
        #expect(throws: LogError.self) { try DetailRecord([("a", .org, 1), ("a", .org, 2)]) { .zero } }
        #expect(throws: LogError.self) { try DetailRecord([("A", .org, 1)]) { .zero } }
        #expect(throws: LogError.self) { try DetailRecord([]) { .zero } }
    }
}

@Suite struct `Files of a log` {
    @Test(arguments: [
        (TileAddress(.hashes(level: 0), number: 0), "tile/0/000"),
        (TileAddress(.hashes(level: 1), number: 1_234_067), "tile/1/x001/x234/067"),
        (TileAddress(.entries, number: 1_000), "tile/entries/x001/000"),
        (TileAddress(.hashes(level: 0), number: 67, width: 255), "tile/0/067.p/255"),
    ])
    func `have the names of tlog-tiles`(address: TileAddress, path: String) throws {
        #expect(address.path == path)
        #expect(try TileAddress(path: path) == address)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/1", "tile/8/000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000",
        "tile/0/000/",
    ])
    func `have no other names`(path: String) {
        #expect(throws: LogError.path(path)) { try TileAddress(path: path) }
    }

    @Test func `are named once for each step of a growing log`() {
        #expect(TileAddress.files(from: 0, to: 0).isEmpty)
        #expect(TileAddress.files(from: 0, to: 1).map(\.path) == ["tile/0/000.p/1", "tile/entries/000.p/1"])
        #expect(
            TileAddress.files(from: 255, to: 257).map(\.path) == [
                "tile/0/000", "tile/0/001.p/1", "tile/entries/000", "tile/entries/001.p/1", "tile/1/000.p/1",
            ])
        #expect(TileAddress.files(from: 256, to: 257).map(\.path) == ["tile/0/001.p/1", "tile/entries/001.p/1"])
    }

    @Test func `hold entries with their lengths`() {
        var bundle: [UInt8] = []
        let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 2, count: 65_535)]
        for entry in entries { EntryBundle.append(entry, to: &bundle) }
        #expect(EntryBundle.ranges(in: bundle, count: 3)?.map { Array(bundle[$0]) } == entries)
        #expect(EntryBundle.ranges(in: bundle, count: 2) == nil)
        #expect(EntryBundle.ranges(in: bundle, count: 4) == nil)
        #expect(EntryBundle.ranges(in: Array(bundle.dropLast()), count: 3) == nil)
    }
}
