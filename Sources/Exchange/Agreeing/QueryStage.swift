internal import Agreements
internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import NodeStore

/// Stage `query`: which of the claims held here an answer may be made of, by the agreement of the group each came through.
///
/// A member's own claims need no agreement to be looked at, and groups under none answer as they are. The decisions of one question are
/// kept until it is answered, and go into the log with it.
final class QueryStage {
    private let desk: DecisionDesk
    private let store: NodeStore
    private let grounds: QueryGrounds
    private let own: MemberID
    private let owners: [MemberID: MemberID]
    private let index: SubjectIndex?
    private var inputs: [Flow: DecisionInput] = [:]
    private let countsAtStart: [String: Int64]
    /// Questions answered since, which the log may not hold yet.
    private var answeredCount: Int64 = 0
    private var decisions: [Decision] = []
    private var withheldIDs: Set<ClaimID> = []

    /// Whose claims through which group.
    private struct Flow: Hashable {
        let group: GroupID
        let publisher: MemberID
    }

    init(_ node: Node, _ store: NodeStore, owners: [MemberID: MemberID], for grounds: QueryGrounds, at time: Timestamp) throws {
        let desk = try DecisionDesk(node, at: time)
        self.desk = desk
        self.store = store
        self.grounds = grounds
        self.owners = owners
        own = node.settings.member
        let isRuling = node.settings.requiresAgreements || !desk.agreements.held.isEmpty
        self.isRuling = isRuling
        let windows = Set(desk.agreements.held.flatMap { $0.agreement.rateWindows(at: .query) })
        countsAtStart = try ActCounts(node).counts(of: node.actor.name, at: .query, in: Array(windows))
        index = isRuling ? try SubjectIndex(reading: node.paths) : nil
    }

    /// Whether any group is under agreements.
    let isRuling: Bool

    /// What was decided for the question answered now, and how many claims it withheld. The next question begins.
    func finishQuestion() -> (decisions: [Decision], withheldCount: Int) {
        defer {
            answeredCount += 1
            decisions = []
            withheldIDs = []
        }
        return (decisions, withheldIDs.count)
    }

    /// The claims among some that an answer may be made of.
    func admitted(_ claims: [Claim], under keys: [TagKey]) throws -> [Claim] {
        guard isRuling, claims.contains(where: isRuled) else { return claims }
        let admitted = Set(try shown(store.stored(claims.filter(isRuled), under: keys)).map(\.claim.id))
        return claims.filter { !isRuled($0) || admitted.contains($0.id) }
    }

    /// The claims among some that may be shown, their cells in the forms that are allowed.
    func shown(_ stored: [StoredClaim]) throws -> [StoredClaim] {
        guard isRuling else { return stored }
        let sources = stored.lazy.map(\.claim).sources(ownedBy: owner)
        let ruled = Dictionary(grouping: stored.filter { isRuled($0.claim) }) {
            Flow(group: $0.claim.origin.audience, publisher: $0.claim.origin.publisher)
        }
        var shown: [ClaimID: StoredClaim] = [:]
        for flow in ruled.keys.sorted(by: { ($0.group, $0.publisher) < ($1.group, $1.publisher) }) {
            for claim in try decide(flow, ruled[flow] ?? [], sources: sources) { shown[claim.claim.id] = claim }
        }
        let all = stored.compactMap { isRuled($0.claim) ? shown[$0.claim.id] : $0 }
        withheldIDs.formUnion(Set(stored.map(\.claim.id)).subtracting(all.map(\.claim.id)))
        return all
    }

    private func owner(of member: MemberID) -> MemberID { owners[member] ?? member }

    /// Whether an agreement, or the want of one, decides about a claim.
    private func isRuled(_ claim: Claim) -> Bool {
        let origin = claim.origin
        guard origin.publisher != own else { return false }
        return desk.governance(of: origin.audience, from: origin.publisher, to: own) != .profile
    }

    private func decide(_ flow: Flow, _ stored: [StoredClaim], sources: Int) throws -> [StoredClaim] {
        var input = try input(flow)
        let classes = stored.map { ClaimClass($0).rowClass(sources: sources, at: desk.time) }
        let manifests = Set(stored.map(\.claim.origin.manifest.hex)).sorted()
        input.items = Array(manifests.prefix(AgreementLimits.items))
        input.classes = RowClass.counted(classes)
        let decision = desk.decide(input)
        // A question may come back to the same claims, for a longer or shorter expression.
        if !decisions.contains(decision) { decisions.append(decision) }
        guard let agreement = input.agreement, let key = index?.comparisonKey(under: agreement) else { return [] }
        let answers = Dictionary(zip(input.classes, decision.classes).map { ($0.counting(1), $1) }) { first, _ in first }
        return zip(stored, classes).compactMap { claim, rows in
            guard let answer = answers[rows], answer.showsCore else { return nil }
            return TreatedCells(answer, key: key).show(claim)
        }
    }

    /// The acts counted are those of the log at the start and the questions answered since.
    private func input(_ flow: Flow) throws -> DecisionInput {
        var input = try inputs[flow] ?? firstInput(flow)
        inputs[flow] = input
        for window in input.counts.keys { input.counts[window, default: 0] += answeredCount }
        return input
    }

    private func firstInput(_ flow: Flow) throws -> DecisionInput {
        var held: HeldAgreement?
        if case .agreement(let agreement) = desk.governance(of: flow.group, from: flow.publisher, to: own) { held = agreement }
        var input = try desk.input(.query, from: flow.publisher, to: own, group: flow.group, under: held, for: grounds)
        for window in input.counts.keys { input.counts[window] = countsAtStart[window] }
        return input
    }
}
