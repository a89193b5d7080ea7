public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What is known of one bundle of a chain.
public struct ChainEntry: Sendable, Hashable {
    /// The digest of its manifest.
    public let digest: Digest256
    /// When it was made; nothing when only its digest is known.
    public let created: Timestamp?
    /// How it came to be known.
    public let standing: Standing
    /// Whether a bundle that follows an applied reset may take this place: it was held before the reset came.
    public let isReplaceable: Bool

    /// States what is known of a bundle.
    public init(digest: Digest256, created: Timestamp?, standing: Standing, isReplaceable: Bool = false) {
        self.digest = digest
        self.created = created
        self.standing = standing
        self.isReplaceable = isReplaceable
    }

    /// How a bundle of a chain came to be known.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Its cells were taken.
        case held
        /// It had expired when it came: only its retract and object rows were taken.
        case expired
        /// Only its digest is known, from signed heads or an officer's decision, and the chain goes on after it.
        case named
        /// Only its digest is known, from a reset beyond what is held.
        case reset
        /// Only its digest is known, from the bundle after it, which leads to a reset.
        case ancestor
    }
}

/// What a chain says about a bundle that may be taken.
public enum ChainVerdict: String, Sendable, Hashable, CaseIterable {
    /// It was not taken before.
    case new
    /// The same manifest was taken before; cells not yet held are added.
    case furtherRedaction
    /// A further redaction that adds no cell; only whoever holds the cells can say so.
    case duplicate
}

/// When bundles of an epoch may be accepted for the first time.
public struct EpochWindow: Sendable, Hashable {
    /// The first moment at which its bundles are accepted.
    public let publishFrom: Timestamp
    /// The first moment at which they no longer are.
    public let matchUntil: Timestamp

    /// States both moments.
    public init(publishFrom: Timestamp, matchUntil: Timestamp) {
        self.publishFrom = publishFrom
        self.matchUntil = matchUntil
    }

    /// Open at any time: for bundles that were accepted long ago and are read again.
    public static let always = EpochWindow(
        publishFrom: Timestamp(secondsSinceEpoch: .min), matchUntil: Timestamp(secondsSinceEpoch: .max))

    func contains(_ time: Timestamp) -> Bool { publishFrom <= time && time < matchUntil }
}

/// What an importing verifier asks about chains and epochs once it has read the first line.
public protocol ChainDirectory {
    /// The state of a chain, resets and signed heads applied; an empty one when nothing is known.
    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState

    /// When bundles of an epoch may be accepted; nothing when the registry does not list the epoch.
    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow?
}
