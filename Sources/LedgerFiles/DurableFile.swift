internal import Glibc

/// A file that appears under its name complete and durable, or not at all.
///
/// Bytes go to a temporary file in the same directory; ``commit(replacing:)`` syncs it, gives it its
/// name and syncs the directory. Dropped without a commit, the temporary file is removed.
public struct DurableFile: ~Copyable {
    /// Where the file will stand after the commit.
    public let path: String
    private let temporaryPath: String
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var isCommitted = false

    /// Bytes collected before one system call.
    static let bufferBytes = 1 << 18

    /// Starts a file that will be called `path`.
    ///
    /// - Throws: ``FileError`` when the directory is missing, not writable or full, or a directory has that name.
    public init(creating path: String, mode: UInt32 = 0o600) throws(FileError) {
        self.path = path
        temporaryPath = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
        descriptor = try Self.open(temporaryPath, for: path, mode: mode)
        buffer.reserveCapacity(Self.bufferBytes)
    }

    /// Says before the work and not after it that no file can take the name.
    private static func open(_ temporaryPath: String, for path: String, mode: UInt32) throws(FileError) -> FileDescriptor {
        guard !Directory.isDirectory(path) else { throw FileError(.wrongType, action: "write", path: path) }
        do throws(FileError) {
            return try FileDescriptor(
                opening: temporaryPath, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, action: "create")
        } catch {
            throw FileError(error.reason, action: error.action, path: path)
        }
    }

    deinit { if !isCommitted { unsafe unlink(temporaryPath) } }

    /// Appends bytes.
    ///
    /// - Throws: ``FileError``, after which the file must be dropped.
    public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
        if buffer.count + bytes.count > Self.bufferBytes { try flush() }
        if bytes.count >= Self.bufferBytes {
            try unsafe writeThrough(bytes)
        } else {
            unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FileError``, after which the file must be dropped.
    public mutating func write(_ bytes: [UInt8]) throws(FileError) { try write(bytes.span) }

    /// Syncs, names and syncs again; from here on the file survives a power cut.
    ///
    /// - Throws: ``FileError``; `.alreadyExists` when `replacing` is false and the name is taken.
    public consuming func commit(replacing: Bool = false) throws(FileError) {
        try flush()
        try descriptor.sync()
        if replacing {
            guard unsafe rename(temporaryPath, path) == 0 else { throw .current(action: "name", path: path) }
        } else {
            guard unsafe link(temporaryPath, path) == 0 else { throw .current(action: "name", path: path) }
            unsafe unlink(temporaryPath)
        }
        isCommitted = true
        try syncDirectory(parentDirectory(of: path))
    }

    /// Gives the file another name than planned, for content-addressed files whose name is known last.
    ///
    /// - Throws: ``FileError``.
    public consuming func commit(as finalPath: String) throws(FileError) {
        try flush()
        try descriptor.sync()
        guard unsafe rename(temporaryPath, finalPath) == 0 else { throw .current(action: "name", path: finalPath) }
        isCommitted = true
        try syncDirectory(parentDirectory(of: finalPath))
    }

    private mutating func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        try unsafe writeThrough(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }

    @unsafe private func writeThrough(_ bytes: Span<UInt8>) throws(FileError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe descriptor.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

extension DurableFile {
    /// Removes what processes that were killed left of unfinished files in a directory, and erases secrets that they were erasing; what a
    /// living one writes stays.
    ///
    /// - Throws: ``FileError``.
    public static func removeLeftovers(in directory: String) throws(FileError) {
        for name in try Directory.names(in: directory) {
            if isUnfinished(name) { try Directory.remove("\(directory)/\(name)") }
            if name.hasSuffix(SecretFile.erasingSuffix) { try SecretFile.finishErasing("\(directory)/\(name)") }
        }
    }

    /// Whether a name is one that ``init(creating:mode:)`` gave in a process that is gone.
    private static func isUnfinished(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts.last == "partial", UInt32(parts[parts.count - 2]) != nil,
            let process = pid_t(parts[parts.count - 3])
        else { return false }
        return process != getpid() && !isAlive(process)
    }

    private static func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 || errno == EPERM }

    /// Writes a whole small file durably, without a copy of its bytes: they may be a secret that the caller erases.
    ///
    /// - Throws: ``FileError``.
    public static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600, replacing: Bool = false
    ) throws(FileError) {
        let file = try DurableFile(creating: path, mode: mode)
        try unsafe file.writeThrough(bytes.span)
        try file.commit(replacing: replacing)
    }
}

/// Copies of files that must last.
public enum FileCopy {
    /// Copies a file durably, replacing one of that name.
    ///
    /// - Throws: ``FileError``.
    public static func copy(_ source: String, to target: String, mode: UInt32 = 0o600) throws(FileError) {
        var reader = try FileReader(opening: source)
        var copy = try DurableFile(creating: target, mode: mode)
        while case let piece = try reader.next(), !piece.isEmpty { try copy.write(piece) }
        try copy.commit(replacing: true)
    }
}
