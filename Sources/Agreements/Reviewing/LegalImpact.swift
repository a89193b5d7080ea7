public import CanonicalCoding
public import Indicators

/// What an agreement loses when one of its legal bases lapses.
public struct LegalImpact: Sendable, Hashable {
    /// The basis.
    public let basis: LegalBasis
    /// The rules that name it and decide nothing without it for some flow, ascending by name.
    public let rules: [String]
    /// The flows that stop altogether, whatever rules say, ascending.
    public let flows: [Flow]

    /// Data that pass from one party to another, or are kept by one.
    public struct Flow: Sendable, Hashable {
        /// Whose data.
        public let from: MemberID
        /// Who gets them.
        public let to: MemberID
        /// The side that may no longer act: the sender hand over, or the receiver take in and keep.
        public let side: LegalBasis.Direction
    }

    /// Whether nothing changes: other bases serve.
    public var isHarmless: Bool { rules.isEmpty && flows.isEmpty }
}

extension Agreement {
    /// What is lost when a basis lapses at a moment; nothing when the agreement has no such basis, or it does not hold then anyway.
    ///
    /// At the very moment at which the basis ends, what is lost is what held until then.
    public func impact(ofLapsing ref: String, at time: Timestamp) -> LegalImpact? {
        guard let basis = legal.first(where: { $0.ref == ref }) else { return nil }
        let last = basis.until == time ? time.adding(seconds: -1) : time
        guard basis.isValid(at: last) else { return nil }
        let rest = legal.filter { $0.ref != ref }
        func judgements(_ party: AgreementParty) -> (before: LegalJudgement, after: LegalJudgement) {
            (
                LegalJudgement(legal, recipientClass: party.partyClass, at: last),
                LegalJudgement(rest, recipientClass: party.partyClass, at: time)
            )
        }
        var flows: [LegalImpact.Flow] = []
        for to in parties {
            let (before, after) = judgements(to)
            for side in [LegalBasis.Direction.send, .receive]
            where before.refusal(for: side) == nil && after.refusal(for: side) != nil {
                flows += parties.filter { $0.id != to.id }.map { LegalImpact.Flow(from: $0.id, to: to.id, side: side) }
            }
        }
        let lost = rules.filter { rule in
            guard let refs = rule.conditions.legalRefs, refs.contains(ref) else { return false }
            return parties.filter(rule.to.matches).contains { party in
                let (before, after) = judgements(party)
                return before.refusal(among: refs) == nil && after.refusal(among: refs.subtracting([ref])) != nil
            }
        }
        return LegalImpact(
            basis: basis, rules: lost.map(\.id).sorted(),
            flows: flows.sorted { ($0.from, $0.to, $0.side.rawValue) < ($1.from, $1.to, $1.side.rawValue) })
    }
}
