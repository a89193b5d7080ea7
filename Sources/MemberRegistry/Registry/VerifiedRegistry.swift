public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// A registry that enough keys of the root signed.
///
/// Only this type makes one, so holding one is proof of the check. It does not know the time: whoever publishes or
/// accepts asks ``isExpired(at:)``.
public struct VerifiedRegistry: Sendable {
    /// What the root signed.
    public let document: RegistryDocument
    /// SHA-256 of the signed bytes.
    public let digest: Digest256
    private let members: [MemberID: MemberEntry]
    private let groups: [GroupID: Set<MemberID>]
    private let epochs: [EpochNumber: Digest256]
    private let keys: [String: SigningKeyRecord]

    /// Checks a registry against the root keys a node trusts already.
    ///
    /// A registry that names other root keys must be signed by enough of both.
    ///
    /// - Parameter marks: which marks the caller was told to put up with.
    /// - Throws: ``RegistryError``.
    public init(
        verifying envelope: DSSEEnvelope, trusting anchor: RootKeys, accepting marks: DocumentMarks = []
    ) throws(RegistryError) {
        guard envelope.payloadType == RegistryDocument.payloadType else {
            throw RegistryError(.payloadType, at: "payloadType")
        }
        try anchor.verify(envelope, as: "trusted root")
        let document = try RegistryDocument(parsing: envelope.payload)
        if document.root != anchor { try document.root.verify(envelope, as: "new root") }
        if document.policy.isExample, !marks.contains(.example) { throw RegistryError(.markedExample, at: "policy") }
        if document.policy.isLab, !marks.contains(.lab) { throw RegistryError(.markedLab, at: "policy") }
        self.init(document, digest: envelope.payloadDigest)
    }

    /// The registry after this one.
    ///
    /// - Parameter marks: which marks the caller was told to put up with.
    /// - Throws: ``RegistryError``; what is installed stays installed.
    public func installing(
        next envelope: DSSEEnvelope, accepting marks: DocumentMarks = []
    ) throws(RegistryError) -> VerifiedRegistry {
        let next = try VerifiedRegistry(verifying: envelope, trusting: document.root, accepting: marks)
        if next.digest == digest { throw RegistryError(.alreadyInstalled, at: "version \(document.version)") }
        let place = "version \(next.document.version) after \(document.version)"
        guard next.document.version > document.version else { throw RegistryError(.rollback, at: place) }
        guard next.document.version == document.version + 1 else { throw RegistryError(.versionGap, at: place) }
        guard next.document.previous == digest else { throw RegistryError(.notTheSuccessor, at: "prev") }
        return next
    }

    private init(_ document: RegistryDocument, digest: Digest256) {
        self.document = document
        self.digest = digest
        self.members = Dictionary(document.members.map { ($0.id, $0) }) { first, _ in first }
        self.groups = Dictionary(document.groups.map { ($0.id, Set($0.members)) }) { first, _ in first }
        self.epochs = Dictionary(document.epochs.map { ($0.epoch, $0.digest) }) { first, _ in first }
        let records = document.members.flatMap { member in member.keys.map { Self.record($0, of: member.id) } }
        self.keys = Dictionary(records.map { ($0.keyID, $0) }) { first, _ in first }
    }

    private static func record(_ key: MemberKey, of member: MemberID) -> SigningKeyRecord {
        let verificationKey = key.algorithm.verificationKey(key.publicKey)
        return SigningKeyRecord(
            keyID: KeyName.keyID(member: member.name, kid: key.kid), member: member.name,
            verificationKey: verificationKey, isWeak: verificationKey == nil && key.algorithm != .age, use: key.use,
            status: key.status, notBefore: key.notBefore, notAfter: key.notAfter,
            compromisedSince: key.compromisedSince, scope: key.scope)
    }
}

extension VerifiedRegistry: KeyDirectory {
    /// The record of a key of any use, or nothing when no member has it.
    public func signingKey(_ keyID: String) -> SigningKeyRecord? { keys[keyID] }
}

extension VerifiedRegistry {
    /// Whether nothing may be published or accepted any more under this registry.
    public func isExpired(at time: Timestamp) -> Bool { time >= document.expires }

    /// What the registry says of a member.
    public func member(_ id: MemberID) -> MemberEntry? { members[id] }

    /// The organisation that corroboration counts for a member; one that is not listed counts as itself.
    public func owner(of id: MemberID) -> MemberID { members[id]?.owner ?? id }

    /// The roles of a member; none when it is not listed.
    public func roles(of id: MemberID) -> Set<MemberRole> { Set(members[id]?.roles ?? []) }

    /// The members of a group, or nothing when there is no such group.
    public func members(of group: GroupID) -> Set<MemberID>? { groups[group] }

    /// The groups a member is in, each with all its members.
    public func groups(of id: MemberID) -> [GroupID: Set<MemberID>] { groups.filter { $0.value.contains(id) } }

    /// The digest of an epoch's document, or nothing when the epoch is not listed.
    public func epochDigest(_ epoch: EpochNumber) -> Digest256? { epochs[epoch] }

    /// The keys of a member for a use that speak for it at a moment: active, in their window and not weak.
    public func usableKeys(of id: MemberID, for use: KeyUse, at time: Timestamp) -> [MemberKey] {
        (members[id]?.keys ?? []).filter {
            $0.use == use && $0.status == .active && $0.notBefore <= time && time < $0.notAfter
                && ($0.algorithm == .age || $0.algorithm.verificationKey($0.publicKey) != nil)
        }
    }

    /// The resets of a publisher's chain for a group, in the order of the registry: the newest last.
    public func resets(of publisher: MemberID, for audience: GroupID) -> [ChainReset] {
        document.resets.filter { $0.publisher == publisher && $0.audience == audience }
    }

    /// The identifiers of keys that break the key rule: they are never used, and the holder is to be told.
    public var weakKeys: [String] {
        let root = document.root.keys.filter { $0.verificationKey == nil }.map(\.keyID)
        return root + keys.values.filter(\.isWeak).map(\.keyID).sorted()
    }
}
