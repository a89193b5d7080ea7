internal import CanonicalCoding
internal import CryptoPrimitives
public import LedgerFiles
internal import TransparencyLog

/// Lines on their way out of the node: collected in a scratch file, named by their digest in the audit log, and only then handed on.
public struct LoggedExport: ~Copyable {
    private let node: Node
    private let grounds: QueryGrounds
    private var file: ScratchFile
    private var digest = SHA256()
    private var pending: [UInt8] = []

    private static let pieceBytes = 1 << 16

    /// Begins.
    ///
    /// - Throws: `FileError`.
    public init(_ node: Node, for grounds: QueryGrounds) throws {
        self.node = node
        self.grounds = grounds
        file = try ScratchFile(in: node.paths.run)
    }

    /// Takes a line without its LF.
    ///
    /// - Throws: `FileError`.
    public mutating func write(line: [UInt8]) throws(FileError) {
        pending.append(contentsOf: line)
        pending.append(UInt8(ascii: "\n"))
        if pending.count >= Self.pieceBytes { try settle() }
    }

    private mutating func settle() throws(FileError) {
        digest.update(pending)
        try file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Commits the entry: how much is about to leave, in which format, why, by which decisions, and the digest of the bytes.
    ///
    /// - Returns: the proof that ``emit(after:_:)`` asks for.
    /// - Throws: `LedgerError`, `FileError`.
    public mutating func commit(format: String, rows: Int, by decisions: [String]) throws -> CommittedIntent {
        try settle()
        try file.flush()
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)),
            (.filter, .string("everything, as \(format)")), (.itemCount, .integer(Int64(rows))),
            (.digest, .string(digest.finalize().hex)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        let names = JSONValue.array(decisions.map(JSONValue.string))
        let entry = try node.log(
            LoggedEvent(.export, fields, further: decisions.isEmpty ? [] : [("rests_on", .policy, names)]))
        guard let intent = entry.intent else { throw LedgerError.noEntry(index: entry.index) }
        return intent
    }

    /// Hands everything on, in pieces of whole lines.
    ///
    /// - Parameter intent: that the log has it.
    /// - Throws: `FileError`.
    public borrowing func emit(
        after intent: CommittedIntent, _ body: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) {
        var reader = try FileReader(opening: file.path)
        var rest: [UInt8] = []
        while case let piece = try reader.next(), !piece.isEmpty {
            rest += piece
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            try body(Array(rest[...end]))
            rest.removeSubrange(...end)
        }
    }
}
