internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles

/// The keys with which officers of this node approve: each for one person in one capacity.
struct OfficerKeys {
    private let node: Node

    init(_ node: Node) { self.node = node }

    /// The public half of an officer's key, and in which capacity it speaks.
    struct Record {
        let key: Ed25519PublicKey
        let role: String

        /// The bytes of the file.
        var bytes: [UInt8] { Array("\(Hex.encode(key.bytes)) \(role)\n".utf8) }
        /// What the audit log says of it.
        var digest: Digest256 { SHA256.hash(bytes) }
    }

    /// Where the private half lies.
    func path(of officer: String) -> String { "\(node.paths.officerKeys)/\(officer).pem" }

    /// Where the public half lies.
    func recordPath(of officer: String) -> String { path(of: officer) + ".pub" }

    /// What is kept of an officer; nothing when there is none of that name.
    ///
    /// - Throws: `FileError`; ``NodeError/homeDamaged(_:)`` for a file that is none.
    func record(of officer: String) throws -> Record? {
        guard Actor(name: officer, role: "officer", authentication: "key") != nil, Directory.exists(recordPath(of: officer))
        else {
            return nil
        }
        let text = String(decoding: try Node.ownFile(recordPath(of: officer), limitBytes: Self.limitBytes), as: UTF8.self)
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let key = Hex.decode(String(parts[0])).flatMap({ try? Ed25519PublicKey(parsing: $0) }),
            Actor(name: officer, role: String(parts[1]), authentication: "key") != nil
        else { throw NodeError.homeDamaged("\(recordPath(of: officer)) is no officer's key") }
        return Record(key: key, role: String(parts[1]))
    }

    /// An officer's key, for signing; it must be the one whose public half is kept.
    ///
    /// - Throws: ``TransferError/noOfficerKey(_:)``, ``NodeError/keyChanged(_:)``, `FileError`, `PrivateKeyFileError`.
    func signingKey(of officer: String, passphrase: () throws -> SecretBytes?) throws -> Ed25519PrivateKey {
        guard Directory.exists(path(of: officer)), let record = try record(of: officer) else {
            throw TransferError.noOfficerKey(officer)
        }
        let key = try NodeKeys.readSigningKey(path(of: officer), passphrase: passphrase)
        guard record.key == key.publicKey else { throw NodeError.keyChanged(path(of: officer)) }
        return key
    }

    private static let limitBytes = 128
}
