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
    private let origin: String

    /// Compares two heads; nothing unless they are a fork. Their signatures were verified by the caller.
    public init?(_ first: SignedNote, _ second: SignedNote) {
        guard let one = try? Checkpoint(parsing: first.text), let other = try? Checkpoint(parsing: second.text),
            one.isOf(origin: other.origin), one.size == other.size, one.root != other.root
        else { return nil }
        self.first = first
        self.second = second
        size = one.size
        origin = one.origin
    }

    static let firstName = "first.note"

    /// Keeps both durably, unless a fork of that log is kept already: one proves as much as many, and a log can sign any number.
    ///
    /// The second one is written last: where it is, both are.
    ///
    /// - Throws: ``LedgerError``.
    func keep(in store: LedgerStore) throws(LedgerError) {
        let folder = "\(LedgerLayout.forks)/\(SHA256.hash(origin).hex)"
        let paths = ["\(folder)/\(Self.firstName)", "\(folder)/second.note"]
        guard try store.small(paths[1]) == nil else { return }
        for (path, note) in zip(paths, [first, second]) {
            try store.replace(path, note.bytes, access: .secret)
            try store.syncDirectory(folder)
        }
    }
}
