/// One row of one verified bundle: its publisher says something about one indicator.
///
/// Cells are not part of it; the state does not need them. Making one is no proof: whoever folds claims
/// took them from verified bundles.
public struct Claim: Sendable, Hashable {
    /// The bundle the row stands in.
    public let origin: BundleOrigin
    /// Index of the segment in the manifest.
    public let segment: UInt32
    /// Index of the row in the segment.
    public let row: UInt32
    /// What the row says.
    public let statement: Statement
    /// What is known here about the publisher's proof that it held the value.
    public var pop: PopCheck
    /// Why the claim has no effect here, when it has none.
    public var exclusion: Exclusion?

    /// States a claim.
    public init(
        origin: BundleOrigin, segment: UInt32, row: UInt32, statement: Statement,
        pop: PopCheck = .unchecked, exclusion: Exclusion? = nil
    ) {
        self.origin = origin
        self.segment = segment
        self.row = row
        self.statement = statement
        self.pop = pop
        self.exclusion = exclusion
    }

    /// The claim's name.
    public var id: ClaimID { ClaimID(manifest: origin.manifest, segment: segment, row: row) }

    /// Whether this claim comes before another of the same publisher.
    package func precedes(_ other: Claim) -> Bool {
        if origin != other.origin { return origin.precedes(other.origin) }
        return segment != other.segment ? segment < other.segment : row < other.row
    }
}

/// Whether a publisher proved that it knew the value and did not copy a tag.
public enum PopCheck: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    /// The value is not known here, so nobody could check.
    case unchecked
    case valid
    /// E_POP: the claim stays, but corroborates nothing.
    case failed

    /// From knowing least to the worst finding.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Why a held claim has no effect on the state of this node.
///
/// Local knowledge: it is in no digest, and a node that knows less may think otherwise.
public enum Exclusion: String, Sendable, Hashable, CaseIterable {
    /// The value is not in the canonical form of its kind.
    case canonicalForm = "E_CANON"
    /// The value does not give the tag.
    case tag = "E_TAG"
    /// The publisher wrote more tags than it asked evaluators for.
    case budget = "E_BUDGET"
}
