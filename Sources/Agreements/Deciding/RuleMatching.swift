internal import CanonicalCoding
internal import Indicators

/// What a rule demands and a case does not meet; the raw values are the members of rules.
enum RuleDemand: String {
    // whether the rule speaks of such a case at all
    case stages, from, to, types
    case recipientClasses = "recipient_class_in"
    case roles = "role_in"
    case emergency
    // whether it is content with this one
    case marking = "tlp_max"
    case action = "pap_max"
    case purposes = "purpose_in"
    case legal = "legal_in"
    case subjects = "subject_in"
    case confidence = "confidence_min"
    case sources = "sources_min"
    case age = "age_max"
    case countries = "country_in"
    case excludedCountries = "country_not_in"
    case witnesses = "witnessed"
    case caseReference = "case_ref"
    case rate

    var isScope: Bool {
        switch self {
        case .stages, .from, .to, .types, .recipientClasses, .roles, .emergency: true
        default: false
        }
    }
}

/// Holds rules against one class of rows of one request.
struct RuleMatching {
    let input: DecisionInput
    let sender: AgreementParty
    let recipient: AgreementParty
    let legal: LegalJudgement
    /// The purpose and what it is a case of.
    let purposes: [String]

    /// What the rule demands and the class does not meet, in the order of ``RuleDemand``.
    func unmet(_ rule: AgreementRule, _ rows: RowClass) -> [RuleDemand] { scope(rule, rows) + conditions(rule, rows) }

    private func scope(_ rule: AgreementRule, _ rows: RowClass) -> [RuleDemand] {
        let conditions = rule.conditions
        var unmet: [RuleDemand] = []
        if !rule.stages.contains(input.stage) { unmet.append(.stages) }
        if !rule.from.matches(sender) { unmet.append(.from) }
        if !rule.to.matches(recipient) { unmet.append(.to) }
        if !Self.speaks(rule, of: rows) { unmet.append(.types) }
        if let classes = conditions.recipientClasses, !classes.contains(recipient.partyClass) { unmet.append(.recipientClasses) }
        if let roles = conditions.roles, !roles.contains(input.actor.role) { unmet.append(.roles) }
        if conditions.isForEmergencies, !input.isEmergency { unmet.append(.emergency) }
        return unmet
    }

    /// Verbs that would tip off need a rule that names them, to be allowed.
    private static func speaks(_ rule: AgreementRule, of rows: RowClass) -> Bool {
        if rule.effect == .allow, AgreementRule.guardedActs.contains(rows.act) { return rule.types.contains(rows.act) }
        return !rule.types.isDisjoint(with: ["*", rows.kind, rows.type, rows.act])
    }

    private func conditions(_ rule: AgreementRule, _ rows: RowClass) -> [RuleDemand] {
        let conditions = rule.conditions
        var unmet: [RuleDemand] = []
        if let ceiling = ceiling(rule), Marking(rows.tlp).map({ $0 > ceiling }) ?? true { unmet.append(.marking) }
        if let highest = conditions.highestAction, let action = PermissibleAction(rawValue: rows.pap), action > highest {
            unmet.append(.action)
        }
        if let allowed = conditions.purposes, allowed.isDisjoint(with: purposes) { unmet.append(.purposes) }
        if let refs = conditions.legalRefs, legal.refusal(among: refs) != nil { unmet.append(.legal) }
        if let subjects = conditions.subjects, SubjectClass(rawValue: rows.subject).map({ !subjects.contains($0) }) ?? true {
            unmet.append(.subjects)
        }
        if let least = conditions.leastConfidence, rows.confidence < least { unmet.append(.confidence) }
        if let least = conditions.leastSources, rows.sources < least { unmet.append(.sources) }
        if let greatest = conditions.greatestAge?.wholeDays, rows.age > greatest { unmet.append(.age) }
        return unmet + circumstances(conditions)
    }

    private func circumstances(_ conditions: RuleConditions) -> [RuleDemand] {
        var unmet: [RuleDemand] = []
        if let countries = conditions.countries, !countries.contains(recipient.country) { unmet.append(.countries) }
        if let countries = conditions.excludedCountries, countries.contains(recipient.country) {
            unmet.append(.excludedCountries)
        }
        if conditions.needsWitnesses, !input.isWitnessed { unmet.append(.witnesses) }
        if conditions.needsCaseReference, input.caseReference.isEmpty { unmet.append(.caseReference) }
        if let rate = conditions.rate, input.counts[rate.window.text].map({ $0 >= rate.count }) ?? true { unmet.append(.rate) }
        return unmet
    }

    /// The highest marking a rule lets pass at this stage; nothing for a rule that forbids and names none.
    private func ceiling(_ rule: AgreementRule) -> Marking? {
        guard rule.effect == .allow else { return rule.conditions.highestMarking }
        return min(rule.conditions.highestMarking ?? Self.standardCeiling, input.stage.ceiling)
    }

    /// RED leaves only under a rule that names it.
    private static let standardCeiling = Marking.amberStrict
}

extension DecisionStage {
    /// The highest marking that may pass, whatever rules say: AMBER+STRICT ends at the recipient, RED at a person.
    var ceiling: Marking {
        switch self {
        case .onward: .amber
        case .export: .amberStrict
        case .publish, .send, .receive, .query, .retain: .red
        }
    }
}
