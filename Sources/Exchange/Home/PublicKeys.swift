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
        var found: [KeyUse: [UInt8]] = [
            .sign: keys.signing.publicKey.bytes, .seal: keys.sealingPublicKey, .agree: keys.agreeing.publicKey.bytes,
            .log: keys.ledger.log.publicKey.bytes, .witness: keys.ledger.witness.publicKey.bytes,
        ]
        found[.tls] = keys.tls.current?.publicKey.bytes
        self.keys = found
    }

    private init(keys: [KeyUse: [UInt8]]) { self.keys = keys }

    private init?(parsing bytes: [UInt8]) {
        guard let object = try? StrictJSON.parse(bytes).object else { return nil }
        var keys: [KeyUse: [UInt8]] = [:]
        for use in Self.uses {
            guard let key = object[use.rawValue]?.string.flatMap(Hex.decode) else { return nil }
            keys[use] = key
        }
        if let text = object[KeyUse.tls.rawValue] {
            guard let key = text.string.flatMap(Hex.decode) else { return nil }
            keys[.tls] = key
        }
        self.keys = keys
    }

    /// The uses that every home holds a key for, in the order in which they are checked.
    private static let uses: [KeyUse] = [.sign, .seal, .agree, .log, .witness]

    /// Writes them beside the key files.
    func write(to path: String) throws(FileError) {
        var text = JSONObject()
        for (use, key) in keys { text[use.rawValue] = .string(Hex.encode(key)) }
        try DurableFile.write(JSONValue.object(text).canonicalBytes() + [UInt8(ascii: "\n")], to: path)
    }

    /// Puts the public half of a new key in the place of the old one's. A home without the file has none to compare.
    static func replace(_ use: KeyUse, by key: [UInt8], at path: String) throws {
        guard Directory.exists(path) else { return }
        guard var object = try StrictJSON.parse(Node.ownFile(path, limitBytes: limitBytes)).object else {
            throw NodeError.wrongKey(path)
        }
        object[use.rawValue] = .string(Hex.encode(key))
        try DurableFile.write(object.canonicalBytes() + [UInt8(ascii: "\n")], to: path, replacing: true)
    }

    private static let limitBytes = 4 << 10

    /// Checks opened keys against the home's own record and, where there is none, against the registry.
    ///
    /// - Throws: ``NodeError/keyChanged(_:)`` naming the file, ``NodeError/wrongKey(_:)`` for a record nobody can read.
    static func check(_ keys: NodeKeys, in node: Node) throws {
        let found = PublicKeys(of: keys)
        guard let own = try recorded(at: node.paths.publicKeys) else { return try checkAgainstRegistry(found, in: node) }
        for use in uses where own.keys[use] != found.keys[use] { throw NodeError.keyChanged(path(of: use, in: node.paths)) }
        try check(keys.tls, in: node)
    }

    /// Checks the keys for TLS alone, as a server does that has no passphrase for the others. While one is switched for the other,
    /// the record is that of the next; a home that never had one has no record.
    ///
    /// - Throws: ``NodeError/keyChanged(_:)``, ``NodeError/wrongKey(_:)``; ``NodeError/homeDamaged(_:)`` when the file is gone.
    static func check(_ keys: TLSKeys, in node: Node) throws {
        let current = keys.current?.publicKey.bytes
        guard let own = try recorded(at: node.paths.publicKeys) else {
            return try checkAgainstRegistry(PublicKeys(keys: current.map { [.tls: $0] } ?? [:]), in: node)
        }
        guard let kept = own.keys[.tls], kept != current, kept != keys.next?.publicKey.bytes else { return }
        guard current != nil else { throw NodeError.homeDamaged("\(node.paths.tlsKey) is missing") }
        throw NodeError.keyChanged(node.paths.tlsKey)
    }

    /// What a home kept of one key; nothing where it kept none.
    static func recorded(_ use: KeyUse, at path: String) throws -> [UInt8]? { try recorded(at: path)?.keys[use] }

    private static func recorded(at path: String) throws -> PublicKeys? {
        guard Directory.exists(path) else { return nil }
        guard let own = try PublicKeys(parsing: Node.ownFile(path, limitBytes: limitBytes)) else {
            throw NodeError.wrongKey(path)
        }
        return own
    }

    /// A member that is not listed, or not with a key of that use, has nothing to compare with.
    private static func checkAgainstRegistry(_ found: PublicKeys, in node: Node) throws {
        guard let listed = try? node.registry().member(node.settings.member)?.keys else { return }
        for use in uses + [.tls] {
            guard let own = found.keys[use] else { continue }
            let keys = listed.filter { $0.use == use }.map(\.publicKey)
            guard keys.isEmpty || keys.contains(own) else { throw NodeError.keyChanged(path(of: use, in: node.paths)) }
        }
    }

    private static func path(of use: KeyUse, in paths: HomePaths) -> String {
        switch use {
        case .seal: paths.sealingKey
        case .agree: paths.agreementKey
        case .log: paths.logKey
        case .witness: paths.witnessKey
        case .tls: paths.tlsKey
        case .sign: paths.signingKey
        }
    }
}
