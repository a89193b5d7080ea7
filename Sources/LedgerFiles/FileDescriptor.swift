internal import Glibc

/// An open file that closes itself; every call on it retries after an interrupting signal.
struct FileDescriptor: ~Copyable, Sendable {
    let number: Int32
    let path: String
    private let closesAtEnd: Bool

    /// Standard input, which stays open.
    static func standardInput() -> FileDescriptor {
        FileDescriptor(number: STDIN_FILENO, path: "standard input", closesAtEnd: false)
    }

    /// Standard output, which stays open.
    static func standardOutput() -> FileDescriptor {
        FileDescriptor(number: STDOUT_FILENO, path: "standard output", closesAtEnd: false)
    }

    /// Standard error, which stays open.
    static func standardError() -> FileDescriptor {
        FileDescriptor(number: STDERR_FILENO, path: "standard error", closesAtEnd: false)
    }

    private init(number: Int32, path: String, closesAtEnd: Bool) {
        self.number = number
        self.path = path
        self.closesAtEnd = closesAtEnd
    }

    init(opening path: String, flags: Int32, mode: mode_t = 0, action: String = "open") throws(FileError) {
        let number = unsafe open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw .current(action: action, path: path) }
        self.number = number
        self.path = path
        closesAtEnd = true
    }

    deinit { if closesAtEnd { close(number) } }

    /// Writes all of `bytes` or throws.
    borrowing func writeAll(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe write(number, bytes.baseAddress! + written, bytes.count - written)
            if count < 0 {
                if errno == EINTR { continue }
                throw .current(action: "write", path: path)
            }
            written += count
        }
    }

    /// Reads up to the buffer's size; 0 at the end of the file.
    borrowing func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = unsafe read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .current(action: "read", path: path) }
        }
    }

    /// Makes the contents durable. A failed sync is never retried: the kernel may have dropped the pages.
    borrowing func sync() throws(FileError) {
        guard fsync(number) == 0 else { throw .current(action: "sync", path: path) }
    }

    /// Waits until no other process holds the lock of this file; it is dropped when the file is closed.
    borrowing func waitForLock() throws(FileError) {
        while flock(number, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .current(action: "lock", path: path) }
        }
    }

    /// Takes back what was written beyond a length, as far as the system lets it.
    borrowing func cut(to length: Int) { _ = ftruncate(number, length) }

    /// Takes away what stands beyond a length.
    borrowing func shorten(to length: Int) throws(FileError) {
        while ftruncate(number, length) != 0 {
            guard errno == EINTR else { throw .current(action: "shorten", path: path) }
        }
    }

    /// Bytes from a place on; fewer than `count` at the end of the file.
    borrowing func bytes(from offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(number, buffer.baseAddress! + filled, count - filled, offset + filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .current(action: "read", path: path) }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    borrowing func status() throws(FileError) -> stat {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .current(action: "inspect", path: path) }
        return status
    }
}

/// Makes the names in a directory durable, after a rename or an unlink in it.
func syncDirectory(_ path: String) throws(FileError) {
    let directory = try FileDescriptor(opening: path, flags: O_RDONLY | O_DIRECTORY)
    try directory.sync()
}

/// The directory part of a path; "." when it has none.
func parentDirectory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
}
