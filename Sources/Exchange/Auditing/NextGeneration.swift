internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

/// The audit log that follows one that has ended.
public struct NextGeneration: Sendable, Hashable {
    /// The key under the name of the new origin, as policies of witnesses and registries know it.
    public let key: NoteKey
    /// The head of the old log that the first entry holds.
    public let previous: Checkpoint
    /// The size of the newest head of the old log that enough of its witnesses signed; nothing when that is not known.
    public let witnessedSize: UInt64?
    /// Where the old log lies.
    public let ended: String
    /// Whether the old log said that it ends.
    public let isEndedProperly: Bool
}

extension Node {
    /// Ends the audit log and begins the next one, with a new key under the next origin. The old log stays, under its number.
    ///
    /// A log that still can be signed ends with an entry that says so; of one that cannot, because it was rolled back, forked or damaged,
    /// the last known head is kept. Neither origin nor key is ever used again: the old key is replaced by the new one, and gone. A change
    /// that was cut off is taken up by calling this again.
    ///
    /// - Parameter head: a head of the old log that a witness keeps, where the log does not hold its own last one.
    /// - Throws: `LedgerError`, ``NodeError``, `FileError`.
    public func beginNextGeneration(because reason: String, head: SignedNote? = nil) throws -> NextGeneration {
        let key = try nextLogKey()
        let volume = try DiskVolume(paths.ledger)
        let change = GenerationChange(in: volume, settings: ledgerSettings)
        var generator = SystemRandomNumberGenerator()
        let clock = clock().time
        if let number = try begunGeneration(with: key, in: volume) {
            let signer = try logSigner(key, generation: number)
            _ = try change.resume(signer, at: clock, using: &generator)
        } else {
            let old = try OldLog(of: self, head: head)
            let signer = try logSigner(key, generation: old.nextNumber)
            if let oldSigner = try old.workingSigner() {
                _ = try change.succeed(
                    oldSigner, by: signer, generation: old.nextNumber, reason: reason, witnessed: old.witnessed, at: clock,
                    using: &generator)
            } else {
                _ = try change.abandon(
                    for: signer, generation: old.nextNumber, last: old.last, reason: reason, witnessed: old.witnessed, at: clock,
                    using: &generator)
            }
        }
        return try settleGeneration()
    }

    /// The number of the change that was cut off: it is under way, or only the key's file has not its place yet.
    private func begunGeneration(with key: Ed25519PrivateKey, in volume: DiskVolume) throws -> Int64? {
        if let number = try GenerationChange.begun(in: volume) { return number }
        guard let note = try? publishedOrCommittedHead(), let origin = try? Checkpoint(parsing: note.text).origin,
            let own = try? NoteKey(name: origin, algorithm: .ed25519, publicKey: key.publicKey),
            (try? note.verified(by: [own])) != nil
        else { return nil }
        return Int64(Self.generation(ofOrigin: origin))
    }

    private func logSigner(_ key: Ed25519PrivateKey, generation: Int64) throws -> NoteSigner {
        try NoteSigner(name: Self.logOrigin(of: settings.member, generation: Int(generation)), privateKey: key)
    }

    /// The key of the log to come; made once, however often the change is cut off.
    private func nextLogKey() throws -> Ed25519PrivateKey {
        let path = paths.nextLogKey
        if !Directory.exists(path) { try NodeKeys.write(.ed25519(Ed25519PrivateKey()), to: path, nil) }
        guard case .ed25519(let key) = try NodeKeys.read(path, nil) else { throw NodeError.wrongKey(path) }
        return key
    }

    /// Gives the new key its place and the new log the old one's witnesses, then says what there is now.
    private func settleGeneration() throws -> NextGeneration {
        let key = try nextLogKey()
        let reader = try ledger()
        let number = Self.generation(ofOrigin: reader.checkpoint.origin)
        let noteKey = try NoteKey(name: reader.checkpoint.origin, algorithm: .ed25519, publicKey: key.publicKey)
        let ended = "\(paths.endedLogs)/\(number - 1)"
        let policy = try takeOverWitnesses(of: ended, key: noteKey)
        try PublicKeys.replace(.log, by: key.publicKey.bytes, at: paths.publicKeys)
        try Directory.rename(paths.nextLogKey, to: paths.logKey)
        if let policy { try logConfiguration("witness.policy", digest: SHA256.hash(policy)) }
        let genesis = try reader.detail(at: 0)
        let head = try Self.head(in: genesis, .previousCheckpoint) ?? Checkpoint(origin: "", size: 0, root: .zero)
        let witnessed = try Self.head(in: genesis, .previousWitnessed)
        return NextGeneration(
            key: noteKey, previous: head, witnessedSize: witnessed?.size, ended: ended,
            isEndedProperly: try LedgerReader(opening: ended).endsProperly())
    }

    private static func head(in genesis: DetailRecord, _ field: DetailField) throws -> Checkpoint? {
        guard let text = genesis[field]?.string else { return nil }
        return try Checkpoint(parsing: SignedNote(parsing: Array(text.utf8)).text)
    }

    /// The new log is witnessed by whoever witnessed the old one.
    private func takeOverWitnesses(of ended: String, key: NoteKey) throws -> [UInt8]? {
        let old = "\(ended)/\(LedgerLayout.policy)"
        guard Directory.exists(old) else { return nil }
        let text = String(decoding: try FileReader.contents(of: old, limitBytes: WitnessPolicy.limitBytes), as: UTF8.self)
        guard let policy = try? WitnessPolicy(parsing: text), !policy.witnesses.isEmpty else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("log ") ? "log \(key.text)" : String($0) }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        try DurableFile.write(bytes, to: "\(paths.ledger)/\(LedgerLayout.policy)", mode: 0o644, replacing: true)
        return bytes
    }
}

extension LedgerReader {
    /// Whether the log says itself that it ends.
    fileprivate func endsProperly() throws(LedgerError) -> Bool {
        guard checkpoint.size > 0, let last = try? entry(at: checkpoint.size - 1) else { return false }
        return last.type == EntryType.logEnd.rawValue
    }
}

extension HomePaths {
    /// The key of the log to come, while the change to it is not finished.
    var nextLogKey: String { keys + "/log.next.pem" }
}
