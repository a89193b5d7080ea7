internal import Glibc

extension DiskVolume {
    /// The contents of a file, read past the pages that the system keeps.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func contents(of path: String, limitBytes: Int) throws(FileError) -> [UInt8]? {
        let number = unsafe openat(root.number, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard number >= 0 else {
            if errno == ENOENT { return nil }
            throw .current(action: "open", path: full(path))
        }
        defer { Glibc.close(number) }
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .current(action: "inspect", path: full(path)) }
        guard status.st_size <= limitBytes else {
            throw FileError(.tooLarge(limitBytes: limitBytes), action: "read", path: full(path))
        }
        return try read(number, count: Int(status.st_size), path: path)
    }

    private func read(_ number: Int32, count: Int, path: String) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(number, buffer.baseAddress! + filled, count - filled, filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .current(action: "read", path: full(path)) }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// The names in a directory.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func names(in path: String) throws(FileError) -> [String] {
        do throws(FileError) { return try Directory.names(in: full(path)) } catch {
            if error.reason == .notFound { return [] }
            throw error
        }
    }

    /// Makes one directory.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func createDirectory(_ path: String, access: VolumeAccess) throws(FileError) {
        guard unsafe mkdirat(root.number, path, access.directoryMode) == 0 || errno == EEXIST else {
            throw .current(action: "create", path: full(path))
        }
    }

    /// Gives a file another name.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func rename(_ path: String, to other: String) throws(FileError) {
        guard unsafe renameat(root.number, path, root.number, other) == 0 else {
            throw .current(action: "name", path: full(other))
        }
    }

    /// Removes a file or an empty directory.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func remove(_ path: String) throws(FileError) {
        if unsafe unlinkat(root.number, path, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR, unsafe unlinkat(root.number, path, AT_REMOVEDIR) == 0 else {
            throw .current(action: "remove", path: full(path))
        }
    }

    /// Makes the names in a directory durable.
    ///
    /// - Throws: `FileError`: the file, what was tried, and why not.
    public func syncDirectory(_ path: String) throws(FileError) {
        let number = unsafe openat(root.number, path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw .current(action: "open", path: full(path)) }
        defer { Glibc.close(number) }
        guard fsync(number) == 0 else { throw .current(action: "sync", path: full(path)) }
    }
}
