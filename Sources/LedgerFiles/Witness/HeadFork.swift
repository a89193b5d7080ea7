internal import CryptoPrimitives
public import TransparencyLog

/// Two heads that a log signed and that cannot both be true: of one size, with different roots.
public struct HeadFork: Sendable, Hashable {
    /// The one that was known first.
    public let first: SignedNote
    /// The other one.
    public let second: SignedNote
    /// Their size.
    public let size: UInt64

    /// Compares two heads; nothing unless they are a fork. Their signatures were verified by the caller.
    public init?(_ first: SignedNote, _ second: SignedNote) {
        guard let one = try? Checkpoint(parsing: first.text), let other = try? Checkpoint(parsing: second.text),
            one.isOf(origin: other.origin), one.size == other.size, one.root != other.root
        else { return nil }
        self.first = first
        self.second = second
        size = one.size
    }

    static let firstName = "first.note"

    /// Both heads, which anybody who has the log's key can verify.
    var files: [(path: String, bytes: [UInt8])] {
        var hash = SHA256()
        hash.update(first.bytes)
        hash.update(second.bytes)
        let folder = "\(LedgerLayout.forks)/\(hash.finalize().hex)"
        return [("\(folder)/\(Self.firstName)", first.bytes), ("\(folder)/second.note", second.bytes)]
    }

    /// Keeps both durably.
    ///
    /// - Throws: ``LedgerError``.
    func keep(in store: LedgerStore) throws(LedgerError) {
        for (path, bytes) in files where try store.small(path) == nil {
            try store.replace(path, bytes, access: .secret)
            try store.syncDirectory(store.parentOf(path))
        }
    }
}
