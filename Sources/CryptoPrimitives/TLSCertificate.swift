internal import COpenSSL

/// Certificates for mutual TLS between peers that know each other's keys: wrappers that say nothing the key does not.
///
/// A *leaf* is what a peer shows. An *anchor* is how somebody who knows nothing but the peer's public key says to a TLS library
/// that this key, and no authority, is to be trusted. Both are X.509 version 3 in DER; every name is one common name, a
/// UTF8String.
public enum TLSCertificate {
    /// The certificate that a peer shows: of its key, signed by its key.
    ///
    /// Its subject is `name` and its issuer `tls name`, so that a verifier looks for the anchor instead of taking it for
    /// self-signed. It names `name` as its only host, and serves both ends of a connection.
    ///
    /// - Parameters:
    ///   - name: 1 to 63 of `a`–`z`, `0`–`9`, `.` and `-`.
    ///   - seconds: since 1970, from when until when it is valid. Verifiers differ on whether the last second counts.
    /// - Throws: ``CertificateError``.
    public static func leaf(
        for name: String, key: P256PrivateKey, validDuring seconds: Range<Int64>
    ) throws(CertificateError) -> [UInt8] {
        try require(name, seconds)
        do throws(OpenSSLError) {
            let certificate = try CertificateHandle.draft(of: key.publicKey, valid: seconds)
            try certificate.setNames(subject: name, issuer: anchorName(of: name))
            try certificate.add(NID_subject_alt_name, "DNS:\(name)")
            try certificate.add(NID_key_usage, "critical,digitalSignature")
            try certificate.add(NID_ext_key_usage, "serverAuth,clientAuth")
            // A sequence with the identifier as its first optional member.
            try certificate.add(NID_authority_key_identifier, "DER:30168014" + identifier(of: key.publicKey))
            return try certificate.signed(by: key)
        } catch { throw .library(error) }
    }

    /// A trust root that stands for one public key: leaves of this name that the key signed are trusted, and no others.
    ///
    /// It is signed by a key that is thrown away at once. Verifiers never check the signature of what they were told to
    /// trust, so whoever knows the public key alone can make it; for the same reason it proves nothing to anybody else and is
    /// not to be handed on.
    ///
    /// - Parameters:
    ///   - name: 1 to 63 of `a`–`z`, `0`–`9`, `.` and `-`.
    ///   - key: the pinned key.
    ///   - seconds: since 1970, from when until when the pin holds. Verifiers differ on whether the last second counts.
    /// - Throws: ``CertificateError``.
    public static func anchor(
        for name: String, key: P256PublicKey, validDuring seconds: Range<Int64>
    ) throws(CertificateError) -> [UInt8] {
        try require(name, seconds)
        let throwaway: P256PrivateKey
        do { throwaway = try P256PrivateKey() } catch { throw .key(error) }
        do throws(OpenSSLError) {
            let certificate = try CertificateHandle.draft(of: key, valid: seconds)
            try certificate.setNames(subject: anchorName(of: name), issuer: anchorName(of: name))
            try certificate.add(NID_basic_constraints, "critical,CA:TRUE")
            try certificate.add(NID_key_usage, "critical,keyCertSign")
            try certificate.add(NID_subject_key_identifier, identifier(of: key))
            return try certificate.signed(by: throwaway)
        } catch { throw .library(error) }
    }

    /// The longest name.
    public static let longestNameByteCount = 63

    /// The moments that DER can write: 1970 up to and with the end of 9999.
    static let moments: Range<Int64> = 0..<253_402_300_800

    private static func anchorName(of name: String) -> String { "tls \(name)" }

    /// Tells anchors of one name apart, as there are two while one key follows another: a verifier tries only the one that the leaf
    /// points to. The first 20 bytes of SHA-256 of the point (RFC 7093), in hexadecimal.
    private static func identifier(of key: P256PublicKey) -> String {
        String(SHA256.hash(key.bytes).hex.prefix(2 * identifierByteCount))
    }

    private static let identifierByteCount = 20

    /// A name with any other byte could add names or extensions of its own where the library reads it.
    private static func require(_ name: String, _ seconds: Range<Int64>) throws(CertificateError) {
        guard (1...longestNameByteCount).contains(name.utf8.count), name.utf8.allSatisfy(isNameByte) else { throw .name }
        guard !seconds.isEmpty, moments.contains(seconds.lowerBound), moments.contains(seconds.upperBound) else {
            throw .validity
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Why a certificate cannot be made.
public enum CertificateError: Error, Sendable, Hashable {
    /// The name is empty, too long, or has other characters than certificates here may name.
    case name
    /// The time of validity is empty or outside the years 1970 to 9999.
    case validity
    /// No key to sign with could be made.
    case key(KeyError)
    /// The library failed.
    case library(OpenSSLError)
}

extension CertificateError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .name: "a certificate names 1 to \(TLSCertificate.longestNameByteCount) of a-z, 0-9, '.' and '-'"
        case .validity: "a certificate is valid for at least a second, in the years 1970 to 9999"
        case .key(let error): error.description
        case .library(let error): error.description
        }
    }
}
