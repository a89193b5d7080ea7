internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry

/// The public halves of a home's keys: what its key files must open to.
///
/// The encryption of a key file has no integrity, so a flipped bit in it can open to another key without a word.
struct PublicKeys {
    private let keys: [KeyUse: [UInt8]]

    init(of keys: NodeKeys) {
        self.keys = [
            .sign: keys.signing.publicKey.bytes, .seal: keys.sealingPublicKey, .agree: keys.agreeing.publicKey.bytes,
            .log: keys.ledger.log.publicKey.bytes, .witness: keys.ledger.witness.publicKey.bytes,
        ]
    }

    private init?(parsing bytes: [UInt8]) {
        guard let object = try? StrictJSON.parse(bytes).object else { return nil }
        var keys: [KeyUse: [UInt8]] = [:]
        for use in Self.uses {
            guard let key = object[use.rawValue]?.string.flatMap(Hex.decode) else { return nil }
            keys[use] = key
        }
        self.keys = keys
    }

    /// The uses that a home holds a key for, in the order in which they are checked.
    private static let uses: [KeyUse] = [.sign, .seal, .agree, .log, .witness]

    /// Writes them beside the key files.
    func write(to path: String) throws(FileError) {
        var text = JSONObject()
        for (use, key) in keys { text[use.rawValue] = .string(Hex.encode(key)) }
        try DurableFile.write(JSONValue.object(text).canonicalBytes() + [UInt8(ascii: "\n")], to: path)
    }

    /// Puts the public half of a new key of the audit log in the place of the old one's. A home without the file has none to compare.
    static func replaceLogKey(by key: Ed25519PublicKey, at path: String) throws {
        guard Directory.exists(path) else { return }
        guard var object = try StrictJSON.parse(Node.ownFile(path, limitBytes: limitBytes)).object else {
            throw NodeError.wrongKey(path)
        }
        object[KeyUse.log.rawValue] = .string(Hex.encode(key.bytes))
        try DurableFile.write(object.canonicalBytes() + [UInt8(ascii: "\n")], to: path, replacing: true)
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
        for use in uses where own.keys[use] != found.keys[use] { throw NodeError.keyChanged(path(of: use, in: node.paths)) }
    }

    /// A member that is not listed, or not with a key of that use, has nothing to compare with.
    private static func checkAgainstRegistry(_ found: PublicKeys, in node: Node) throws {
        guard let listed = try? node.registry().member(node.settings.member)?.keys else { return }
        for use in uses {
            let keys = listed.filter { $0.use == use }.map(\.publicKey)
            guard let own = found.keys[use], keys.isEmpty || keys.contains(own) else {
                throw NodeError.keyChanged(path(of: use, in: node.paths))
            }
        }
    }

    private static func path(of use: KeyUse, in paths: HomePaths) -> String {
        switch use {
        case .seal: paths.sealingKey
        case .agree: paths.agreementKey
        case .log: paths.logKey
        case .witness: paths.witnessKey
        case .sign, .tls: paths.signingKey
        }
    }
}
