import CanonicalCoding
import CryptoPrimitives
import Foundation
import LedgerFiles
import TestVectors
import Testing
import TransparencyLog

/// A few entries as an export holds them, and what a log's key says of them.
private struct ExportedLog {
    let rows: [[UInt8]]
    let root: Digest256
    let signer: NoteSigner

    init(count: Int = 3) throws {
        signer = try NoteSigner(name: "org.a/audit/1", privateKey: Ed25519PrivateKey())
        var generator = SplitMix64(state: 7)
        var rows: [[UInt8]] = []
        var leaves: [Digest256] = []
        for index in 0..<count {
            let time = EntryTime(millisecondsSinceEpoch: 1_800_000_000_000 + Int64(index) * 1_000)
            let who: [(DetailField, JSONValue)] = [
                (.organisation, "org.a"), (.actor, .string("analyst.\(index)")), (.role, "analyst"), (.authentication, "account"),
                (.software, "test"), (.reason, .string("reason \(index)")), (.agreement, ["an agreement"]), (.recipient, "org.b"),
            ]
            let event = try Event(.stop, capturedAt: time, fields: who)
            let (entry, details) = try event.record(at: time, clock: time, using: &generator)
            leaves.append(MerkleTree.leaf(entry.bytes.span))
            let row: JSONValue = [
                "details": details.json, "entry": try StrictJSON.parse(entry.bytes), "index": .integer(Int64(index)),
                "type": "stop",
            ]
            rows.append(row.canonicalBytes())
        }
        self.rows = rows
        root = MerkleTree.root(ofLeaves: leaves)
    }

    /// Writes rows and says of them what a manifest says.
    func verdict(
        _ rows: [[UInt8]]? = nil, size: UInt64 = 3, count: UInt64? = nil, filter: String = "{}", root: Digest256? = nil,
        after edit: (inout [UInt8]) -> Void = { _ in }
    ) throws -> ExportCheck.Fault? {
        let lines = rows ?? self.rows
        var bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        let manifest = ExportManifest(
            tree: Checkpoint(origin: "org.a/audit/1", size: size, root: root ?? self.root), key: signer.key, format: .jsonl,
            rowCount: count ?? UInt64(lines.count), digest: SHA256.hash(bytes), filter: filter, entry: size,
            isWithholding: false)
        edit(&bytes)
        let path = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        do {
            try ExportCheck.check(path, against: manifest)
            return nil
        } catch let fault as ExportCheck.Fault {
            return fault
        }
    }

    func edited(_ row: Int, _ old: String, _ new: String) -> [[UInt8]] {
        var rows = rows
        rows[row] = Array(String(decoding: rows[row], as: UTF8.self).replacing(old, with: new).utf8)
        return rows
    }
}

@Suite struct `A check of an export` {
    @Test func `believes what the log exported`() throws {
        let log = try ExportedLog()
        #expect(try log.verdict() == nil)
        #expect(try log.verdict([log.rows[1]], filter: #"{"actor":"analyst.1","type":"stop"}"#) == nil)
        #expect(try ExportedLog(count: 0).verdict(size: 0) == nil)
    }

    @Test func `holds rows against the member and the agreements of the filter`() throws {
        let log = try ExportedLog()
        #expect(try log.verdict(filter: #"{"agreement":["other","an agreement"],"member":"org.b"}"#) == nil)
        #expect(try log.verdict(filter: #"{"agreement":["other"]}"#) == .filter(line: 1))
        #expect(try log.verdict(filter: #"{"agreement":[]}"#) == .filter(line: 1))
        #expect(try log.verdict(filter: #"{"member":"org.c"}"#) == .filter(line: 1))
    }

    @Test func `names what was done to the file before anything else`() throws {
        let log = try ExportedLog()
        #expect(try log.verdict { $0[$0.count / 2] ^= 1 } == .digest)
        #expect(try log.verdict { $0.removeLast(log.rows[2].count + 1) } == .digest)
        #expect(try log.verdict { $0 += log.rows[0] + [UInt8(ascii: "\n")] } == .digest)
    }

    @Test func `believes no row that the log's entry does not commit to, even when it is signed`() throws {
        let log = try ExportedLog()
        #expect(try log.verdict(log.edited(1, "reason 1", "reason 2")) == .row(line: 2))
        #expect(try log.verdict([log.rows[1], log.rows[0]]) == .row(line: 2))
        #expect(try log.verdict([log.rows[0], log.rows[0]]) == .row(line: 2))
        #expect(try log.verdict(size: 2, root: log.root) == .row(line: 3))
        #expect(try log.verdict([Array("{}".utf8)]) == .row(line: 1))
        #expect(try log.verdict(count: 2) == .count(rows: 3))
        #expect(try log.verdict(root: SHA256.hash([])) == .root)
    }

    @Test(arguments: [
        #"{"actor":"analyst.2"}"#, #"{"type":"query"}"#, #"{"from":"2099-01-01T00:00:00Z"}"#, #"{"to":"2000-01-01T00:00:00Z"}"#,
    ])
    func `believes no row that the filter does not ask for`(filter: String) throws {
        #expect(try ExportedLog().verdict(filter: filter) == .filter(line: 1))
    }

    @Test func `refuses a line beyond its limit`() throws {
        let log = try ExportedLog()
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: ExportCheck.lineLimitBytes + 1)
        #expect(try log.verdict([long]) == .row(line: 1))
    }

    @Test func `believes a manifest by the key of its log alone`() throws {
        let log = try ExportedLog()
        let manifest = ExportManifest(
            tree: Checkpoint(origin: "org.a/audit/1", size: 3, root: log.root), key: log.signer.key, format: .csv, rowCount: 3,
            digest: SHA256.hash([]), filter: "{}", entry: 3, isWithholding: true)
        let note = try SignedNote(text: manifest.text, signatures: [log.signer.signature(for: manifest.text)])
        #expect(try ExportCheck.manifest(note.bytes, by: [log.signer.key]) == manifest)
        #expect(try ExportCheck.manifest(note.bytes, by: []) == manifest)
        let other = try NoteSigner(name: "org.a/audit/1", privateKey: Ed25519PrivateKey()).key
        #expect(throws: ExportCheck.Fault.signature) { try ExportCheck.manifest(note.bytes, by: [other]) }
        let text = String(decoding: note.bytes, as: UTF8.self)
        for (old, new) in [("rows 3", "rows 4"), ("filter {}", "filter {\"type\":\"query\"}"), ("csv", "jsonl")] {
            let edited = Array(text.replacing(old, with: new).utf8)
            #expect(throws: ExportCheck.Fault.signature) { try ExportCheck.manifest(edited, by: []) }
        }
        for (old, new) in [("rows 3", "rows 03"), ("withheld true", "withheld yes"), ("tocsin-export/v1", "tocsin-export/v2")] {
            let edited = Array(text.replacing(old, with: new).utf8)
            #expect(throws: ExportCheck.Fault.manifest) { try ExportCheck.manifest(edited, by: []) }
        }
    }

    @Test func `takes no checkpoint for a manifest, nor the other way round`() throws {
        let log = try ExportedLog()
        let head = Checkpoint(origin: "org.a/audit/1", size: 3, root: log.root)
        #expect(ExportManifest(parsing: head.text) == nil)
        let manifest = ExportManifest(
            tree: head, key: log.signer.key, format: .csv, rowCount: 0, digest: SHA256.hash([]), filter: "{}", entry: 3,
            isWithholding: false)
        #expect(ExportManifest(parsing: manifest.text) == manifest)
        #expect(throws: LogError.checkpoint) { try Checkpoint(parsing: manifest.text) }
    }
}
