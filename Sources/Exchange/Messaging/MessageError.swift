public import Indicators

/// Why a message is not sent, or not found.
public enum MessageError: Error, Sendable, Hashable {
    /// The member is this node's own, or in none of its groups.
    case noPeer(MemberID)
    /// Too many messages wait.
    case outboxFull(limit: Int)
    /// Signed and sealed it is longer than a message may be.
    case tooLarge(limitBytes: Int)
    /// No message of that name is here.
    case unknown(String)
    /// The message is logged, and its file is gone or is another one.
    case damaged(String)
}

extension MessageError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .noPeer(let member): "\(member.name) is no other member of a group of this node's member"
        case .outboxFull(let limit): "\(limit) messages wait already"
        case .tooLarge(let limit): "signed and sealed the message is longer than \(limit) bytes"
        case .unknown(let id): "there is no message \(id)"
        case .damaged(let id): "the file of message \(id) is gone, or not what the audit log names"
        }
    }

    /// What to do.
    public var hint: String {
        switch self {
        case .noPeer: "see tocsin registry show for the groups"
        case .outboxFull: "see tocsin status for the peers that do not answer"
        case .tooLarge: "shorten it, or hand the document over by another way"
        case .unknown: "see tocsin message list"
        case .damaged: "put messages/ back from your backup, or ask the other member for it"
        }
    }
}
