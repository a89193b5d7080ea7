internal import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// The root of a federation while its officers make documents: every key in one place, so for labs and examples only.
public struct Federation {
    /// The root officers' keys.
    public let officers: [Ed25519PrivateKey]
    /// What the members of the epoch share.
    public let pepper: SecretBytes
    /// Everything a registry says.
    public let registry: DSSEEnvelope
    /// The one epoch.
    public let epoch: DSSEEnvelope

    /// Root keys, and how many of them must sign.
    static let officerCount = 2

    /// Makes and signs a registry and an epoch for members that are known already.
    ///
    /// The epoch begins a day before `time`, so that clocks that differ by hours do no harm. Without evaluators it serves guessable kinds
    /// by the keyed suite and says so; with them it says that one dealer made their key.
    ///
    /// - Throws: `RegistryError`, `KeyError`, `OpenSSLError`.
    public init(
        members: [MemberEntry], group: GroupID, policy: RegistryPolicy, at time: Timestamp,
        officers: [Ed25519PrivateKey], protectedLists: [Digest256] = [], evaluators: LabEvaluators? = nil
    ) throws {
        self.officers = officers
        pepper = SecretBytes.random(count: EpochBlinder.pepperByteCount)
        let suites = evaluators == nil ? SuiteTable.keyedOnly : .standard
        let document = EpochDocument(
            epoch: EpochNumber(Self.firstEpoch), suites: suites.names.compactMapValues { TagSuite(rawValue: $0) },
            norm: CompiledRules.current, times: .standard(from: time.adding(days: -1)),
            pepperDigest: EpochBlinder.pepperDigest(of: pepper), evaluators: evaluators?.keys,
            acceptsGuessable: suites.acceptsGuessable, isDealt: evaluators != nil)
        let draft = try document.draft()
        epoch = try Self.signed(evaluators?.signed(draft) ?? draft, by: officers)
        let root = RootKeys(
            threshold: Self.officerCount, keys: officers.map { RootKey(algorithm: .ed25519, publicKey: $0.publicKey.bytes) })
        let registry = RegistryDocument(
            issued: time, expires: time.adding(days: RegistryLimits.longestLifeDays), root: root, policy: policy,
            members: members,
            groups: [GroupEntry(id: group, members: members.map(\.id))],
            epochs: [EpochEntry(epoch: document.epoch, digest: document.digest)], protectedLists: protectedLists)
        self.registry = try Self.signed(registry.draft(), by: officers)
    }

    /// Adds the signature of each officer.
    ///
    /// - Throws: `OpenSSLError`.
    static func signed(_ draft: DSSEEnvelope, by officers: [Ed25519PrivateKey]) throws -> DSSEEnvelope {
        try officers.reduce(draft) { try $0.signedByRoot($1) }
    }

    static let firstEpoch: UInt32 = 1
}

extension DSSEEnvelope {
    /// The envelope with the signature of a root officer.
    ///
    /// - Throws: `OpenSSLError`.
    public func signedByRoot(_ officer: Ed25519PrivateKey) throws -> DSSEEnvelope {
        let kid = KeyName.kid(of: officer.publicKey.bytes)
        return try signed(as: KeyName.rootKeyID(kid: kid)) { message throws(OpenSSLError) in try officer.sign(message) }
    }
}
