/// The fields a feed may give for a row; a column of the same name needs no mapping.
public enum FeedField: String, Sendable, Hashable, CaseIterable {
    case value
    case kind
    case region
    case first
    case last
    case until
    case conf
    case sev
    case scam
    case tlp
    case basis
    case subject
    case platform
    case country
    case language
    case brand
    case labels
    case campaign
    case note
    case source
    case rel
    case amount
    case currency
    case victims
}

extension FeedField: CustomStringConvertible {
    /// The name a column has.
    public var description: String { rawValue }
}
