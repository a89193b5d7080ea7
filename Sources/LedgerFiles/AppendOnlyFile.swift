internal import Glibc

/// A file that only grows: each record is one write followed by a sync.
public enum AppendOnlyFile {
    /// What becomes of a record that a crash cut short.
    public enum TornRecord: Sendable {
        /// It gets its line end and stays, for readers that pass over what they cannot read.
        case closed
        /// It goes, for readers to whom a line that they cannot read is damage.
        case cut
    }

    /// Appends records durably, creating the file (0600) when it is missing.
    ///
    /// Every record ends with LF. What a crash left of an earlier one spoils no other; what cannot be written whole is taken
    /// back.
    ///
    /// - Parameter torn: what becomes of what a crash left.
    /// - Throws: ``FileError``; nothing was appended then.
    public static func append(_ records: [UInt8], to path: String, torn: TornRecord = .closed) throws(FileError) {
        let isNew = !Directory.exists(path)
        let file = try FileDescriptor(opening: path, flags: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
        try file.waitForLock()
        var length = try Int(file.status().st_size)
        let last = try file.bytes(from: max(0, length - 1), count: 1).last
        var isCutShort = last.map { $0 != UInt8(ascii: "\n") } ?? false
        if isCutShort, torn == .cut {
            length = try wholeBytes(of: file, length)
            try file.shorten(to: length)
            isCutShort = false
        }
        do throws(FileError) {
            try write(isCutShort ? [UInt8(ascii: "\n")] + records : records, to: file)
            try file.sync()
            if isNew { try syncDirectory(parentDirectory(of: path)) }
        } catch {
            file.cut(to: length)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to file: borrowing FileDescriptor) throws(FileError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe file.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// How many bytes the whole records have.
    private static func wholeBytes(of file: borrowing FileDescriptor, _ length: Int) throws(FileError) -> Int {
        var end = length
        while end > 0 {
            let start = max(0, end - FileReader.pieceBytes)
            let piece = try file.bytes(from: start, count: end - start)
            if let last = piece.lastIndex(of: UInt8(ascii: "\n")) { return start + last + 1 }
            end = start
        }
        return 0
    }

    /// The last lines of a file, as many as `limitBytes` hold whole; all of them when the file is no longer.
    ///
    /// - Throws: ``FileError``.
    public static func lastLines(of path: String, limitBytes: Int) throws(FileError) -> [UInt8] {
        let file = try FileDescriptor(opening: path, flags: O_RDONLY)
        let length = try Int(file.status().st_size)
        let start = max(0, length - limitBytes)
        let bytes = try file.bytes(from: start, count: length - start)
        guard start > 0 else { return bytes }
        // The first line may have begun before.
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
        return Array(bytes[(end + 1)...])
    }
}
