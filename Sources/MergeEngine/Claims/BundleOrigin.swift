public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What all claims of one bundle share: who signed it, for whom, and its place in the chain.
///
/// One object per bundle, so that a claim can point at it. Two origins are equal when they name the same manifest.
public final class BundleOrigin: Sendable {
    /// Digest of the manifest payload.
    public let manifest: Digest256
    /// The manifest's `bundle`: 32 hexadecimal digits, by which `re` names it.
    public let bundle: String
    /// The member that signed the bundle.
    public let publisher: MemberID
    /// The group it is addressed to.
    public let audience: GroupID
    /// Its place in the chain of this publisher for this group.
    public let sequence: UInt64
    /// When the publisher says it was made; it orders the publisher's own claims and nothing else.
    public let created: Timestamp
    /// The epoch whose keys made its tags.
    public let epoch: EpochNumber
    /// When this node first logged the bundle; a local fact that the digest leaves out.
    public let firstLogged: Timestamp
    /// Ids of the keys whose signatures were verified.
    public let signers: [String]

    /// States the facts of a verified manifest.
    public init(
        manifest: Digest256, bundle: String, publisher: MemberID, audience: GroupID, sequence: UInt64,
        created: Timestamp, epoch: EpochNumber, firstLogged: Timestamp, signers: [String] = []
    ) {
        self.manifest = manifest
        self.bundle = bundle
        self.publisher = publisher
        self.audience = audience
        self.sequence = sequence
        self.created = created
        self.epoch = epoch
        self.firstLogged = firstLogged
        self.signers = signers
    }
}

extension BundleOrigin: Hashable {
    /// Whether both name the same manifest.
    public static func == (left: BundleOrigin, right: BundleOrigin) -> Bool {
        left === right || left.manifest == right.manifest
    }

    /// Feeds the manifest digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(manifest) }

    /// Whether a publisher's claims of this bundle come before those of another of its bundles.
    public func precedes(_ other: BundleOrigin) -> Bool {
        if created != other.created { return created < other.created }
        if audience != other.audience { return audience < other.audience }
        if sequence != other.sequence { return sequence < other.sequence }
        return manifest < other.manifest
    }
}
