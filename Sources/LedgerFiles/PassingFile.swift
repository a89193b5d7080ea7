internal import Glibc

/// A small file that appears whole or not at all, and that a power cut may take back: for what nothing depends on and is written often.
public enum PassingFile {
    /// Writes the file in the place of the one of that name.
    ///
    /// - Throws: ``FileError``.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let temporaryPath = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
        do throws(FileError) {
            try fill(temporaryPath, with: bytes)
            guard unsafe rename(temporaryPath, path) == 0 else { throw .current(action: "name", path: path) }
        } catch {
            unsafe unlink(temporaryPath)
            throw error
        }
    }

    private static func fill(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let file = try FileDescriptor(
            opening: path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, action: "create")
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe file.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
