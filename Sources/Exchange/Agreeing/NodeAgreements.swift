internal import Agreements
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles

/// The agreements that were ever activated at a node, and which of them decides about what passes between two members of a group.
///
/// A group is under agreements from the first activation on, and stays so: when the last of them lapses, nothing passes.
public struct NodeAgreements: Sendable {
    /// Every agreement that was ever activated here, in that order, earlier versions included.
    public private(set) var held: [HeldAgreement] = []
    private let isRequired: Bool

    /// What decides about a hand-over.
    public enum Governance: Sendable, Hashable {
        /// An agreement, in force or not.
        case agreement(HeldAgreement)
        /// The member's own disclosure profile alone: the group is under no agreement.
        case profile
        /// Nothing may pass: the group is under no agreement, and the settings demand one.
        case missing
    }

    /// Reads what a home keeps.
    ///
    /// - Throws: `FileError`; ``NodeError/homeDamaged(_:)`` when a document is missing or is another than its name says.
    public init(_ node: Node) throws {
        isRequired = node.settings.requiresAgreements
        for change in try node.agreementChanges() {
            switch change.act {
            case .activated:
                let agreement = try node.keptAgreement(change.agreement)
                supersede(by: agreement, activated: change.time)
                held.removeAll { $0.agreement.digest == agreement.digest }
                held.append(HeldAgreement(agreement, signers: change.signers, activated: change.time))
            case .word:
                let word = try node.keptWord(change.document)
                for index in held.indices where held[index].agreement.digest == word.agreement { held[index].words.append(word) }
            }
        }
    }

    private mutating func supersede(by next: Agreement, activated: Timestamp) {
        for index in held.indices where held[index].agreement.digest == next.supersedes {
            held[index].superseded = max(activated, next.valid.from)
        }
    }

    /// The agreement of a digest.
    public subscript(digest: Digest256) -> HeldAgreement? { held.first { $0.agreement.digest == digest } }

    /// The version of an agreement; without a version the one activated last.
    public func named(_ id: String, version: Int64? = nil) -> HeldAgreement? {
        held.last { $0.agreement.id == id && (version == nil || $0.agreement.version == version) }
    }

    /// Whether a group is under agreements.
    public func govern(_ group: GroupID) -> Bool { held.contains { $0.agreement.groups.contains(group) } }

    /// What decides about a hand-over between two members of a group.
    public func governance(of group: GroupID, from: MemberID, to: MemberID, at time: Timestamp) -> Governance {
        if let agreement = governing(group, from: from, to: to, at: time) { return .agreement(agreement) }
        return isRequired ? .missing : .profile
    }

    /// The agreement that decides about a hand-over; nothing in a group that is under none.
    ///
    /// Of those that govern the group and have both as parties, one in force goes before one that is not, then the one of fewest
    /// parties, then the lowest name: both sides choose alike. When none has both as parties, the choice is among all of the
    /// group, and it will deny.
    public func governing(_ group: GroupID, from: MemberID, to: MemberID, at time: Timestamp) -> HeldAgreement? {
        let ofGroup = held.filter { $0.agreement.groups.contains(group) }
        let standing = ofGroup.filter { !$0.isSuperseded(at: time) }
        let candidates = standing.isEmpty ? ofGroup : standing
        let joining = candidates.filter { $0.joins(from, to) }
        return (joining.isEmpty ? candidates : joining).min { Self.rank($0, at: time) < Self.rank($1, at: time) }
    }

    private static func rank(_ held: HeldAgreement, at time: Timestamp) -> (Int, Int, String, Int64) {
        (held.isActive(at: time) ? 0 : 1, held.agreement.parties.count, held.agreement.id, -held.agreement.version)
    }
}
