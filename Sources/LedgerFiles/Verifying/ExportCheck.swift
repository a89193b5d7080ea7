internal import CanonicalCoding
internal import CryptoPrimitives
public import TransparencyLog

/// Verifies an export of an audit log: the file against its signed manifest, and each row of JSON Lines against its own entry.
public struct ExportCheck {
    private let manifest: ExportManifest
    private let filter: JSONObject
    private var rowCount: UInt64 = 0
    private var lastIndex: UInt64?
    private var leaves: MerkleStack?

    /// Why an export is not believed.
    public enum Fault: Error, Sendable, Hashable {
        /// The manifest is no note of an export, or its filter is none.
        case manifest
        /// No known key signed the manifest, or a signature is wrong.
        case signature
        /// The bytes of the file are not those of the digest: a cell, a row or the order was changed.
        case digest
        /// There are more rows or fewer than the manifest says.
        case count(rows: UInt64)
        /// A row is malformed, out of order, outside the tree, or its details do not give the entry's commitment.
        case row(line: UInt64)
        /// A row is not one that the filter asks for.
        case filter(line: UInt64)
        /// All entries were exported, and their root is not the tree's.
        case root
    }

    /// The end of the name of a manifest: it stands beside the file.
    public static let manifestSuffix = ".manifest"
    /// A line is at most this long: a record of details and an entry.
    public static let lineLimitBytes = DetailRecord.limitBytes + (64 << 10)

    /// Believes a manifest by a key.
    ///
    /// - Parameter keys: the keys of logs that are trusted; none takes the manifest's own word.
    /// - Throws: ``Fault/manifest``, ``Fault/signature``.
    public static func manifest(_ bytes: [UInt8], by keys: [NoteKey]) throws(Fault) -> ExportManifest {
        guard let note = try? SignedNote(parsing: bytes), let manifest = ExportManifest(parsing: note.text) else {
            throw .manifest
        }
        let own = keys.isEmpty ? [manifest.key] : keys.filter { $0.isNamed(manifest.tree.origin) }
        guard manifest.key.isNamed(manifest.tree.origin), (try? note.verified(by: own)) != nil else { throw .signature }
        return manifest
    }

    /// Verifies a file.
    ///
    /// - Throws: ``Fault``, `FileError`.
    public static func check(_ path: String, against manifest: ExportManifest) throws {
        // The digest comes first: what it does not cover is not worth reading.
        var hash = SHA256()
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { hash.update(piece) }
        let isSame = hash.finalize() == manifest.digest
        guard manifest.format == .jsonl else {
            guard isSame else { throw Fault.digest }
            return
        }
        var check = try ExportCheck(manifest)
        var lines = try LineReader(opening: path, lineLimitBytes: lineLimitBytes)
        do {
            while let line = try lines.next() { try check.take(line) }
            guard isSame else { throw Fault.digest }
            try check.finish()
        } catch let fault as Fault {
            // Whoever changed the file is told so, and not what else is wrong because of it.
            throw isSame ? fault : Fault.digest
        }
    }

    private init(_ manifest: ExportManifest) throws(Fault) {
        self.manifest = manifest
        guard let filter = (try? StrictJSON.parseCanonical(Array(manifest.filter.utf8)))?.object else { throw .manifest }
        self.filter = filter
        let isWhole = manifest.rowCount == manifest.tree.size
        leaves = isWhole ? MerkleStack() : nil
    }

    private mutating func take(_ line: LineReader.Line) throws(Fault) {
        rowCount += 1
        guard case .text(let bytes) = line, let row = Self.row(bytes), let entryJSON = row["entry"],
            let record = row["details"].flatMap({ try? DetailRecord($0) }),
            let index = row["index"]?.integer.flatMap({ UInt64(exactly: $0) }), index < manifest.tree.size,
            lastIndex.map({ $0 < index }) ?? true
        else { throw .row(line: rowCount) }
        let entryBytes = entryJSON.canonicalBytes()
        guard let entry = try? LogEntry(parsing: entryBytes.span), record.commitment == entry.details else {
            throw .row(line: rowCount)
        }
        guard admits(entry, record) else { throw .filter(line: rowCount) }
        lastIndex = index
        leaves?.append(MerkleTree.leaf(entryBytes.span))
    }

    private static func row(_ bytes: [UInt8]) -> JSONObject? {
        let usual = JSONLimits.signedLine
        let limits = JSONLimits(depth: usual.depth + 3, stringBytes: usual.stringBytes)
        return (try? StrictJSON.parseCanonical(bytes, limits: limits))?.object
    }

    /// What of the filter can be seen without the node: the times, and fields that are always shown.
    private func admits(_ entry: LogEntry, _ record: DetailRecord) -> Bool {
        if let from = time("from"), entry.time < EntryTime(from) { return false }
        if let until = time("to"), entry.time >= EntryTime(until) { return false }
        if let actor = filter["actor"]?.string, record[.actor]?.string != actor { return false }
        if let member = filter["member"], record[.recipient] != member, record[.peer] != member { return false }
        if let agreements = filter["agreement"]?.array {
            let named = record[.agreement].map { $0.array ?? [$0] } ?? []
            guard named.contains(where: agreements.contains) else { return false }
        }
        if let type = filter["type"]?.string {
            let real = entry.type == LogEntry.sealedType ? record[.sealedType]?.string ?? entry.type : entry.type
            return real == type
        }
        return true
    }

    private func time(_ name: String) -> Timestamp? { filter[name]?.string.flatMap { Timestamp(rfc3339: $0) } }

    private func finish() throws(Fault) {
        guard rowCount == manifest.rowCount else { throw .count(rows: rowCount) }
        guard leaves.map({ $0.head == manifest.tree.root }) ?? true else { throw .root }
    }
}

extension ExportCheck.Fault: CustomStringConvertible {
    /// One sentence; it repeats nothing of the file.
    public var description: String {
        switch self {
        case .manifest: "the manifest is no manifest of an export"
        case .signature: "the manifest is not signed by the log's key"
        case .digest: "the file is not the one that was exported: its digest is another"
        case .count(let rows): "the file has \(rows) rows, and the manifest says another number"
        case .row(let line): "line \(line) is no entry of the log in its order with the details it commits to"
        case .filter(let line): "line \(line) is not one that the filter asks for"
        case .root: "all entries were exported, and their root is not that of the tree"
        }
    }

    /// The name of the verdict.
    public var code: String {
        switch self {
        case .manifest: "E_MANIFEST"
        case .signature: "E_SIG"
        case .digest: "E_DIGEST"
        case .count: "E_COUNT"
        case .row: "E_ENTRY"
        case .filter: "E_FILTER"
        case .root: "E_ROOT"
        }
    }
}
