internal import CanonicalCoding

/// Which legal bases of an agreement hold for one recipient at one time.
struct LegalJudgement {
    private let bases: [LegalBasis]
    private let recipientClass: AgreementParty.PartyClass
    private let time: Timestamp

    init(_ agreement: Agreement, recipientClass: AgreementParty.PartyClass, at time: Timestamp) {
        self.init(agreement.legal, recipientClass: recipientClass, at: time)
    }

    init(_ bases: [LegalBasis], recipientClass: AgreementParty.PartyClass, at time: Timestamp) {
        self.bases = bases
        self.recipientClass = recipientClass
        self.time = time
    }

    /// Whether a basis can be relied on.
    func holds(_ basis: LegalBasis) -> Bool { covers(basis) && basis.isValid(at: time) && !basis.isAssessmentPending }

    private func covers(_ basis: LegalBasis) -> Bool { basis.recipientClasses?.contains(recipientClass) ?? true }

    /// The bases that hold for a side of a hand-over, ascending by reference.
    func relied(on side: LegalBasis.Direction) -> [String] {
        bases.filter { $0.direction.serves(side) && holds($0) }.map(\.ref).sorted()
    }

    /// Why none of the bases serving a side holds; nothing when one does.
    func refusal(for side: LegalBasis.Direction) -> ReasonCode? { refusal(of: bases.filter { $0.direction.serves(side) }) }

    /// The bases serving a side that do not hold, as unmet conditions.
    func unmet(for side: LegalBasis.Direction) -> [String] {
        bases.filter { $0.direction.serves(side) && covers($0) && !holds($0) }.map { "legal:\($0.ref)" }.sorted()
    }

    /// The bases among named ones that hold.
    func relied(among refs: Set<String>) -> Set<String> { Set(named(refs).filter(holds).map(\.ref)) }

    /// Why a list of references is not enough; nothing when it is.
    ///
    /// Of each direction named one must hold, and a basis for both directions serves either; where only such are named, one
    /// of them must hold.
    func refusal(among refs: Set<String>) -> ReasonCode? {
        let bases = named(refs)
        var isSided = false
        for side in [LegalBasis.Direction.send, .receive] where bases.contains(where: { $0.direction == side }) {
            isSided = true
            if let reason = refusal(of: bases.filter { $0.direction.serves(side) }) { return reason }
        }
        return isSided ? nil : refusal(of: bases)
    }

    private func named(_ refs: Set<String>) -> [LegalBasis] { bases.filter { refs.contains($0.ref) } }

    private func refusal(of candidates: [LegalBasis]) -> ReasonCode? {
        let covering = candidates.filter(covers)
        if covering.contains(where: holds) { return nil }
        if covering.contains(where: { $0.isValid(at: time) }) { return .assessmentMissing }
        return covering.contains { $0.until <= time } ? .legalBasisLapsed : .legalBasisMissing
    }
}
