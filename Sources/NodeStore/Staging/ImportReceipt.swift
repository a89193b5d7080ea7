public import CryptoPrimitives
public import MergeEngine

/// What became of the rows of one stream: every row is in exactly one count.
public struct ImportReceipt: Sendable {
    /// The manifest digest of the bundle.
    public let manifest: Digest256
    /// Rows read, padding left out.
    public let rowsRead: Int
    /// Rows whose every cell is absent: no claims, in no other count.
    public let paddingRows: Int
    /// Whether exactly this stream was taken in before, so that nothing changed.
    public let isRepetition: Bool
    /// Refused rows by reason.
    public let refused: [Refusal.Reason: Int]
    /// The first refused rows one by one.
    public let refusals: [Refusal]
    /// Rows taken in that carry a mark: `E_POP` (corroborates nothing), `E_PROTECTED` (on an allow-list).
    public let marks: [String: Int]
    private let counts: ClaimCounts

    /// How many claims of a type arrived in a way.
    public func count(_ arrival: ClaimArrival, _ type: RowType) -> Int { counts.count(arrival, type) }

    /// How many claims arrived in a way.
    public func count(_ arrival: ClaimArrival) -> Int {
        RowType.allCases.reduce(0) { $0 + counts.count(arrival, $1) }
    }

    /// How many rows were refused.
    public var refusedCount: Int { refused.values.reduce(0, +) }

    /// How many of them were refused since their value gives another tag.
    public var disprovedCount: Int { refused[Refusal.Reason(Exclusion.tag.rawValue)] ?? 0 }

    init(_ staging: BundleStaging, counts: ClaimCounts, isRepetition: Bool) {
        manifest = staging.digest
        rowsRead = staging.rowsRead - staging.paddingRows
        paddingRows = staging.paddingRows
        self.isRepetition = isRepetition
        var refusals = staging.refusals
        refusals.add(counts.refusedByOtherRedaction, Refusal.Reason(SchemaViolation.code, "another redaction"))
        refusals.add(counts.overBudget, .budget)
        refused = refusals.counts
        self.refusals = refusals.listed
        marks = staging.marks
        self.counts = counts
    }
}
