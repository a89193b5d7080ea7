internal import CanonicalCoding
public import Indicators

/// One step from the claims to status, score and tier.
public struct Step: Sendable, Hashable {
    /// The rule that was applied.
    public let rule: Rule
    /// The claim it was applied to, if it was one.
    public let claim: ClaimID?
    /// Who made that claim.
    public let publisher: MemberID?
    /// What came of it, for people.
    public let sentence: String

    /// The rules of the state function, by the headings of its specification.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        case slots, activity, objection, corroboration, status, score, tier
    }
}

extension IndicatorState {
    /// The steps that led here: every claim in order, then the sums.
    public var why: [Step] {
        standings.map(step) + owners.map(step) + [statusStep, scoreStep, tierStep]
    }

    private func step(_ standing: ClaimStanding) -> Step {
        let (rule, outcome) = standing.explanation
        return Step(
            rule: rule, claim: standing.claim.id, publisher: standing.claim.origin.publisher,
            sentence: "\(standing.claim.statement.summary) \(outcome)")
    }

    private func step(_ evidence: OwnerEvidence) -> Step {
        let proof = evidence.isChecked ? "its proof of possession was checked" : "its proof of possession could not be checked"
        return Step(
            rule: .corroboration, claim: nil, publisher: evidence.owner,
            sentence: "\(evidence.owner) counts as an owner; \(proof); reliability \(evidence.reliability), "
                + "weight \(evidence.weight), together \(evidence.contribution) parts per million")
    }

    private var statusStep: Step {
        let sentence =
            switch status {
            case .protected: "an allow-list in force names the indicator"
            case .contested: "an objection is open, or an organisation that does not report it contradicts"
            case .corroborated:
                isUnchecked
                    ? "\(owners.count) owners report it, their proofs unchecked" : "\(owners.count) owners report it"
            case .asserted: "one owner or fewer counts among its active reports"
            case .expired: "reports stand, none of them is active\(quarantineClause)"
            case .retracted: "every report was taken back"
            case .unknown: "there is no report"
            }
        return Step(rule: .status, claim: nil, publisher: nil, sentence: "\(status.rawValue): \(sentence)")
    }

    /// Why an indicator that was reported lately may look as if nobody did.
    private var quarantineClause: String {
        let chains =
            switch quarantinedReportCount {
            case 0: ""
            case 1: "; one is set aside with its publisher's quarantined chain"
            case let count: "; \(count) are set aside with their publishers' quarantined chains"
            }
        switch heldReportCount {
        case 0: return chains
        case 1: return chains + "; one is quarantined until an officer of this node releases its bundle"
        case let count: return chains + "; \(count) are quarantined until an officer of this node releases their bundles"
        }
    }

    private var scoreStep: Step {
        let doubters = owners.count == 1 ? "one owner leaves" : "\(owners.count) owners leave"
        let sentence = "\(score) parts per million: what remains after the doubt that \(doubters)"
        return Step(rule: .score, claim: nil, publisher: nil, sentence: sentence)
    }

    private var tierStep: Step {
        let guarded = topic.isPopular && tier == .observe && status == .corroborated
        return Step(
            rule: .tier, claim: nil, publisher: nil,
            sentence: "\(tier.rawValue) under status \(status.rawValue) and score \(score)"
                + (guarded
                    ? "; many people hold the value, so an officer of this node has to confirm it before more is done" : ""))
    }
}

extension ClaimStanding {
    /// The rule that decided about the claim, and how.
    fileprivate var explanation: (Step.Rule, String) {
        switch fate {
        case .stands: (bearing == .contests || bearing == .ends ? .objection : .activity, bearingSentence)
        case .superseded(let claim): (.slots, "was replaced by \(claim)")
        case .retracted(let claim): (.slots, "was taken back by \(claim)")
        case .lapsed(let day): (.activity, "held until \(day)")
        case .faded(let day): (.activity, "faded on \(day), four half-lives after its last day")
        case .ended(let claim): (.objection, "was ended by the notice \(claim)")
        case .suspended: (.activity, "does not act while its publisher is suspended")
        case .quarantined:
            (.activity, "is set aside: its publisher's chain forked, or a reset of the registry put its bundle out of the chain")
        case .held(let reason, nil): (.activity, "is quarantined: \(reason.sentence)")
        case .held(let reason, let retraction?):
            (.activity, "was taken back by \(retraction) while it was quarantined: \(reason.sentence)")
        case .compromised(let since): (.activity, "was first logged after its key was compromised on \(since)")
        case .waiting(let day):
            (.objection, "waits for an officer: its publisher made more objections on \(day) than count for one day")
        case .excluded(let exclusion): (.activity, "is kept out: \(exclusion.rawValue)")
        case .withoutEffect: (.activity, "uses a verb without effect here")
        }
    }

    private var bearingSentence: String {
        switch bearing {
        case .none: "stands"
        case .corroborates(let isChecked):
            "is active with weight \(weight) and counts, its pop \(isChecked ? "checked" : "unchecked")"
        case .derived: "is active but was read elsewhere and counts for nobody"
        case .failedPop: "is active but its pop is wrong and corroborates nothing"
        case .contests: "contests"
        case .ends: "ends reports older than \(claim.statement.since?.iso8601 ?? "it")"
        }
    }
}

extension Statement {
    /// The row in a few words, without anything that names the indicator.
    fileprivate var summary: String {
        switch type {
        case .report: "report of \(confidencePercent) % (\(basis.name))"
        case .retract: "retraction (\(reason?.name ?? "no reason"))"
        case .object: "objection (\(reason?.name ?? "no reason"))"
        case .outcome: "outcome \(verb?.name ?? "")"
        }
    }
}
