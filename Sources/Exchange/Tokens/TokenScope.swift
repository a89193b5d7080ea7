public import Indicators
internal import NodeAPI

/// Narrows what a token may do. Of each sort that is named at all, a request has to be one of those named; a request that does not say
/// what the sort asks for is refused, since nobody could tell.
public enum TokenScope: Sendable, Hashable {
    /// Only what is published or stated for this group.
    case group(GroupID)
    /// Only indicators of this kind.
    case kind(IndicatorKind)
    /// Only this resource: `lookup`, `indicators`, `publish`, …
    case path(String)

    /// Reads `group:G`, `kind:K` or `path:P`.
    public init?(_ text: String) {
        let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2 else { return nil }
        switch sides[0] {
        case "group":
            guard let group = GroupID(sides[1]) else { return nil }
            self = .group(group)
        case "kind":
            guard let kind = try? IndicatorKind(parsing: sides[1]), kind.isKnown else { return nil }
            self = .kind(kind)
        case "path":
            guard Self.paths.contains(sides[1]) else { return nil }
            self = .path(sides[1])
        default: return nil
        }
    }

    /// The resources that a scope can name.
    public static let paths = Set(LocalRoute.allCases.filter { !$0.isOpen }.map(\.scopeName))

    /// As it is written.
    public var text: String {
        switch self {
        case .group(let group): "group:\(group.name)"
        case .kind(let kind): "kind:\(kind.name)"
        case .path(let path): "path:\(path)"
        }
    }
}
