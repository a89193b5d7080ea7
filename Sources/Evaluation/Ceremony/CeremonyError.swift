public import Indicators
public import MemberRegistry

/// Why a step of a key ceremony does not take place.
public enum CeremonyError: Error, Sendable, Hashable {
    /// No ceremony of this epoch was begun here.
    case notBegun(EpochNumber)
    /// Another ceremony of this epoch is under way, or its outcome waits.
    case underWay(EpochNumber)
    /// The registry lists a document of the epoch already, or a share of it is here.
    case epochMade(EpochNumber)
    /// The document whose shares the plan refreshes is not in force here, or names other parties.
    case otherDocument(EpochNumber)
    /// This member is not among the parties.
    case notAParty(MemberID)
    /// The registry does not list the party as an evaluator.
    case notAnEvaluator(MemberID)
    /// Two parties have one owner.
    case oneOwner(MemberID, MemberID)
    /// A party has no key in force for a use; for this member, not the one that is in its home.
    case noKey(MemberID, KeyUse)
    /// Messages of a round are still to come.
    case missing(round: Int, from: [MemberID])
    /// The plan is that of an attempt that was given up here.
    case givenUp
    /// The own secret is gone although it is needed.
    case secretLost
    /// A share of another ceremony is in the place of the one that was made.
    case anotherShare(EpochNumber)
    /// All have confirmed: nothing more is taken.
    case complete(EpochNumber)
    /// The sums are no keys: no honest parties get there.
    case noKeys
    /// The message is not signed by the party it names, with one key in force.
    case signature(MemberID)
    /// The message belongs to another epoch.
    case otherEpoch(EpochNumber)
    /// The message belongs to another plan.
    case otherPlan(MemberID)
    /// The message is for another party.
    case otherRecipient(MemberID)
    /// The message stands as this party's own, and was never signed here.
    case notOwn
    /// The message comes before those of the round before it are here.
    case tooEarly(round: Int, from: MemberID, missing: [MemberID])
    /// One party answers another message of a third than is here.
    case differentView(by: MemberID, of: MemberID, round: Int)
    /// The ceremony has ended without a key.
    case aborted(CeremonyVerdict)
}

/// Who is to blame that a ceremony ended, as far as that is known.
public struct CeremonyVerdict: Sendable, Hashable {
    /// The party that is to blame.
    public let culprit: MemberID
    /// What it did.
    public let fault: CeremonyComplaint.Fault
    /// The party that complained.
    public let complainer: MemberID
    /// What the complaint's own messages show.
    public let standing: Standing

    /// How far a complaint can be believed.
    public enum Standing: String, Sendable, Hashable {
        /// The messages in the complaint show it.
        case proven
        /// One party's word stands against another's.
        case alleged
        /// The messages do not show it: whoever complained is to blame.
        case refuted
    }

    /// Who has to be left out of the next attempt, as far as one can say.
    public var blamed: MemberID { standing == .refuted ? complainer : culprit }

    /// One sentence.
    public var sentence: String {
        switch standing {
        case .proven: "\(culprit.name) \(fault.sentence)"
        case .alleged: "\(complainer.name) says that \(culprit.name) \(fault.sentence)"
        case .refuted: "\(complainer.name) says that \(culprit.name) \(fault.sentence), and the messages do not show it"
        }
    }
}

extension CeremonyError {
    /// Whether the fault lies in what was handed in, and not in the state of the ceremony.
    public var isOfInput: Bool {
        switch self {
        case .signature, .otherEpoch, .otherPlan, .otherRecipient, .notOwn, .tooEarly, .differentView: true
        default: false
        }
    }
}
