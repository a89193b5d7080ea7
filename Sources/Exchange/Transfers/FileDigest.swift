internal import CryptoPrimitives
internal import LedgerFiles

/// SHA-256 of a file's bytes.
enum FileDigest {
    /// Reads the file to its end.
    ///
    /// - Throws: `FileError`.
    static func of(_ path: String) throws(FileError) -> Digest256 {
        var digest = SHA256()
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { digest.update(piece) }
        return digest.finalize()
    }
}
