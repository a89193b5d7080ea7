internal import Indicators

/// The schema `six.row.v1`: names and limits of its columns and members.
public enum RowSchema {
    /// The name of the schema.
    public static let name = "six.row.v1"
    /// The one required column.
    public static let coreColumn = "core"
    /// The column that holds the canonical value.
    public static let valueColumn = "value"
    /// Details that open for who knows the value (docs/spec/match-tag.md).
    public static let lockedColumn = "locked"

    /// The column that names the publisher's own tag of an earlier epoch.
    public static let previousTagColumn = "prev_tag"

    /// Longest canonical value in bytes.
    public static let valueByteLimit = 8192
    /// Most entries in `alt`.
    public static let alternativeLimit = 16
    /// Most entries in `rel`.
    public static let relationLimit = 256
    /// Longest `scam` code, outcome verb or relation verb in bytes.
    public static let codeByteLimit = 64
    /// Highest severity.
    static let severityLimit: Int64 = 4
    /// Highest confidence in percent.
    static let confidenceLimit: Int64 = 100
    /// Highest length in `len`.
    static let lengthLimit: Int64 = 255
}

/// What a column means to the merge; columns of newer versions are ``other``: carried, never judged.
public enum ColumnRole: UInt8, Sendable, Hashable, CaseIterable {
    case core
    case value
    /// `alt`: other tags by which the row can be found.
    case alternatives
    /// `ctx`: platform, country, language, brand, labels, campaign, cut.
    case context
    /// `rel`: pointers to other indicators.
    case relations
    case note
    case source
    case impact
    case locked
    /// `prev_tag`: the publisher's own tag of an earlier epoch.
    case previousTag
    case other

    /// Finds the role of a column by its name and the kind of its segment: of a kind not known here the value is not judged.
    public init(name: String, inKind kind: String) {
        let role = Self(name: name)
        let isKnown = (try? IndicatorKind(parsing: kind))?.isKnown ?? false
        self = role == .value && !isKnown ? .other : role
    }

    /// Finds the role of a column by its name.
    public init(name: String) {
        self =
            switch name {
            case "core": .core
            case "value": .value
            case "alt": .alternatives
            case "ctx": .context
            case "rel": .relations
            case "note": .note
            case "source": .source
            case "impact": .impact
            case "locked": .locked
            case "prev_tag": .previousTag
            default: .other
            }
    }
}
