internal import LedgerFiles
public import SignedBundles

/// Reads a bundle file to its end for a consumer; memory does not grow with it.
public enum BundleReading {
    /// Verifies a file under terms while a consumer takes its parts.
    ///
    /// - Throws: `BundleError`, `FileError`; what the consumer took is to be discarded then.
    public static func verify(
        _ path: String, into consumer: inout some BundleConsumer, under terms: BundleTerms
    ) throws -> VerifiedBundle {
        var verifier = BundleVerifier(terms)
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { try verifier.feed(piece.span, to: &consumer) }
        return try verifier.finish()
    }
}
