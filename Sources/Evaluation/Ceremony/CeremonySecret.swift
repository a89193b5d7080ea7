internal import Blinding
internal import CryptoPrimitives
internal import LedgerFiles

/// What a party keeps to itself while a ceremony runs: its polynomial, and the nonce of its commitment.
struct CeremonySecret {
    let polynomial: SharePolynomial
    let nonce: Digest256

    /// Draws both.
    init(isRefresh: Bool) {
        polynomial = isRefresh ? .refreshing() : SharePolynomial()
        var bytes = SecureRandom.bytes(Digest256.byteCount)
        nonce = SHA256.hash(bytes)
        cleanse(&bytes)
    }

    /// Writes it as a new secret file: the nonce, then the coefficients.
    ///
    /// - Throws: `FileError`.
    func create(_ path: String) throws(FileError) {
        var bytes = nonce.bytes + polynomial.secret.withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(path, contents: bytes)
    }

    /// Reads it again.
    ///
    /// - Returns: nothing where the file is not one that ``create(_:)`` wrote for such a ceremony.
    /// - Throws: `FileError`.
    init?(reading path: String, isRefresh: Bool) throws(FileError) {
        var bytes = try SecretFile.read(path)
        defer { cleanse(&bytes) }
        guard bytes.count > Digest256.byteCount else { return nil }
        nonce = Digest256(bytes.span.extracting(..<Digest256.byteCount))
        var rest = Array(bytes[Digest256.byteCount...])
        guard let polynomial = SharePolynomial(SecretBytes(erasing: &rest), isRefreshing: isRefresh) else { return nil }
        self.polynomial = polynomial
    }

    var digest: Digest256 { polynomial.commitments.digest(with: nonce) }
}
