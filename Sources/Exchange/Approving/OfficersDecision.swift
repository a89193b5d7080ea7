internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// A decision together with what officers said about it: what needs approvals waits, on record, until they are given.
///
/// Rules with `approve:<k>:<role>` hold what leaves this node: hand-overs, publications, exports. What would leave is worked out as if
/// they had approved; ``settled(showing:under:for:)`` then asks whether they did, about the very bytes.
struct OfficersDecision {
    private let desk: DecisionDesk
    /// What would be decided if all officers who are asked approved; nothing may leave by it.
    let assumed: Decision
    /// How many approvals each role owes.
    let needed: [String: Int64]

    /// Decides.
    init(_ input: DecisionInput, at desk: DecisionDesk) {
        self.desk = desk
        let bare = desk.decide(input)
        guard bare.classes.contains(where: { $0.reason == .approvalNeeded }) else {
            assumed = bare
            needed = [:]
            return
        }
        var asked = input
        asked.approvals = Approval.assumed(bare.neededApprovals, at: input.time)
        assumed = desk.decide(asked)
        needed = bare.neededApprovals
    }

    /// A decision by which something may leave.
    struct Settled {
        /// With the approvals that were given.
        let decision: Decision
        /// What officers approved; nothing where none were asked.
        let subject: ApprovalSubject?
    }

    /// Stops what waits for officers, or was rejected; what was decided is on record first.
    ///
    /// - Parameters:
    ///   - shown: the digest of what would leave; asked for only when officers have to approve.
    ///   - profile: the own profile, where it can withhold more.
    ///   - file: what officers look at.
    /// - Throws: ``TransferError`` (held, rejected), `FileError`, `LedgerError`, and what `shown` throws.
    func settled(
        showing shown: () throws -> Digest256, under profile: Digest256 = .zero, for file: String
    ) throws -> Settled {
        guard !needed.isEmpty else { return Settled(decision: assumed, subject: nil) }
        let subject = ApprovalSubject(assumed.input, shown: try shown(), profile: profile)
        let words = try SpokenWords(desk.node)
        var input = assumed.input
        input.approvals = words.approvals(of: subject.digest, at: desk.time)
        let decision = desk.decide(input)
        let officer = words.rejecting(subject.digest)
        guard officer != nil || decision.classes.contains(where: { $0.reason == .approvalNeeded }) else {
            return Settled(decision: decision, subject: subject)
        }
        try desk.node.log(desk.node.keep(decision, about: CommittedItems(decision.input.items)))
        if let officer { throw TransferError.rejected(subject.name, by: officer) }
        try desk.node.hold(HeldTransfer(file: file, subject: subject, needed: needed))
        throw TransferError.held(subject.name, waiting: words.missing(needed, of: subject.digest, at: desk.time))
    }
}

extension ApprovalSubject {
    /// What a decision's entry says of the approval by which something leaves: it is used by that.
    var fields: [(name: String, DetailRecord.FieldClass, JSONValue)] {
        [
            ("approved", .policy, .string(digest.hex)), ("approved_bytes", .item, .string(shown.hex)),
            ("approved_profile", .policy, .string(profile.hex)),
        ]
    }
}
