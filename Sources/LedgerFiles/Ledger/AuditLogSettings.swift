public import CanonicalCoding
public import TransparencyLog

/// How a node keeps its audit log.
public struct AuditLogSettings {
    /// Who the node is, for entries that it writes of its own accord: the fields of ``EntryRequirements/who``.
    public let who: [(DetailField, JSONValue)]
    /// Room that is reserved so that a full disk can still be logged; 0 for none.
    public let ballastBytes: Int
    /// Called when a sync failed. In a program it ends the process at once; in a test it may return, and the log stays stopped.
    public let halt: (FileError) -> Void

    /// 64 MiB.
    public static let usualBallastBytes = 64 << 20
    /// The exit code of a node whose ledger refuses to go on.
    public static let refusalExitCode: Int32 = 4

    /// States settings.
    public init(
        who: [(DetailField, JSONValue)], ballastBytes: Int = Self.usualBallastBytes,
        halt: @escaping (FileError) -> Void = ProcessEnd.afterFailedSync
    ) {
        self.who = who
        self.ballastBytes = ballastBytes
        self.halt = halt
    }
}
