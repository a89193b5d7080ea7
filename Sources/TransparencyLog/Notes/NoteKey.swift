internal import CanonicalCoding
public import CryptoPrimitives

/// A key that signatures of notes are verified with (C2SP signed-note, tlog-cosignature): `name+keyid+base64`.
public struct NoteKey: Sendable, Hashable {
    /// What a signature of the key is over.
    public enum Algorithm: UInt8, Sendable, Hashable {
        /// Ed25519 over the text.
        case ed25519 = 0x01
        /// Ed25519 over a time and the text: what witnesses sign.
        case cosignature = 0x04
    }

    /// The key's name; of a log, its origin.
    public let name: String
    /// What it signs.
    public let algorithm: Algorithm
    /// The Ed25519 key.
    public let publicKey: Ed25519PublicKey

    /// Names a key.
    ///
    /// - Throws: ``NoteError/verifierKey`` for a name that a note cannot carry.
    public init(name: String, algorithm: Algorithm, publicKey: Ed25519PublicKey) throws(NoteError) {
        guard NoteKeyName.checked(Array(name.utf8)) != nil else { throw .verifierKey }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
    }

    /// Reads the text form.
    ///
    /// - Throws: ``NoteError/verifierKey``, for a wrong key id, another algorithm and a weak key, too.
    public init(parsing text: String) throws(NoteError) {
        // By bytes: of characters, a plus sign and what stands beside it can be one.
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let type = bytes.first,
            let algorithm = Algorithm(rawValue: type), let key = try? Ed25519PublicKey(parsing: Array(bytes.dropFirst()))
        else { throw .verifierKey }
        try self.init(name: parts[0], algorithm: algorithm, publicKey: key)
        guard parts[1] == keyIDHex else { throw .verifierKey }
    }

    /// Whether the key has a name, byte by byte.
    public func isNamed(_ name: String) -> Bool { NoteKeyName.areSame(self.name, name) }

    /// The text form.
    public var text: String { "\(name)+\(keyIDHex)+\(Base64.encode([algorithm.rawValue] + publicKey.bytes))" }

    /// The first four bytes of SHA-256 over name, LF, algorithm and key.
    public var keyID: UInt32 {
        var hash = SHA256()
        hash.update(Array(name.utf8))
        hash.update(byte: SignedNote.lineFeed)
        hash.update(byte: algorithm.rawValue)
        hash.update(publicKey.bytes)
        return hash.finalize().bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private var keyIDHex: String {
        let id = keyID
        return Hex.encode([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> UInt32($0)) })
    }

    /// What the key has to have signed of a text, when the signature is its own; nothing for a payload of another form.
    func message(for text: [UInt8], payload: [UInt8]) -> (message: [UInt8], signature: [UInt8])? {
        switch algorithm {
        case .ed25519: return payload.count == Ed25519PublicKey.signatureByteCount ? (text, payload) : nil
        case .cosignature:
            guard let cosignature = Cosignature(payload: payload) else { return nil }
            return (Cosignature.message(for: text, seconds: cosignature.secondsSinceEpoch), cosignature.signature)
        }
    }
}

extension NoteKey {
    /// Whether they are one key under one name.
    public static func == (left: NoteKey, right: NoteKey) -> Bool {
        left.isNamed(right.name) && left.algorithm == right.algorithm && left.publicKey == right.publicKey
    }

    /// The public key is enough: few keys have several names.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(algorithm)
        hasher.combine(publicKey)
    }
}

/// The signature of a witness: when it saw a checkpoint, and that it saw no other history.
public struct Cosignature: Sendable, Hashable {
    /// Seconds since 1970 at which the witness signed.
    public let secondsSinceEpoch: UInt64
    /// Ed25519.
    public let signature: [UInt8]

    /// Reads what stands behind the key id: 8 bytes of time, 64 of signature.
    public init?(payload: [UInt8]) {
        guard payload.count == Self.payloadByteCount else { return nil }
        secondsSinceEpoch = payload[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        signature = Array(payload[8...])
    }

    /// What a witness signs for the text of a checkpoint.
    public static func message(for text: [UInt8], seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n".utf8) + text
    }

    /// The payload of a signature line.
    static func payload(seconds: UInt64, signature: [UInt8]) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: seconds >> (8 * UInt64($0))) } + signature
    }

    static let payloadByteCount = 8 + Ed25519PublicKey.signatureByteCount
}

extension SignedNote {
    /// The keys among `keys` that signed the note.
    ///
    /// Signatures by keys that are not given are passed over; one by a given key that is wrong makes the whole note wrong.
    ///
    /// - Throws: ``NoteError/wrongSignature(keyName:)``, ``NoteError/unknownKeys``.
    public func verified(by keys: [NoteKey]) throws(NoteError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = keys.first(where: signature.isBy) else { continue }
            guard let (message, bytes) = key.message(for: text, payload: signature.payload),
                key.publicKey.isValidSignature(bytes, for: message)
            else { throw .wrongSignature(keyName: key.name) }
            let seconds = key.algorithm == .cosignature ? Cosignature(payload: signature.payload)?.secondsSinceEpoch : nil
            if !verified.contains(where: { $0.key == key }) { verified.append(VerifiedSignature(key: key, seconds: seconds)) }
        }
        guard !verified.isEmpty else { throw .unknownKeys }
        return verified
    }

    /// A signature that was verified. Only ``SignedNote/verified(by:)`` makes one.
    public struct VerifiedSignature: Sendable, Hashable {
        /// The key that signed.
        public let key: NoteKey
        /// When a witness signed; nothing for other keys.
        public let seconds: UInt64?

        init(key: NoteKey, seconds: UInt64?) {
            self.key = key
            self.seconds = seconds
        }
    }
}

/// A private key that signs notes under a name.
public struct NoteSigner: Sendable {
    /// The key others verify with.
    public let key: NoteKey
    private let privateKey: Ed25519PrivateKey

    /// Gives a private key a name and a use.
    ///
    /// - Throws: ``NoteError/verifierKey`` for a name that a note cannot carry.
    public init(name: String, algorithm: NoteKey.Algorithm = .ed25519, privateKey: Ed25519PrivateKey) throws(NoteError) {
        key = try NoteKey(name: name, algorithm: algorithm, publicKey: privateKey.publicKey)
        self.privateKey = privateKey
    }

    /// The signature line for a text.
    ///
    /// - Parameter seconds: when a witness signs, in seconds since 1970; of no account to other keys.
    /// - Throws: `OpenSSLError`.
    public func signature(for text: [UInt8], at seconds: UInt64 = 0) throws(OpenSSLError) -> NoteSignature {
        let payload: [UInt8]
        switch key.algorithm {
        case .ed25519: payload = try privateKey.sign(text)
        case .cosignature:
            let signature = try privateKey.sign(Cosignature.message(for: text, seconds: seconds))
            payload = Cosignature.payload(seconds: seconds, signature: signature)
        }
        return NoteSignature(keyName: key.name, keyID: key.keyID, payload: payload)
    }
}
