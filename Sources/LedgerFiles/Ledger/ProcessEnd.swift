internal import Glibc

/// The end of a process that cannot know any more what its files hold.
public enum ProcessEnd {
    /// Says why and ends at once, without running anything else that might write.
    public static func afterFailedSync(_ error: FileError) {
        let failure = LedgerError.sync(error)
        StandardStream.writeMessage("error: \(failure)\nhint: \(failure.hint)\n")
        _exit(AuditLogSettings.refusalExitCode)
    }
}
