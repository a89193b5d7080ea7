public import Indicators

/// Why an agreement, or a word about one, is not taken in here.
public enum AgreeingError: Error, Sendable, Hashable {
    /// Parties have yet to sign.
    case unsigned([MemberID])
    /// This node's member is no party.
    case notOurs(String)
    /// It ended before it could be activated.
    case over(String)
    /// A party's class is none of its roles in the registry.
    case partyClass(MemberID)
    /// Another version of the same agreement is in force, and this is not its successor.
    case notTheNext(String, after: Int64)
    /// No agreement of that name or digest was activated here.
    case unknown(String)
    /// The agreement does not let this member suspend it.
    case maySuspendNot(MemberID)
    /// The member has not suspended it, so it cannot lift that.
    case notSuspended(String, by: MemberID)
    /// The key that signs agreements is not listed for this member.
    case keyNotListed(MemberID)
    /// A note is over another text than the agreement's.
    case otherText(String)
    /// The registry has no such group.
    case unknownGroup(GroupID)
    /// The key for agreements that the document gives for a party was never listed for it.
    case otherKey(MemberID)
    /// An agreement, or the want of one, does not allow it: the reason's code, and the sentence of the decision.
    case denied(String, String)
}

extension AgreeingError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .unsigned(let members): "not signed by \(members.map(\.name).joined(separator: ", "))"
        case .notOurs(let id): "this member is no party of the agreement \(id)"
        case .over(let id): "the agreement \(id) has ended"
        case .partyClass(let member): "the registry does not give \(member.name) the role that the agreement names as its class"
        case .notTheNext(let id, let version): "this is not the successor of \(id) version \(version), which was activated here"
        case .unknown(let name): "no agreement \(name) was activated here"
        case .maySuspendNot(let member): "\(member.name) is not among those that may suspend the agreement"
        case .notSuspended(let id, let member): "\(member.name) has not suspended \(id)"
        case .keyNotListed(let member): "the registry does not list this node's key for agreements of \(member.name)"
        case .otherText(let id): "the note is not that of this version of \(id)"
        case .unknownGroup(let group): "the registry has no group \(group.name), which the agreement is to govern"
        case .otherKey(let member):
            "`keys.agree` of \(member.name) in the document is no key that the registry has ever listed for it with use agree"
        case .denied(_, let sentence): sentence
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .unsigned: "get their notes and put them together: tocsin agreement combine"
        case .notOurs: "activate it at the nodes of its parties"
        case .over: "agree on a next version with a later end"
        case .partyClass: "compare `parties` with tocsin registry show"
        case .notTheNext(_, let version): "a next version is \(version + 1) and names the digest of \(version) in `supersedes`"
        case .unknown: "see tocsin agreement status"
        case .maySuspendNot: "ask a party that `valid.suspended_by` names"
        case .notSuspended: "see tocsin agreement status for who has: each party lifts its own suspension"
        case .keyNotListed: "have the root officers list this node's member card (tocsin registry card)"
        case .otherText: "sign the same document again: one changed byte makes every signature void"
        case .unknownGroup: "correct `groups`, or have the root officers make the group (tocsin registry next)"
        case .otherKey: "copy the key from tocsin registry show into `parties`; every party signs the corrected document"
        case .denied: "see tocsin agreement status, and docs/guides/agreements.md for what the reasons mean"
        }
    }

    /// The code of the reason, where an agreement denied.
    public var reasonCode: String? {
        if case .denied(let code, _) = self { code } else { nil }
    }
}
