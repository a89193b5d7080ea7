/// The form in which certificates carry a key, for holding a peer's key against the one that is pinned.
extension P256PublicKey {
    /// The number of bytes of a SubjectPublicKeyInfo.
    public static let subjectPublicKeyInfoByteCount = publicKeyInfoPrefix.count + byteCount

    /// The key as SubjectPublicKeyInfo (RFC 5480): a named curve and the uncompressed point, in the one form DER has for it.
    public var subjectPublicKeyInfo: [UInt8] { Self.subjectPublicKeyInfo(of: bytes) }

    /// Takes the key out of a SubjectPublicKeyInfo.
    ///
    /// Only the exact form of ``subjectPublicKeyInfo`` is read: compressed points and curves written out as parameters are
    /// refused, also where they would mean the same key.
    ///
    /// - Throws: ``KeyError/length``, or ``KeyError/notOnCurve`` for another algorithm, another curve or no point of it.
    public init(subjectPublicKeyInfo bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Self.subjectPublicKeyInfoByteCount else { throw .length }
        guard bytes.starts(with: Self.publicKeyInfoPrefix) else { throw .notOnCurve }
        try self.init(parsing: Array(bytes[Self.publicKeyInfoPrefix.count...]))
    }

    /// The form around a point that was not looked at yet.
    static func subjectPublicKeyInfo(of point: [UInt8]) -> [UInt8] { publicKeyInfoPrefix + point }

    /// Everything up to the point: id-ecPublicKey, prime256v1, a bit string of 66 bytes.
    private static let publicKeyInfoPrefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]
}
