internal import CryptoPrimitives

/// What is derived from a file's own key, and how that key is wrapped for X25519 recipients.
enum FileKey {
    private static let recipientType = Array("X25519".utf8)
    private static let recipientLabel = Array("age-encryption.org/v1/X25519".utf8)
    private static let zeroNonce = [UInt8](repeating: 0, count: AuthenticatedCipher.nonceByteCount)

    /// The code of the header bytes up to and including the mark of the last line.
    static func headerCode(of bytes: some Sequence<UInt8>, under fileKey: SecretBytes) -> Digest256 {
        let key = derive(fileKey, salt: [], label: Array("header".utf8))
        return key.withBytes { HMACKey($0) }.authenticate(Array(bytes))
    }

    /// The key of the chunks.
    static func payloadKey(under fileKey: SecretBytes, nonce: [UInt8]) -> SecretBytes {
        derive(fileKey, salt: nonce, label: Array("payload".utf8))
    }

    /// A stanza that opens for one recipient.
    static func wrap(_ fileKey: SecretBytes, to recipient: SealingRecipient) throws(SealingError) -> Stanza {
        let ephemeral = X25519.generate()
        let share = try agreement { () throws(KeyError) in try X25519.publicKey(of: ephemeral) }
        let shared = try agreement { () throws(KeyError) in try X25519.sharedSecret(ephemeral, recipient.bytes) }
        let key = derive(shared, salt: share + recipient.bytes, label: recipientLabel)
        var body: [UInt8] = []
        var cipher = try AuthenticatedCipher.forSealing()
        do {
            try fileKey.withBytes { plaintext throws(CipherError) in
                try key.withBytes { key throws(CipherError) in
                    try cipher.seal(plaintext, key: key, nonce: zeroNonce.span, aad: Span(), into: &body)
                }
            }
        } catch { throw SealingError(error) }
        return Stanza(arguments: [recipientType, RawBase64.encode(share)], body: body)
    }

    /// The file key that one of the stanzas holds for one of the identities.
    static func unwrap(
        _ stanzas: [Stanza], with identities: [SealingIdentity]
    ) throws(SealingError) -> SecretBytes {
        var candidates: [(share: [UInt8], body: [UInt8])] = []
        for stanza in stanzas where stanza.arguments[0] == recipientType {
            guard stanza.arguments.count == 2, let share = RawBase64.decode(stanza.arguments[1]),
                share.count == X25519.byteCount,
                stanza.body.count == SealingLimits.fileKeyByteCount + AuthenticatedCipher.tagByteCount
            else { throw .header(.recipient) }
            candidates.append((share, stanza.body))
        }
        for identity in identities {
            for candidate in candidates {
                if let key = try unwrap(candidate.body, share: candidate.share, with: identity) { return key }
            }
        }
        throw .noMatch
    }

    private static func unwrap(
        _ body: [UInt8], share: [UInt8], with identity: SealingIdentity
    ) throws(SealingError) -> SecretBytes? {
        let shared = try agreement { () throws(KeyError) in try X25519.sharedSecret(identity.secret, share) }
        let key = derive(shared, salt: share + identity.recipient.bytes, label: recipientLabel)
        var plaintext: [UInt8] = []
        var cipher = try AuthenticatedCipher.forSealing()
        do {
            try key.withBytes { key throws(CipherError) in
                try cipher.open(body.span, key: key, nonce: zeroNonce.span, aad: Span(), into: &plaintext)
            }
        } catch {
            guard case .library(let failure) = error else { return nil }
            throw .library(failure)
        }
        return SecretBytes(erasing: &plaintext)
    }

    private static func derive(_ input: SecretBytes, salt: [UInt8], label: [UInt8]) -> SecretBytes {
        let key = input.withBytes { HKDF.extract(salt: salt.span, inputKey: $0) }
        return HKDF.expand(key, info: label.span).withKeyBytes { SecretBytes(copying: $0) }
    }

    /// Runs one step of X25519; a share of small order is the fault of the header it stands in.
    private static func agreement<Result>(_ step: () throws(KeyError) -> Result) throws(SealingError) -> Result {
        do { return try step() } catch {
            switch error {
            case .library(let failure): throw .library(failure)
            case .length, .weak, .notOnCurve: throw .header(.share)
            }
        }
    }
}

extension SealingError {
    /// A failure while sealing, where only the library can fail.
    init(_ error: CipherError) {
        self =
            switch error {
            case .library(let failure): .library(failure)
            case .length, .notAuthentic: .payload(.chunk)
            }
    }
}

extension AuthenticatedCipher {
    /// The one cipher of the format.
    static func forSealing() throws(SealingError) -> AuthenticatedCipher {
        do { return try AuthenticatedCipher(.chaCha20Poly1305) } catch { throw .library(error) }
    }
}
