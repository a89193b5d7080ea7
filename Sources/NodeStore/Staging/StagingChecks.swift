public import Blinding
public import Indicators
public import MergeEngine

/// What a node can check rows against while it stages them; whatever is missing is not checked.
public struct StagingChecks: Sendable {
    /// Makers of tags for the epochs whose pepper the node holds.
    public var blinders: [EpochNumber: EpochBlinder] = [:]
    /// Match tags on an allow-list in force: their rows are marked, not refused.
    public var protected: Set<TagKey> = []
    /// The epochs that the registry lists: rows are found by their tags of these only; nothing allows any.
    public var epochs: Set<EpochNumber>?
    /// What was erased here and is refused for good.
    public var erasures = Erasures()

    /// How much may be said about one tag; tests lower it to reach it cheaply.
    package var rowBudget = RowBudget()

    /// Records sorted in memory before they are spilled; tests lower it too.
    package var runRecords = StoreLimits.runRecords

    /// Checks nothing beyond the schema.
    public init() {}
}
