public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

extension Node {
    /// The key that connections of this node show; nothing in a home that has none yet. No passphrase is asked for.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError``.
    public func tlsKey() throws -> P256PrivateKey? { try tlsKeys().current }

    /// A certificate of that key in DER, valid from a day before until 90 days after.
    ///
    /// It is made anew whenever a server starts, and kept nowhere: others hold the key against the one that the registry pins
    /// and believe nothing else of a certificate, so renewing it needs no ceremony. The day before is for clocks that differ.
    ///
    /// - Throws: ``NodeError/noTLSKey``, `CertificateError`, and what ``tlsKey()`` throws.
    public func tlsCertificate(at time: Timestamp) throws -> [UInt8] {
        guard let key = try tlsKey() else { throw NodeError.noTLSKey }
        let (start, end) = (time.adding(days: -Self.certificateDaysBefore), time.adding(days: Self.certificateDaysAfter))
        return try TLSCertificate.leaf(
            for: settings.member.name, key: key, validDuring: start.secondsSinceEpoch..<end.secondsSinceEpoch)
    }

    /// Both keys, held against the public half that the home kept.
    func tlsKeys() throws -> TLSKeys {
        let keys = try TLSKeys(reading: paths)
        try PublicKeys.check(keys, in: self)
        return keys
    }

    private static let certificateDaysBefore: Int64 = 1
    private static let certificateDaysAfter: Int64 = 90
}

extension VerifiedRegistry {
    /// The keys that connections of a member may show at a moment; none of them once this registry has expired.
    public func tlsPins(of member: MemberID, at time: Timestamp) -> [P256PublicKey] {
        usableTLSKeys(of: member, at: time).compactMap { try? P256PublicKey(parsing: $0.publicKey) }
    }

    /// The member whose connections may show a key at a moment; nobody once this registry has expired.
    public func member(showing key: P256PublicKey, at time: Timestamp) -> MemberID? {
        document.members.first { tlsPins(of: $0.id, at: time).contains(key) }?.id
    }

    /// The pins of a member as trust roots in DER, for a TLS library that is to connect to it and takes nothing else: each is
    /// valid as long as its key is listed for.
    ///
    /// Also under a registry that has expired: a node that was away too long fetches the next version from a peer, and believes that
    /// by its signatures alone. Whoever answers lets nobody in under an expired one.
    ///
    /// - Throws: `CertificateError`.
    public func tlsAnchors(of member: MemberID, at time: Timestamp) throws(CertificateError) -> [[UInt8]] {
        var anchors: [[UInt8]] = []
        for listed in usableKeys(of: member, for: .tls, at: time) {
            guard let key = try? P256PublicKey(parsing: listed.publicKey) else { continue }
            let start = max(listed.notBefore.secondsSinceEpoch, 0)
            let end = listed.notAfter.secondsSinceEpoch
            anchors.append(try TLSCertificate.anchor(for: member.name, key: key, validDuring: start..<end))
        }
        return anchors
    }

    private func usableTLSKeys(of member: MemberID, at time: Timestamp) -> [MemberKey] {
        isExpired(at: time) ? [] : usableKeys(of: member, for: .tls, at: time)
    }
}
