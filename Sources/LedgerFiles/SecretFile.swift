internal import Glibc

/// Files that hold secrets: made 0600, refused when anybody else could have read or replaced them.
public enum SecretFile {
    /// Secrets are short; anything larger is not one.
    public static let limitBytes = 64 << 10

    /// Writes a new secret file, durably; never replaces one.
    ///
    /// - Throws: ``FileError``.
    public static func create(_ path: String, contents: [UInt8]) throws(FileError) {
        try DurableFile.write(contents, to: path, mode: 0o600)
    }

    /// Reads a secret file after checking who could have touched it.
    ///
    /// - Throws: ``FileError`` with `.unsafePermissions` for a symbolic link, a pipe or device, another owner,
    ///   any permission for group or others, or a directory that everybody can write to.
    public static func read(_ path: String, limitBytes: Int = limitBytes) throws(FileError) -> [UInt8] {
        // Read what was checked: opening the path once more could meet another file, or a link.
        try contents(of: opened(path), limitBytes: limitBytes)
    }

    /// Opens a secret file after checking who could have touched it.
    static func opened(_ path: String) throws(FileError) -> FileDescriptor {
        let file = try FileDescriptor(opening: path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        let status = try file.status()
        let unsafeFile = FileError(.unsafePermissions, action: "use", path: path)
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0
        else { throw unsafeFile }
        let parent = try FileDescriptor(opening: parentDirectory(of: path), flags: O_RDONLY | O_DIRECTORY)
        guard try parent.status().st_mode & 0o002 == 0 else { throw unsafeFile }
        return file
    }

    /// Overwrites a secret and removes its file, durably; one that is gone already is no error.
    ///
    /// The name goes first: a kill leaves the secret whole under its name, or nothing under it. What is left under the other name then is
    /// erased by the next call, and by ``DurableFile/removeLeftovers(in:)``. What a file system or a backup has copied elsewhere is out of
    /// reach.
    ///
    /// - Throws: ``FileError``.
    public static func erase(_ path: String) throws(FileError) {
        let leaving = path + erasingSuffix
        try finishErasing(leaving)
        guard Directory.exists(path) else { return }
        let file = try erasable(path)
        try Directory.rename(path, to: leaving)
        try erase(file, at: leaving)
    }

    /// Erases what a killed process was erasing; whatever has taken the secret's own name since stays.
    static func finishErasing(_ leaving: String) throws(FileError) {
        if Directory.exists(leaving) { try erase(erasable(leaving), at: leaving) }
    }

    /// What a secret is called that is being erased.
    static let erasingSuffix = ".erasing"

    private static func erasable(_ path: String) throws(FileError) -> FileDescriptor {
        let file = try FileDescriptor(opening: path, flags: O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limitBytes else {
            throw FileError(.unsafePermissions, action: "erase", path: path)
        }
        return file
    }

    private static func erase(_ file: borrowing FileDescriptor, at path: String) throws(FileError) {
        let noughts = [UInt8](repeating: 0, count: Int(try file.status().st_size))
        var failure: FileError?
        unsafe noughts.withUnsafeBytes { bytes in
            do throws(FileError) { try unsafe file.writeAll(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        try file.sync()
        try Directory.remove(path)
    }

    /// Reads into the one array that the caller gets and erases: no piece of the secret is left behind anywhere else.
    private static func contents(of file: borrowing FileDescriptor, limitBytes: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limitBytes + 1) { buffer, count in
            do throws(FileError) {
                while count < buffer.count {
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    let more = try unsafe file.readSome(into: rest)
                    if more == 0 { return }
                    count += more
                }
                failure = FileError(.tooLarge(limitBytes: limitBytes), action: "read", path: file.path)
            } catch { failure = error }
            if let start = buffer.baseAddress { unsafe explicit_bzero(start, count) }
            count = 0
        }
        if let failure { throw failure }
        return bytes
    }
}
