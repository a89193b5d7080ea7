public import CanonicalCoding
internal import CryptoPrimitives
public import TransparencyLog

/// A witness of other members' logs: it signs a head only when that continues the one it signed before, and remembers it first.
///
/// Its state is one directory: a file with the newest head of each log, under SHA-256 of the origin. A head is replaced under the
/// directory's lock and made durable before its signature is given out. A witness whose directory is an older copy may sign what it
/// should refuse, so the directory is no matter of backups: a lost witness begins anew under another name.
public final class Witness {
    private let store: LedgerStore
    private let signer: NoteSigner
    private let logs: [NoteKey]
    /// Where the two heads lie that the last request showed to contradict each other: a directory below the witness's own.
    public private(set) var fork: String?
    /// Where the two heads lie of which the last request's proof did not lead from one to the other.
    public private(set) var refused: String?

    /// Opens a witness's directory.
    ///
    /// - Parameters:
    ///   - signer: the witness's key, of the algorithm of cosignatures; it serves this name alone.
    ///   - logs: the keys of the logs that it watches.
    /// - Throws: ``LedgerError``; `.signing` for a key of another algorithm.
    public init(
        in volume: any LedgerVolume, signer: NoteSigner, logs: [NoteKey],
        halt: @escaping (FileError) -> Void = ProcessEnd.afterFailedSync
    ) throws(LedgerError) {
        guard signer.key.algorithm == .cosignature else { throw .signing }
        store = try LedgerStore(volume, halt: halt)
        self.signer = signer
        self.logs = logs
        try store.dropUnfinished()
    }

    /// Answers a request whose body was received.
    ///
    /// - Throws: ``LedgerError`` when the state cannot be read or written; nothing was signed then.
    public func answer(_ body: [UInt8], at time: Timestamp) throws(LedgerError) -> WitnessAnswer {
        guard let request = AddCheckpointRequest(parsing: body) else { return .malformed }
        return try addCheckpoint(request, at: time)
    }

    /// Answers a request: checks, remembers, signs.
    ///
    /// - Throws: ``LedgerError`` when the state cannot be read or written; nothing was signed then.
    public func addCheckpoint(_ request: AddCheckpointRequest, at time: Timestamp) throws(LedgerError) -> WitnessAnswer {
        (fork, refused) = (nil, nil)
        guard let new = try? Checkpoint(parsing: request.checkpoint.text) else { return .malformed }
        let keys = logs.filter { $0.isNamed(new.origin) }
        guard !keys.isEmpty else { return .unknownLog }
        guard (try? request.checkpoint.verified(by: keys)) != nil else { return .unsigned }
        guard request.oldSize <= new.size else { return .malformed }
        let stored = try storedHead(of: new.origin)
        let old = stored?.checkpoint ?? Checkpoint(origin: new.origin, size: 0, root: MerkleTree.root(ofLeaves: []))
        if let stored { try keepFork(stored.note, request.checkpoint) }
        guard request.oldSize == old.size else { return .conflict(size: old.size) }
        do throws(LogError) {
            try ProofCheck.requireConsistency(from: (old.size, old.root), to: (new.size, new.root), proof: request.proof)
        } catch {
            if let stored, new.size > old.size {
                let pair = RefusedHead(kept: stored.note, refused: request.checkpoint)
                if try pair.keep(in: store) { refused = pair.folder }
            }
            return .inconsistent
        }
        return try sign(request.checkpoint, instead: stored?.note, at: time)
    }

    /// The newest head of a log with this witness's signature; what partners read to see whether a log was rolled back.
    ///
    /// - Throws: ``LedgerError``.
    public func newestHead(of origin: String) throws(LedgerError) -> SignedNote? { try storedHead(of: origin)?.note }

    private func sign(_ note: SignedNote, instead old: SignedNote?, at time: Timestamp) throws(LedgerError) -> WitnessAnswer {
        let (signature, signed): (NoteSignature, SignedNote)
        do {
            let seconds = UInt64(max(0, time.secondsSinceEpoch))
            signature = try signer.signature(for: note.text, at: seconds)
            signed = try SignedNote(text: note.text, signatures: ownSignatures(of: note) + [signature])
        } catch {
            throw .signing
        }
        let path = try Self.path(of: signed)
        guard try store.small(path) == old?.bytes else { throw .headChanged }
        try store.requireInPlace()
        try store.replace(path, signed.bytes, access: .secret)
        try store.syncDirectory(store.parentOf(path))
        return .signed(signature)
    }

    /// The log's own signatures; others' are of no account here.
    private func ownSignatures(of note: SignedNote) -> [NoteSignature] {
        note.signatures.filter { signature in logs.contains(where: signature.isBy) }
    }

    private func storedHead(of origin: String) throws(LedgerError) -> (note: SignedNote, checkpoint: Checkpoint)? {
        let path = Self.path(ofOrigin: origin)
        guard let bytes = try store.small(path) else { return nil }
        guard let note = try? SignedNote(parsing: bytes), let checkpoint = try? Checkpoint(parsing: note.text),
            checkpoint.isOf(origin: origin), (try? note.verified(by: [signer.key])) != nil
        else { throw .published(path: path) }
        return (note, checkpoint)
    }

    /// Two heads of one size with different roots, both signed by the log, prove a fork to everybody. The first such pair is kept.
    private func keepFork(_ stored: SignedNote, _ new: SignedNote) throws(LedgerError) {
        guard let pair = HeadFork(stored, new) else { return }
        try pair.keep(in: store)
        fork = pair.folder
    }

    private static func path(of note: SignedNote) throws(LedgerError) -> String {
        guard let checkpoint = try? Checkpoint(parsing: note.text) else { throw .head }
        return path(ofOrigin: checkpoint.origin)
    }

    /// As the reading side of tlog-witness names it.
    private static func path(ofOrigin origin: String) -> String { "\(SHA256.hash(origin).hex)/checkpoint" }
}
