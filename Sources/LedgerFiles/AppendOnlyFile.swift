internal import Glibc

/// A file that only grows: each record is one write followed by a sync.
public enum AppendOnlyFile {
    /// Appends one record durably, creating the file (0600) when it is missing.
    ///
    /// - Throws: ``FileError``.
    public static func append(_ record: [UInt8], to path: String) throws(FileError) {
        let file = try FileDescriptor(opening: path, flags: O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
        var failure: FileError?
        unsafe record.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe file.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
        try file.sync()
    }
}
