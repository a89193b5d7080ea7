/// Why a lab cannot be made.
public enum LabError: Error, Sendable, Hashable, CustomStringConvertible {
    case notAMember(String)
    case notARole(String)
    case memberTwice
    case memberCount(Int)
    case evaluators

    /// One sentence.
    public var description: String {
        switch self {
        case .notAMember(let text): "\(text) does not begin with the name of a member"
        case .notARole(let text): "\(text) does not name a role"
        case .memberTwice: "a member is named twice"
        case .evaluators: "the evaluators of a lab are three different members of it"
        case .memberCount(let count): "a lab has 1 to \(Lab.largestMemberCount) members, not \(count)"
        }
    }
}
