internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
public import TransparencyLog

/// Writes entries of the audit log with their details to a file, and a manifest that the log's key signs beside it.
///
/// Nothing leaves the home before the entry that tells of the export is committed: rows are collected in a scratch file. Memory is that
/// of one bundle of entries.
public struct AuditExport {
    private let node: Node
    private let filter: AuditFilter
    private let grounds: QueryGrounds
    private let isWithholding: Bool

    /// Prepares an export.
    public init(_ node: Node, _ filter: AuditFilter, grounds: QueryGrounds) {
        self.node = node
        self.filter = filter
        self.grounds = grounds
        isWithholding = node.actor.role == "auditor"
    }

    /// By which the log tells exports of itself from exports of indicators.
    static let question = "audit.export"

    /// Exports.
    ///
    /// - Parameters:
    ///   - path: where the file goes; the manifest stands beside it, under the same name with `.manifest`.
    ///   - head: the first line, without its LF; nothing for none.
    ///   - line: the line of one row, without its LF.
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``, `NoteError`.
    public func write(
        to path: String, _ format: ExportManifest.Format, head: [UInt8]? = nil, line: (Row) -> [UInt8]
    ) throws -> (manifest: ExportManifest, tree: TreeStatement) {
        let reader = try node.ledger()
        let tree = try TreeStatement(reader, of: node, policy: node.witnessPolicy())
        var walk = try FilteredWalk(filter, of: node, in: reader)
        var file = try DigestedFile(in: node.paths.run)
        if let head { try file.write(line: head) }
        var rowCount: UInt64 = 0
        try reader.forEach { (record) throws(LedgerError) in
            guard walk.takes(record) else { return }
            rowCount += 1
            let bytes = line(Row(record: record, isWithholding: isWithholding))
            do throws(FileError) { try file.write(line: bytes) } catch { throw .file(error) }
        }
        let digest = file.digest
        try file.finish()
        let filter = walk.filter.json
        let entry = try commit(reader.checkpoint, format, filter, rowCount, digest)
        let manifest = ExportManifest(
            tree: reader.checkpoint, key: try node.logSigner().key, format: format, rowCount: rowCount, digest: digest,
            filter: String(decoding: filter.canonicalBytes(), as: UTF8.self), entry: entry.index, isWithholding: isWithholding)
        try FileCopy.copy(file.path, to: path)
        try DurableFile.write(signed(manifest).bytes, to: path + ExportCheck.manifestSuffix, replacing: true)
        return (manifest, tree)
    }

    private func commit(
        _ tree: Checkpoint, _ format: ExportManifest.Format, _ filter: JSONObject, _ rowCount: UInt64, _ digest: Digest256
    ) throws -> CommittedEntry {
        var named = filter
        named["question"] = .string(Self.question)
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)), (.filter, .object(named)),
            (.itemCount, .integer(Int64(clamping: rowCount))), (.digest, .string(digest.hex)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        let further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [
            ("format", .policy, .string(format.rawValue)), ("tree_root", .policy, .string(tree.root.hex)),
            ("tree_size", .policy, .integer(Int64(clamping: tree.size))),
        ]
        return try node.log(LoggedEvent(.export, fields, further: further))
    }

    private func signed(_ manifest: ExportManifest) throws -> SignedNote {
        let signer = try node.logSigner()
        return try SignedNote(text: manifest.text, signatures: [signer.signature(for: manifest.text)])
    }
}

/// A scratch file and its digest.
private struct DigestedFile: ~Copyable {
    private var file: ScratchFile
    private var hash = SHA256()

    init(in directory: String) throws(FileError) { file = try ScratchFile(in: directory) }

    var path: String { file.path }

    /// What was written so far.
    var digest: Digest256 { hash.finalize() }

    mutating func write(line: [UInt8]) throws(FileError) {
        let bytes = line + [UInt8(ascii: "\n")]
        hash.update(bytes)
        try file.write(bytes)
    }

    mutating func finish() throws(FileError) { try file.flush() }
}
