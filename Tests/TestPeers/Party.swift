public import CryptoPrimitives
public import Indicators
internal import Testing

/// A member with what its node shows in TLS handshakes and what others hold to know it by.
public struct Party: Sendable {
    /// Its name.
    public let member: MemberID
    /// Its key.
    public let key: P256PrivateKey
    /// Its certificate, DER.
    public let leaf: [UInt8]
    /// The certificate that stands for its key at others, DER.
    public let anchor: [UInt8]
    /// Its key, PEM.
    public let pem: [UInt8]

    /// Makes one with a fresh key.
    public init(_ name: String) throws {
        let key = try P256PrivateKey()
        member = try #require(MemberID(name))
        self.key = key
        leaf = try TLSCertificate.leaf(for: name, key: key, validDuring: Self.always)
        anchor = try TLSCertificate.anchor(for: name, key: key.publicKey, validDuring: Self.always)
        pem = try PrivateKeyFile.encode(.p256(key)).withBytes { span in span.indices.map { span[$0] } }
    }

    private static let always: Range<Int64> = 0..<253_402_300_799
}
