internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import NodeStore

/// Stage `export`: which of the claims held here may leave in the node's own answers, by the agreement of the group each came through.
///
/// It works in two passes over the same claims: the first sorts them into classes and decides once for each, and the decisions are
/// committed; the second takes out what was decided. A member's own claims need no agreement.
final class ExportStage {
    private let node: Node
    private let desk: DecisionDesk
    private let grounds: QueryGrounds
    private let index: SubjectIndex?
    private var groups: [GroupID: GroupClasses] = [:]

    /// Whether any group is under agreements.
    let isRuling: Bool
    /// The decisions of the first pass, by name.
    private(set) var decisionNames: [String] = []

    init(_ node: Node, for grounds: QueryGrounds, at time: Timestamp) throws {
        self.node = node
        self.grounds = grounds
        let desk = try DecisionDesk(node, at: time)
        let isRuling = node.settings.requiresAgreements || !desk.agreements.held.isEmpty
        self.desk = desk
        self.isRuling = isRuling
        index = isRuling ? try SubjectIndex(reading: node.paths) : nil
    }

    /// First pass: takes the claims of one indicator.
    func survey(_ stored: [StoredClaim], sources: Int) {
        for claim in stored where isRuled(claim) {
            _ = classify(claim, sources: sources)
            groups[claim.claim.origin.audience]?.note(claim.claim.id)
        }
    }

    /// Between the passes: decides, and commits the decisions to the log. What officers have to approve is held.
    ///
    /// - Throws: ``TransferError`` (held, rejected), `LedgerError`, `FileError`.
    func decide() throws {
        for name in groups.keys.sorted() {
            guard let group = groups[name] else { continue }
            let classes = group.classes
            for start in stride(from: 0, to: classes.count, by: AgreementLimits.classes) {
                let batch = Array(classes[start..<min(start + AgreementLimits.classes, classes.count)])
                groups[name]?.decided += try decide(batch, of: name, in: group)
            }
        }
    }

    /// Decides about as many classes as one decision takes.
    private func decide(_ classes: [RowClass], of name: GroupID, in group: GroupClasses) throws -> [ClassDecision] {
        let own = node.settings.member
        var input = try desk.input(.export, from: own, to: own, group: name, under: group.held, for: grounds)
        input.classes = classes
        let settled = try OfficersDecision(input, at: desk).settled(
            showing: { group.claims.finalize() }, under: node.gate().profileDigest, for: "export of \(name.name)")
        let events = [
            try node.keep(settled.decision, about: group.items, approved: settled.subject),
            settled.decision.brokenGlass(for: grounds),
        ]
        try node.log(events.compactMap(\.self))
        decisionNames.append(settled.decision.id.hex)
        if let subject = settled.subject { try node.release(subject.name) }
        return settled.decision.classes
    }

    /// Second pass: the claims of one indicator that may leave, their cells in the forms that are allowed.
    func shown(_ stored: [StoredClaim], sources: Int) -> [StoredClaim] {
        stored.compactMap { claim in
            guard isRuled(claim) else { return claim }
            let group = claim.claim.origin.audience
            let number = classify(claim, sources: sources)
            guard let answer = groups[group]?.decided[safe: number], answer.showsCore,
                let agreement = groups[group]?.held?.agreement.digest, let key = index?.comparisonKey(under: agreement)
            else { return nil }
            return TreatedCells(answer, key: key).show(claim)
        }
    }

    private func isRuled(_ stored: StoredClaim) -> Bool {
        guard isRuling else { return false }
        let origin = stored.claim.origin
        let own = node.settings.member
        guard origin.publisher != own else { return false }
        return desk.governance(of: origin.audience, from: own, to: own) != .profile
    }

    private func classify(_ stored: StoredClaim, sources: Int) -> Int {
        let group = stored.claim.origin.audience
        if groups[group] == nil {
            var held: HeldAgreement?
            let own = node.settings.member
            if case .agreement(let agreement) = desk.governance(of: group, from: own, to: own) { held = agreement }
            groups[group] = GroupClasses(held: held)
        }
        return groups[group]?.classify(stored, sources: sources, at: desk.time) ?? 0
    }
}

extension Array {
    /// The element at a place, if there is one.
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
