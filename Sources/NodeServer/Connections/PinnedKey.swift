internal import NIOSSL

/// The key of a certificate, where it is of the only kind that the registry lists: a point on P-256.
///
/// Nothing else of a certificate counts between members. The registry, signed by the root, says which key a member uses;
/// names, dates and signatures of a certificate could only repeat that or contradict it. That the peer has the private half is
/// proven by the handshake itself.
enum PinnedKey {
    /// The 65 bytes of the uncompressed point; nothing for a key of another kind.
    static func point(of certificate: NIOSSLCertificate) -> [UInt8]? {
        guard let encoded = try? certificate.extractPublicKey().toSPKIBytes() else { return nil }
        guard encoded.count == prefix.count + pointBytes, encoded.starts(with: prefix) else { return nil }
        let point = Array(encoded.dropFirst(prefix.count))
        return point[0] == 4 ? point : nil
    }

    /// The head of a SubjectPublicKeyInfo for an uncompressed point on P-256 (RFC 5480).
    private static let prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D,
        0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]
    private static let pointBytes = 65
}
