public import CryptoPrimitives
internal import MemberRegistry

/// The keys of keys-example/, whose private halves are published: nobody may rely on them.
public enum ExampleKeys {
    /// The labels from whose SHA-256 the seeds are made.
    public static let labels = ["root-1", "root-2", "member"]

    /// The seed of an example key: SHA-256 of `"tocsin example key "` and its label.
    static func seed(of label: String) -> [UInt8] { SHA256.hash("tocsin example key \(label)").bytes }

    /// Whether a registry lists one of them.
    static func areListed(in document: RegistryDocument) -> Bool {
        let published = Set(labels.compactMap { publicKey(of: $0) })
        return document.root.keys.contains { published.contains($0.publicKey) }
            || document.members.contains { $0.keys.contains { published.contains($0.publicKey) } }
    }

    /// The example key of a label.
    ///
    /// - Throws: `KeyError`.
    public static func privateKey(of label: String) throws -> Ed25519PrivateKey {
        var seed = seed(of: label)
        return try Ed25519PrivateKey(seed: SecretBytes(erasing: &seed))
    }

    private static func publicKey(of label: String) -> [UInt8]? { try? privateKey(of: label).publicKey.bytes }
}
