/// What a head that somebody else keeps is to a log that it does not contradict.
public enum HeadStanding: Sendable, Hashable {
    /// The log had it at that size.
    case ofThisHistory(size: UInt64)
    /// It names another log, or another generation.
    case ofAnotherLog(origin: String)
    /// It names this log, whose key did not sign it.
    case unsigned
    /// A signed note, and no head of any log.
    case noHead
}
