internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry

/// The keys of the registry in force and of those before it, as they were while they spoke: what a rebuild verifies by.
///
/// Bundles were verified when they came; that a key was revoked or its member left since does not undo it. What becomes of
/// their claims is decided when an answer is given, under the registry in force.
struct PastRegistries: KeyDirectory {
    /// The newest first.
    private let versions: [VerifiedRegistry]

    /// Reads the versions that a home has kept. Each is believed because the one after it names its digest.
    ///
    /// - Throws: `FileError`, `RegistryError`.
    init(before registry: VerifiedRegistry, of node: Node) throws {
        var versions = [registry]
        while let newest = versions.last, let previous = newest.document.previous {
            let path = "\(node.paths.registry)/\(newest.document.version - 1).json"
            guard Directory.exists(path) else { break }
            let envelope = try Node.envelope(at: path)
            guard envelope.payloadDigest == previous else { break }
            let root = try RegistryDocument(parsing: envelope.payload).root
            versions.append(try VerifiedRegistry(verifying: envelope, trusting: root, accepting: node.acceptedMarks))
        }
        self.versions = versions
    }

    /// The newest record in which the key is not compromised; else the newest one.
    func signingKey(_ keyID: String) -> SigningKeyRecord? {
        let records = versions.lazy.compactMap { $0.signingKey(keyID) }
        return records.first { $0.status != .compromised } ?? records.first
    }
}
