internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import TransparencyLog

/// The heads of another member's audit log that were seen: two of one size that differ, or of two sizes with a proof, show two histories.
struct PeerHeads {
    let node: Node
    let member: MemberID

    /// So many heads of a member are kept; beyond them the oldest goes.
    static let limit = 1_024

    init(_ node: Node, of member: MemberID) {
        self.node = node
        self.member = member
    }

    var folder: String { "\(node.paths.peerHeads)/\(member.name)" }
    /// Where two heads lie that contradict each other; while they do, no bundle passes to or from the member.
    var evidence: String { "\(folder)/fork" }

    /// Whether the member's log was seen to show two histories; also where a kill came before all of the evidence was in its place.
    var isForked: Bool { hasEvidence || Directory.isDirectory(unfinishedEvidence) }
    var hasEvidence: Bool { Directory.isDirectory(evidence) }
    var unfinishedEvidence: String { evidence + ".new" }

    /// Verifies the head that a transfer carries against those seen before, and keeps it.
    ///
    /// Whether a head of another size is of one history with those needs a proof, which a file does not carry: the next round asks the
    /// member's log for it.
    ///
    /// - Throws: ``TransferError/checkpoint(_:)`` for one that is not the member's, ``TransferError/fork(_:evidence:)`` after both are
    ///   kept and the audit log has it; `FileError`, `LedgerError`.
    func take(_ bytes: [UInt8], under registry: VerifiedRegistry, at time: Timestamp) throws {
        guard !isForked else { throw TransferError.fork(member.name, evidence: evidence) }
        guard !bytes.isEmpty else { return }
        guard let note = try? SignedNote(parsing: bytes), let head = try? Checkpoint(parsing: note.text),
            registry.isHead(note, head, of: member, at: time)
        else { throw TransferError.checkpoint(member.name) }
        try Directory.create(folder)
        let path = "\(folder)/\(Self.fileName(head))"
        guard Directory.exists(path) else { return try keep(note, at: path) }
        let known = try SignedNote(parsing: FileReader.contents(of: path, limitBytes: SignedNote.limitBytes))
        guard HeadFork(known, note) != nil else { return }
        try keepFork(known, note, size: head.size)
    }

    /// Heads of the member's log that were seen, of one origin.
    ///
    /// - Throws: `FileError`.
    func seen(of origin: String) throws -> [(note: SignedNote, head: Checkpoint)] {
        guard Directory.isDirectory(folder) else { return [] }
        return try Directory.names(in: folder).filter { $0.hasSuffix(Self.suffix) }.compactMap { name in
            let bytes = try FileReader.contents(of: "\(folder)/\(name)", limitBytes: SignedNote.limitBytes)
            guard let note = try? SignedNote(parsing: bytes), let head = try? Checkpoint(parsing: note.text),
                head.isOf(origin: origin)
            else { return nil }
            return (note, head)
        }
    }

    /// Keeps two heads that are not of one history, and logs that; from then on no bundle passes to or from the member.
    ///
    /// - Parameter other: the proof, where the two are of two sizes.
    /// - Throws: ``TransferError/fork(_:evidence:)`` once that is done; `FileError`, `LedgerError`.
    func keepFork(_ known: SignedNote, _ note: SignedNote, size: UInt64, proof other: OtherHistory? = nil) throws {
        try suspend(known, note, size: size, proof: other)
        throw TransferError.fork(member.name, evidence: evidence)
    }

    private func keep(_ note: SignedNote, at path: String) throws {
        let names = try Directory.names(in: folder).filter { $0.hasSuffix(Self.suffix) }.sorted()
        if names.count >= Self.limit, let oldest = names.first {
            for name in [oldest, Self.mark(of: oldest)] where Directory.exists("\(folder)/\(name)") {
                try Directory.remove("\(folder)/\(name)")
            }
        }
        try DurableFile.write(note.bytes, to: path, replacing: true)
    }

    /// Generation and size, in digits enough that names sort by them.
    private static func fileName(_ head: Checkpoint) -> String {
        let generation = head.origin.split(separator: "/").last.map(String.init) ?? "0"
        let digits = String(head.size)
        return "\(generation)-\(String(repeating: "0", count: 20 - digits.utf8.count))\(digits)\(suffix)"
    }

    static let suffix = ".note"
    /// The file that says that a head is of one history with the others that are marked.
    static func mark(of name: String) -> String { name + ".proved" }
}

extension VerifiedRegistry {
    /// Whether a member's log signed a head: its origin begins with the member's name, and the key is one the registry lists.
    func isHead(_ note: SignedNote, _ head: Checkpoint, of member: MemberID, at time: Timestamp) -> Bool {
        // Exactly `<member>/audit/<generation>`, or heads of two origins would not be held against one another.
        let parts = head.origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == member.name, parts[1] == "audit", parts[2].allSatisfy(\.isWholeNumber),
            UInt64(parts[2]).map({ $0 > 0 && String($0) == parts[2] }) ?? false
        else { return false }
        return (try? note.verified(by: noteKeys(of: member, for: .log, named: head.origin, .ed25519, at: time))) != nil
    }

    /// The keys of a member for a use, as notes name them.
    func noteKeys(
        of member: MemberID, for use: KeyUse, named name: String, _ algorithm: NoteKey.Algorithm, at time: Timestamp
    ) -> [NoteKey] {
        usableKeys(of: member, for: use, at: time).compactMap { key in
            guard key.algorithm == .ed25519, let publicKey = try? Ed25519PublicKey(parsing: key.publicKey) else { return nil }
            return try? NoteKey(name: name, algorithm: algorithm, publicKey: publicKey)
        }
    }
}
