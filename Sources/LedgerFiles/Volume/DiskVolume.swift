internal import Glibc

/// A directory of the file system, held open: what is put in its place meanwhile is not written to.
public final class DiskVolume: LedgerVolume {
    let root: FileDescriptor
    private let rootPath: String
    private var lockFile: Int32?

    /// Opens a directory that exists.
    ///
    /// - Throws: ``FileError``.
    public init(_ path: String) throws(FileError) {
        root = try FileDescriptor(opening: path, flags: O_RDONLY | O_DIRECTORY)
        rootPath = path
    }

    deinit { if let lockFile { Glibc.close(lockFile) } }

    /// Takes the lock of the ledger until the volume goes away.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func lock(_ path: String) throws(FileError) -> VolumeFile {
        let number = try openFile(path, O_RDWR | O_CREAT, 0o600)
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileError.current(action: "lock", path: full(path))
            Glibc.close(number)
            throw error
        }
        lockFile = number
        return VolumeFile(number: number, path: path)
    }

    /// Opens a file for writing.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func open(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile {
        VolumeFile(number: try openFile(path, O_RDWR | O_CREAT, access.fileMode), path: path)
    }

    /// Makes a new file for writing.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func create(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile {
        try remove(path)
        let number = try openFile(path, O_RDWR | O_CREAT | O_EXCL, access.fileMode)
        guard fchmod(number, access.fileMode) == 0 else {
            let error = FileError.current(action: "protect", path: full(path))
            Glibc.close(number)
            throw error
        }
        return VolumeFile(number: number, path: path)
    }

    /// Whether the whole path, the ledger's own included, still leads to the file.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func isInPlace(_ file: VolumeFile) throws(FileError) -> Bool {
        var (held, named) = (stat(), stat())
        guard unsafe fstat(file.number, &held) == 0 else { throw .current(action: "inspect", path: full(file.path)) }
        guard unsafe lstat(full(file.path), &named) == 0 else { return false }
        return held.st_dev == named.st_dev && held.st_ino == named.st_ino
    }

    /// Writes all bytes from an offset on.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func write(_ bytes: [UInt8], to file: VolumeFile, at offset: Int) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe pwrite(file.number, raw.baseAddress! + written, raw.count - written, offset + written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .current(action: "write", path: full(file.path)) }
            written += count
        }
    }

    /// Cuts a file to a length.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func cut(_ file: VolumeFile, to length: Int) throws(FileError) {
        guard ftruncate(file.number, length) == 0 else { throw .current(action: "cut", path: full(file.path)) }
    }

    /// Reserves room.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func reserve(_ byteCount: Int, for file: VolumeFile) throws(FileError) {
        let code = posix_fallocate(file.number, 0, byteCount)
        guard code == 0 else {
            throw FileError(code == ENOSPC ? .noSpace : .system(code), action: "reserve", path: full(file.path))
        }
    }

    /// Makes the contents durable.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func sync(_ file: VolumeFile) throws(FileError) {
        guard fdatasync(file.number) == 0 else { throw .current(action: "sync", path: full(file.path)) }
    }

    /// Ends the use of a file.
    public func close(_ file: VolumeFile) {
        Glibc.close(file.number)
        if file.number == lockFile { lockFile = nil }
    }

    private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) throws(FileError) -> Int32 {
        let number = unsafe openat(root.number, path, flags | O_CLOEXEC | O_NOFOLLOW, mode)
        guard number >= 0 else { throw .current(action: "open", path: full(path)) }
        return number
    }

    func full(_ path: String) -> String { path.isEmpty ? rootPath : "\(rootPath)/\(path)" }
}

extension VolumeAccess {
    var fileMode: mode_t { self == .published ? 0o444 : 0o600 }
    var directoryMode: mode_t { self == .published ? 0o755 : 0o700 }
}
