internal import Glibc

/// A temporary file, 0600, that goes away with its owner; written first, then read back.
public struct ScratchFile: ~Copyable {
    /// Where it lies while it exists.
    public let path: String
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    /// Bytes written so far.
    public private(set) var byteCount = 0

    /// Makes an empty one in a directory.
    ///
    /// - Throws: ``FileError``.
    public init(in directory: String) throws(FileError) {
        path = "\(directory)/scratch-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        descriptor = try FileDescriptor(
            opening: path, flags: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, action: "create")
    }

    deinit { unsafe unlink(path) }

    /// Appends bytes.
    ///
    /// - Throws: ``FileError``.
    public mutating func write(_ bytes: [UInt8]) throws(FileError) {
        byteCount += bytes.count
        buffer.append(contentsOf: bytes)
        if buffer.count >= DurableFile.bufferBytes { try flush() }
    }

    /// Hands everything to the system, so that others can read the file by its path.
    ///
    /// - Throws: ``FileError``.
    public mutating func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        var failure: FileError?
        unsafe buffer.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe descriptor.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func isOfLivingProcess(_ name: String) -> Bool {
        let parts = name.split(separator: "-")
        guard parts.count == 3, let process = pid_t(parts[1]), process != getpid() else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }

    /// Removes what earlier processes left in a directory when they were killed.
    ///
    /// - Throws: ``FileError``.
    public static func removeLeftovers(in directory: String) throws(FileError) {
        for name in try Directory.names(in: directory) where name.hasPrefix("scratch-") && !isOfLivingProcess(name) {
            try Directory.remove("\(directory)/\(name)")
        }
    }
}
