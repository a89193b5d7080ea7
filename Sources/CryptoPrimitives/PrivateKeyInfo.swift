/// The key inside a PKCS#8 file (RFC 5208, RFC 8410, RFC 5915), as DER bytes.
enum PrivateKeyInfo {
    private static let identifierEd25519: [UInt8] = [0x2b, 0x65, 0x70]
    private static let identifierX25519: [UInt8] = [0x2b, 0x65, 0x6e]
    private static let identifierECPublicKey: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    private static let identifierP256: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]

    /// Writes a key.
    static func encode(_ key: PrivateKey) -> SecretBytes {
        switch key {
        case .ed25519(let key): encodeRaw(identifierEd25519, key.seed)
        case .x25519(let secret): encodeRaw(identifierX25519, secret)
        case .p256(let key): encodeP256(scalar: key.scalar)
        }
    }

    /// Reads a key; nil when the bytes are no PKCS#8 key of a known kind.
    ///
    /// - Throws: ``KeyError`` when the kind is known and the key no good.
    static func decode(_ bytes: Span<UInt8>) throws(KeyError) -> PrivateKey? {
        var whole = DERCursor(count: bytes.count)
        guard var info = whole.next(DER.sequence, in: bytes), whole.isAtEnd,
            info.nextInteger(in: bytes) == 0,
            var algorithm = info.next(DER.sequence, in: bytes),
            let identifier = algorithm.next(DER.objectIdentifier, in: bytes)?.range,
            var content = info.next(DER.octetString, in: bytes), info.isAtEnd
        else { return nil }
        switch identifier.map({ bytes[$0] }) {
        case identifierEd25519 where algorithm.isAtEnd:
            guard let seed = rawKey(&content, in: bytes) else { return nil }
            return .ed25519(try Ed25519PrivateKey(seed: seed))
        case identifierX25519 where algorithm.isAtEnd:
            return rawKey(&content, in: bytes).map { .x25519($0) }
        case identifierECPublicKey:
            guard algorithm.skip(DER.objectIdentifier, identifierP256, in: bytes), algorithm.isAtEnd,
                let scalar = scalarOfP256(&content, in: bytes)
            else { return nil }
            return .p256(try P256PrivateKey(scalar: scalar))
        default: return nil
        }
    }

    /// A P-256 key without its public half, which readers compute.
    static func encodeP256(scalar: SecretBytes) -> SecretBytes {
        let algorithm =
            DER.element(DER.objectIdentifier, identifierECPublicKey) + DER.element(DER.objectIdentifier, identifierP256)
        let head = DER.integer(0) + DER.element(DER.sequence, algorithm)
        // The octet string of the key holds a sequence of the version 1 and the octet string of the scalar.
        let key: [UInt8] = [DER.octetString, 39, DER.sequence, 37] + DER.integer(1) + [DER.octetString, 32]
        return join([DER.sequence, UInt8(head.count + key.count + 32)] + head + key, scalar)
    }

    private static func encodeRaw(_ identifier: [UInt8], _ secret: SecretBytes) -> SecretBytes {
        let algorithm = DER.element(DER.sequence, DER.element(DER.objectIdentifier, identifier))
        let head = DER.integer(0) + algorithm + [DER.octetString, 34, DER.octetString, 32]
        return join([DER.sequence, UInt8(head.count + 32)] + head, secret)
    }

    private static func join(_ prefix: [UInt8], _ secret: SecretBytes) -> SecretBytes {
        unsafe SecretBytes(count: prefix.count + secret.count) { target in
            unsafe target.copyBytes(from: prefix)
            secret.withBytes { bytes in
                unsafe bytes.withUnsafeBytes { source in
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[prefix.count...]).copyMemory(from: source)
                }
            }
        }
    }

    private static func rawKey(_ content: inout DERCursor, in bytes: Span<UInt8>) -> SecretBytes? {
        guard let key = content.next(DER.octetString, in: bytes)?.range, content.isAtEnd, key.count == 32 else {
            return nil
        }
        return SecretBytes(copying: bytes.extracting(key))
    }

    /// The scalar of an ECPrivateKey; the optional parameters and public key after it are stepped over.
    private static func scalarOfP256(_ content: inout DERCursor, in bytes: Span<UInt8>) -> SecretBytes? {
        guard var key = content.next(DER.sequence, in: bytes), content.isAtEnd, key.nextInteger(in: bytes) == 1,
            let scalar = key.next(DER.octetString, in: bytes)?.range, scalar.count == 32
        else { return nil }
        for optional in [DER.firstContext, DER.secondContext] where key.isNext(optional, in: bytes) {
            guard key.next(optional, in: bytes) != nil else { return nil }
        }
        return key.isAtEnd ? SecretBytes(copying: bytes.extracting(scalar)) : nil
    }
}
