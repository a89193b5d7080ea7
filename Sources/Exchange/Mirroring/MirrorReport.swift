public import Indicators

/// What a member's mirror holds after it was brought up to date.
public struct MirrorReport: Sendable, Hashable {
    /// Whose log it is.
    public let member: MemberID
    /// The name and generation of the log.
    public let origin: String
    /// The size up to which the mirror was verified.
    public let size: UInt64
    /// How many files were fetched.
    public let fetchedCount: Int
    /// Whether entries are mirrored; else hashes alone, since no agreement names this member as a mirror there.
    public let hasEntries: Bool
    /// How many witnesses signed the head.
    public let witnessCount: Int
    /// Whether enough of them signed it, by the log's own policy.
    public let hasQuorum: Bool
}

/// Why a mirror stays as it was.
public enum MirrorError: Error, Sendable, Hashable {
    /// What the member's node shows is no head that its log signed.
    case head(MemberID)
    /// The policy it publishes names a key that the registry does not list for that use.
    case policy(MemberID)
    /// The log says it has more entries than a mirror may have.
    case tooLarge(UInt64)
    /// The directory holds the mirror of another log, or another generation of it.
    case otherLog(String)
    /// The head shown is smaller than the mirror; both heads are kept.
    case rollback(kept: UInt64, shown: UInt64, evidence: String)
    /// What was fetched does not give the head.
    case mismatch(String)
    /// The log grew faster than it could be fetched.
    case moving
}

extension MirrorError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .head(let member): "\(member.name) shows no head that a log key of the registry signed"
        case .policy(let member): "the policy of \(member.name)'s log names a key that the registry does not list"
        case .tooLarge(let size): "the log says it has \(size) entries; a mirror has at most \(MirroredHead.largestSize)"
        case .otherLog(let origin): "the directory holds the mirror of another log: \(origin)"
        case .rollback(let kept, let shown, let evidence):
            "the mirror has a head of size \(kept), and one of size \(shown) is shown now; both are in \(evidence)"
        case .mismatch(let what): "what was fetched does not fit the head: \(what)"
        case .moving: "the log changed again and again while it was fetched"
        }
    }

    /// What to do.
    public var hint: String {
        switch self {
        case .head, .policy: "update the registry, and ask the member's operators"
        case .otherLog: "name another directory with --out"
        case .rollback: "ask the member for an explanation: a log that was put back from a backup has to end"
        case .mismatch: "run it again; when it stays so, ask the member's operators, and remove the file that is named"
        case .tooLarge: "ask the member's operators"
        case .moving: "run it again"
        }
    }
}
