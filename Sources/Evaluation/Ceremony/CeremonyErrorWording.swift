internal import CanonicalCoding
internal import Indicators
internal import MemberRegistry

extension CeremonyError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .notBegun(let epoch): "no key ceremony of epoch \(epoch.value) was begun here"
        case .underWay(let epoch): "another key ceremony of epoch \(epoch.value) is under way here, or its outcome waits"
        case .epochMade(let epoch): "epoch \(epoch.value) has its key already"
        case .otherDocument(let epoch): "the plan does not refresh the shares of epoch \(epoch.value) as it is in force here"
        case .notAParty(let member): "\(member.name) is not among the parties of the plan"
        case .notAnEvaluator(let member): "the registry does not list \(member.name) as an evaluator"
        case .oneOwner(let left, let right): "\(left.name) and \(right.name) belong to one owner"
        case .noKey(let member, let use): "\(member.name) has no \(use.rawValue) key in force that this ceremony could use"
        case .missing(let round, let members): "round \(round) is not complete: \(Self.names(members)) is missing"
        case .givenUp: "the plan is that of an attempt that ended here"
        case .secretLost: "the secret of this ceremony is gone although it is still needed"
        case .anotherShare(let epoch): "another share of epoch \(epoch.value) is in the place of the one that was made"
        case .complete(let epoch): "the key ceremony of epoch \(epoch.value) is complete"
        case .noKeys: "what was revealed adds up to no key"
        default: inputSentence
        }
    }

    private var inputSentence: String {
        switch self {
        case .signature(let member): "not signed by \(member.name) alone, with a key in force"
        case .otherEpoch(let epoch): "a message of epoch \(epoch.value), another one"
        case .otherPlan(let member): "a message of \(member.name) that belongs to another plan"
        case .otherRecipient(let member): "a message for \(member.name)"
        case .notOwn: "a message in this member's name that was never made here"
        case .tooEarly(let round, let member, let missing):
            "\(member.name) is in round \(round) already, and here \(Self.names(missing)) is missing in the round before it"
        case .differentView(let witness, let member, let round):
            "\(witness.name) answers another message of \(member.name) in round \(round) than the one here"
        case .aborted(let verdict): "the ceremony has ended without a key: \(verdict.sentence)"
        default: ""
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .notBegun: "tocsin evaluator begin PLAN"
        case .underWay: "bring it to its end, or give it up: tocsin evaluator abandon"
        case .epochMade: "choose the next number for --epoch; to change the shares alone: tocsin evaluator plan --refresh"
        case .otherDocument: "install the epoch's document that is in force, and make the plan there"
        case .notAParty, .notAnEvaluator, .oneOwner, .noKey:
            "see tocsin registry show; the root officers list members, roles and keys"
        case .missing: "get the message and take it: tocsin evaluator take FILE"
        case .secretLost: "give this attempt up and begin with a new plan: tocsin evaluator abandon"
        case .anotherShare: "move the file in evaluator/shares away once it is clear what it is"
        case .complete: "make the document: tocsin evaluator epoch"
        case .noKeys, .givenUp: "begin with a new plan"
        case .signature: "ask the party for the message again; its keys are those of the registry"
        case .otherEpoch: "name the other epoch with --epoch if that is meant"
        case .otherPlan: "compare the digests of the plans by telephone; a message of an attempt that was given up counts no more"
        case .otherRecipient: "each party takes the messages for itself and for all"
        case .notOwn: "somebody else may have this member's sign key: tell the root officers"
        case .tooEarly: "take the missing messages first"
        case .differentView(let witness, _, _):
            "get that message from \(witness.name) and take it: the two together show who said both"
        case .aborted: "begin with a new plan, without who is to blame"
        }
    }

    private static func names(_ members: [MemberID]) -> String { members.map(\.name).joined(separator: ", ") }
}
