import CanonicalCoding
import CryptoPrimitives
import MemberRegistry

extension FuzzTarget {
    /// Envelopes and the documents in them: what is read is written back as it was.
    static let documents = FuzzTarget("documents") { (bytes) throws(BrokenProperty) in
        if let envelope = try? DSSEEnvelope(parsing: bytes, isDraft: true) {
            let again = try? DSSEEnvelope(parsing: envelope.fileBytes(), isDraft: true)
            try require(again == envelope, "an envelope that changes when it is written")
        }
        _ = try? FixedKeyDirectory(parsing: bytes.span)
        _ = try? RootKeys(parsing: bytes)
        guard let value = try? StrictJSON.parse(bytes) else { return }
        let payload = value.canonicalBytes()
        if let registry = try? RegistryDocument(parsing: payload) {
            try require(registry.canonicalBytes() == payload, "a registry that changes when it is written")
        }
        if let epoch = try? EpochDocument(parsing: payload) {
            try require(epoch.canonicalBytes() == payload, "an epoch document that changes when it is written")
        }
    }

    /// Private key files: what is read is written as a file that holds the same key.
    static let keyfile = FuzzTarget("keyfile") { (bytes) throws(BrokenProperty) in
        _ = try? PrivateKeyFile.isEncrypted(bytes)
        let passphrase = SecretBytes(copying: Array("passphrase".utf8).span)
        guard let key = try? PrivateKeyFile.decode(bytes, passphrase: passphrase) else { return }
        guard let file = try? PrivateKeyFile.encode(key) else { throw BrokenProperty("a key that cannot be written") }
        let again = file.withBytes { try? PrivateKeyFile.decode($0) }
        try require(publicBytes(of: again) == publicBytes(of: key), "a key that changes when it is written")
    }

    private static func publicBytes(of key: PrivateKey?) -> [UInt8]? {
        switch key {
        case .ed25519(let key): key.publicKey.bytes
        case .p256(let key): key.publicKey.bytes
        default: nil
        }
    }
}
