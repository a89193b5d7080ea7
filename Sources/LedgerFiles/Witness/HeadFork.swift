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

    /// Where both lie: one place for each log, since one fork proves as much as many, and a log can sign any number.
    var folder: String { "\(LedgerLayout.forks)/\(SHA256.hash(origin).hex)" }

    /// Keeps both durably, unless a fork of that log is kept already.
    ///
    /// The second one is written last: where it is, both are.
    ///
    /// - Throws: ``LedgerError``.
    func keep(in store: LedgerStore) throws(LedgerError) {
        let paths = ["\(folder)/\(Self.firstName)", "\(folder)/second.note"]
        guard try store.small(paths[1]) == nil else { return }
        for (path, note) in zip(paths, [first, second]) {
            try store.replace(path, note.bytes, access: .secret)
            try store.syncDirectory(folder)
        }
    }
}

/// A head that a witness kept and a larger one of the same log, of which nobody gave a proof that it continues the first.
///
/// Both are signed by the log, which proves no fork: a proof may only have been wrong. When the log cannot give one that leads from the
/// first to the second, it has two histories.
struct RefusedHead {
    let kept: SignedNote
    let refused: SignedNote

    /// So many pairs are kept; a log that shows more of them adds nothing.
    static let limit = 256

    var folder: String { "\(LedgerLayout.refused)/\(kept.digest(with: refused).hex)" }

    /// Keeps both durably.
    ///
    /// - Returns: false when there are too many.
    /// - Throws: ``LedgerError``.
    func keep(in store: LedgerStore) throws(LedgerError) -> Bool {
        let names = try store.attempt { () throws(FileError) in try store.volume.names(in: LedgerLayout.refused) }
        guard names.count < Self.limit else { return false }
        for (path, note) in [("\(folder)/kept.note", kept), ("\(folder)/refused.note", refused)]
        where try store.small(path) == nil {
            try store.replace(path, note.bytes, access: .secret)
            try store.syncDirectory(store.parentOf(path))
        }
        return true
    }
}

extension SignedNote {
    /// The name of a pair.
    fileprivate func digest(with other: SignedNote) -> Digest256 {
        var hash = SHA256()
        hash.update(bytes)
        hash.update(other.bytes)
        return hash.finalize()
    }
}
