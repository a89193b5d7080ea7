internal import Glibc

/// A file of secret records that grows record by record; its owner knows how much of it is whole, and writes alone.
public enum GrowingFile {
    /// Writes behind the part that is whole, durably; whatever stood there goes. The file is made, 0600, when it is missing.
    ///
    /// - Parameter wholeBytes: how long the part is that stays.
    /// - Throws: ``FileError``; what was written is taken back then.
    public static func write(_ records: [UInt8], to path: String, after wholeBytes: Int) throws(FileError) {
        let isNew = !Directory.exists(path)
        let file = try FileDescriptor(opening: path, flags: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
        try file.shorten(to: wholeBytes)
        do throws(FileError) {
            try append(records, to: file)
            try file.sync()
            if isNew { try syncDirectory(parentDirectory(of: path)) }
        } catch {
            file.cut(to: wholeBytes)
            throw error
        }
    }

    private static func append(_ records: [UInt8], to file: borrowing FileDescriptor) throws(FileError) {
        var failure: FileError?
        unsafe records.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe file.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
