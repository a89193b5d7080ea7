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
    public static func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = try FileDescriptor(opening: path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        let status = try file.status()
        let unsafeFile = FileError(.unsafePermissions, action: "use", path: path)
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0
        else { throw unsafeFile }
        let parent = try FileDescriptor(opening: parentDirectory(of: path), flags: O_RDONLY | O_DIRECTORY)
        guard try parent.status().st_mode & 0o002 == 0 else { throw unsafeFile }
        // Read what was checked: opening the path once more could meet another file, or a link.
        var reader = FileReader(reading: file, limitBytes: limitBytes)
        return try reader.rest()
    }
}
