internal import TransparencyLog

/// The names below the directory of a ledger (docs/spec/ledger-store.md).
public enum LedgerLayout {
    // Published: these can be copied to whoever verifies the log, and nothing else is needed.
    /// The newest head, with the signatures of witnesses.
    public static let checkpoint = "checkpoint"
    /// Every head that was published, under its size.
    public static let checkpoints = "checkpoints"
    /// Tiles and bundles of entries.
    public static let tiles = "tile"
    /// The log's key, the witnesses and the quorum.
    public static let policy = "policy.txt"
    /// Agreements, under the digest of each.
    public static let agreements = "agreements"
    /// All of these, in the order of their names.
    public static let published = [agreements, checkpoint, checkpoints, policy, tiles]

    // Private.
    /// The head that was committed last, signed.
    public static let head = "head"
    /// Entries and details on their way.
    static let staging = "staging"
    static let lock = "lock"
    /// Room that is given up to say why the log stops.
    static let ballast = "ballast"
    /// Detail records with their salts, 256 to a file.
    static let details = "details"
    /// Files that have no name yet.
    static let unfinished = "unfinished"
    /// What a witness holds that this log does not: while it lies here, nothing is signed.
    public static let rolledBack = "rolled-back.note"
    /// Pairs of heads that are not of one history.
    public static let forks = "head-forks"
    /// At a witness: pairs of heads of which the later was refused, since no proof led to it.
    public static let refused = "refused-heads"
    /// The end of a generation that was begun.
    public static let successor = "successor.json"
    /// Generations that have ended.
    static let ended = "ended"
    /// What moves when a log ends; what waits in the staging file is moved apart, since that file stays open.
    static let ofOneLog = [checkpoint, checkpoints, details, forks, head, policy, rolledBack, tiles]

    static func checkpoint(ofSize size: UInt64) -> String { "\(checkpoints)/\(size)" }

    /// The file of details beside a bundle of entries.
    static func details(_ number: UInt64) -> String {
        details + TileAddress(.entries, number: number).path.dropFirst("tile/entries".utf8.count)
    }

    static let headLimitBytes = SignedNote.limitBytes
    static let tileByteCount = TileAddress.fullWidth * 32
    static let bundleLimitBytes = TileAddress.fullWidth * (EntryBundle.entryLimitBytes + 2)
    static let detailsLimitBytes = TileAddress.fullWidth * (DetailRecord.limitBytes + 1)
}
