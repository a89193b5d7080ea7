internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry

/// The public halves of a home's keys: what its key files must open to.
///
/// The encryption of a key file has no integrity, so a flipped bit in it can open to another key without a word.
struct PublicKeys: Equatable {
    let signing: [UInt8]
    let sealing: [UInt8]

    init(of keys: NodeKeys) {
        signing = keys.signing.publicKey.bytes
        sealing = keys.sealingPublicKey
    }

    private init?(parsing bytes: [UInt8]) {
        guard let object = try? StrictJSON.parse(bytes).object, let signing = object["sign"]?.string.flatMap(Hex.decode),
            let sealing = object["seal"]?.string.flatMap(Hex.decode)
        else { return nil }
        self.signing = signing
        self.sealing = sealing
    }

    /// Writes them beside the key files.
    func write(to path: String) throws(FileError) {
        let text: JSONValue = ["seal": .string(Hex.encode(sealing)), "sign": .string(Hex.encode(signing))]
        try DurableFile.write(text.canonicalBytes() + [UInt8(ascii: "\n")], to: path)
    }

    private static let limitBytes = 4 << 10

    /// Checks opened keys against the home's own record and, where there is none, against the registry.
    ///
    /// - Throws: ``NodeError/keyChanged(_:)`` naming the file, ``NodeError/wrongKey(_:)`` for a record nobody can read.
    static func check(_ keys: NodeKeys, in node: Node) throws {
        let found = PublicKeys(of: keys)
        guard Directory.exists(node.paths.publicKeys) else { return try checkAgainstRegistry(found, in: node) }
        guard let own = try PublicKeys(parsing: Node.ownFile(node.paths.publicKeys, limitBytes: limitBytes)) else {
            throw NodeError.wrongKey(node.paths.publicKeys)
        }
        guard own.signing == found.signing else { throw NodeError.keyChanged(node.paths.signingKey) }
        guard own.sealing == found.sealing else { throw NodeError.keyChanged(node.paths.sealingKey) }
    }

    /// A member that is not listed, or not with a key of that use, has nothing to compare with.
    private static func checkAgainstRegistry(_ found: PublicKeys, in node: Node) throws {
        guard let listed = try? node.registry().member(node.settings.member)?.keys else { return }
        for (use, key, path) in [
            (KeyUse.sign, found.signing, node.paths.signingKey), (.seal, found.sealing, node.paths.sealingKey),
        ] {
            let keys = listed.filter { $0.use == use }.map(\.publicKey)
            guard keys.isEmpty || keys.contains(key) else { throw NodeError.keyChanged(path) }
        }
    }
}
