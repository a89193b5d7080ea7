/// The act that needs a decision.
public enum DecisionStage: String, Sendable, Hashable, CaseIterable {
    /// Signing rows for a group.
    case publish
    /// Handing a bundle to a member.
    case send
    /// Taking a bundle in.
    case receive
    /// Answering a question.
    case query
    /// Passing on what another member published.
    case onward
    /// Taking the node's own answers out of it.
    case export
    /// Keeping what was received.
    case retain

    /// Whether rows travel in a bundle, where a cell can only be shown or hidden.
    public var isBundle: Bool {
        switch self {
        case .publish, .send, .receive, .onward: true
        case .query, .export, .retain: false
        }
    }

    /// Whether rows of must segments go along whatever the rules say.
    var carriesMustRows: Bool { isBundle && self != .onward }

    /// The side of the hand-over that decides.
    public var side: LegalBasis.Direction { self == .receive || self == .retain ? .receive : .send }
}
