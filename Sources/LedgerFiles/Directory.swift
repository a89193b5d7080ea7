internal import Glibc

/// Directories of a node's home.
public enum Directory {
    /// Makes a directory and those above it, the last one with mode 0700.
    ///
    /// - Throws: ``FileError``.
    public static func create(_ path: String) throws(FileError) {
        if isDirectory(path) { return }
        let parent = parentDirectory(of: path)
        if parent != path, !isDirectory(parent) { try create(parent) }
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .current(action: "create", path: path) }
        try syncDirectory(parent)
    }

    /// True when a directory of that name exists.
    public static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True when anything of that name exists.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// The size of a file in bytes.
    ///
    /// - Throws: ``FileError``.
    public static func byteCount(of path: String) throws(FileError) -> Int {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .current(action: "inspect", path: path) }
        return Int(status.st_size)
    }

    /// Gives a file another name in the same directory, durably.
    ///
    /// - Throws: ``FileError``.
    public static func rename(_ path: String, to other: String) throws(FileError) {
        guard unsafe Glibc.rename(path, other) == 0 else { throw .current(action: "name", path: other) }
        try syncDirectory(parentDirectory(of: other))
    }

    /// The names in a directory in byte order, without those that begin with a dot.
    ///
    /// - Throws: ``FileError``.
    public static func names(in path: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(path) else { throw .current(action: "list", path: path) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Checks that a home is a directory of this user that nobody else can enter.
    ///
    /// - Throws: ``FileError`` with `.openDirectory` otherwise.
    public static func requirePrivate(_ path: String) throws(FileError) {
        let directory = try FileDescriptor(opening: path, flags: O_RDONLY | O_DIRECTORY)
        let status = try directory.status()
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw FileError(.openDirectory, action: "use the directory", path: path)
        }
    }

    /// Removes a file durably; one that is already gone is no error.
    ///
    /// - Throws: ``FileError``.
    public static func remove(_ path: String) throws(FileError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .current(action: "remove", path: path) }
        try syncDirectory(parentDirectory(of: path))
    }

    /// Removes all files of a directory, durably together; one of its directories stays and is an error.
    ///
    /// - Throws: ``FileError``.
    public static func removeFiles(in path: String) throws(FileError) {
        for name in try names(in: path) {
            guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else {
                throw .current(action: "remove", path: "\(path)/\(name)")
            }
        }
        try syncDirectory(path)
    }

    /// Removes a directory that holds nothing; one that holds something, or is gone, stays as it is.
    ///
    /// - Throws: ``FileError``.
    public static func removeIfEmpty(_ path: String) throws(FileError) {
        guard unsafe rmdir(path) == 0 || errno == ENOTEMPTY || errno == ENOENT else {
            throw .current(action: "remove", path: path)
        }
        try syncDirectory(parentDirectory(of: path))
    }
}

/// One process at a time: an exclusive lock that the kernel drops when the process ends, however it ends.
public struct DirectoryLock: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Takes the lock, or says that somebody else holds it: at once, or after waiting for it a while.
    ///
    /// - Throws: ``FileError`` with `.locked`.
    public init(taking path: String, waitingMilliseconds: Int = 0) throws(FileError) {
        let opened = try FileDescriptor(opening: path, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
        var waited = 0
        while flock(opened.number, LOCK_EX | LOCK_NB) != 0 {
            let failure = FileError.current(action: "lock", path: path)
            guard failure.reason == .locked, waited < waitingMilliseconds else { throw failure }
            usleep(UInt32(Self.pauseMilliseconds * 1_000))
            waited += Self.pauseMilliseconds
        }
        descriptor = opened
    }

    private static let pauseMilliseconds = 5
}
