import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry

/// A small federation whose keys all follow from numbers.
struct Federation {
    let rootKeys: [Ed25519PrivateKey]
    let alphaKey: Ed25519PrivateKey
    let betaKey: P256PrivateKey
    var document: RegistryDocument

    static let now = time("2026-12-01T00:00:00Z")

    init(policy: RegistryPolicy = RegistryPolicy()) throws {
        rootKeys = try (1...3).map { try Self.key($0) }
        alphaKey = try Self.key(10)
        betaKey = try P256PrivateKey(scalar: SecretBytes(copying: [UInt8](repeating: 7, count: 32).span))
        let sealKey = [UInt8](repeating: 9, count: 32)
        let alpha = MemberEntry(
            id: try Self.member("org.alpha"), roles: [.platform],
            keys: [
                Self.memberKey(.ed25519, alphaKey.publicKey.bytes), Self.memberKey(.age, sealKey, use: .seal),
            ])
        let beta = MemberEntry(
            id: try Self.member("org.beta"), owner: try Self.member("org.alpha"), roles: [.vendor, .evaluator],
            keys: [Self.memberKey(.p256, betaKey.publicKey.bytes)])
        document = RegistryDocument(
            issued: Self.now, expires: Self.now.adding(days: 30),
            root: RootKeys(
                threshold: 2, keys: rootKeys.map { RootKey(algorithm: .ed25519, publicKey: $0.publicKey.bytes) }),
            policy: policy, members: [alpha, beta],
            groups: [GroupEntry(id: try Self.group("task-force"), members: [alpha.id, beta.id])])
    }

    static func key(_ number: Int) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: UInt8(number), count: 32).span))
    }

    static func memberKey(
        _ algorithm: KeyAlgorithm, _ bytes: [UInt8], use: KeyUse = .sign, status: KeyStatus = .active,
        since: Timestamp? = nil, scope: KeyScope? = nil
    ) -> MemberKey {
        MemberKey(
            use: use, algorithm: algorithm, publicKey: bytes, notBefore: time("2026-01-01T00:00:00Z"),
            notAfter: time("2027-01-01T00:00:00Z"), status: status, compromisedSince: since, scope: scope)
    }

    static func time(_ text: String) -> Timestamp {
        Timestamp(rfc3339: text) ?? Timestamp(secondsSinceEpoch: 0)
    }

    struct BadName: Error {}

    static func member(_ name: String) throws -> MemberID {
        guard let id = MemberID(name) else { throw BadName() }
        return id
    }

    static func group(_ name: String) throws -> GroupID {
        guard let id = GroupID(name) else { throw BadName() }
        return id
    }

    /// The envelope signed by root keys of the given numbers, counted from 0.
    func signed(_ envelope: DSSEEnvelope, by numbers: [Int]) throws -> DSSEEnvelope {
        try numbers.reduce(envelope) { envelope, number in
            let key = rootKeys[number]
            let keyID = KeyName.rootKeyID(kid: KeyName.kid(of: key.publicKey.bytes))
            return try envelope.signed(as: keyID) { try key.sign($0) }
        }
    }

    func registry() throws -> VerifiedRegistry {
        try VerifiedRegistry(
            verifying: try signed(try document.draft(), by: [0, 1]), trusting: document.root, accepting: [.lab, .example])
    }

    func betaSigned(_ envelope: DSSEEnvelope) throws -> DSSEEnvelope {
        let kid = KeyName.kid(of: betaKey.publicKey.bytes)
        return try envelope.signed(as: "org.beta/\(kid)") { try betaKey.sign($0) }
    }

    static func epoch(_ number: UInt32 = 106) -> EpochDocument {
        EpochDocument(
            epoch: EpochNumber(number), suites: ["url": .keyed, "btc": .keyed],
            norm: CanonicalRules(phone: "9.0.35", publicSuffixes: "abc", rules: 1, unicode: "15.0"),
            times: .standard(from: now), pepperDigest: .zero)
    }
}

/// The reason for which something is refused, if it is.
func refusal(_ body: () throws -> Void) throws -> RegistryError.Reason? {
    do {
        try body()
        return nil
    } catch let error as RegistryError {
        return error.reason
    }
}
