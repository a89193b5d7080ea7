internal import CanonicalCoding
internal import Indicators

/// Whether one rule matches wherever another does.
struct RuleCover {
    /// Whether the wider rule matches in every case in which the narrower one does.
    let isWhole: Bool

    init(_ agreement: Agreement, _ narrow: AgreementRule, by wide: AgreementRule) {
        isWhole =
            narrow.stages.isSubset(of: wide.stages)
            && agreement.parties.filter(narrow.from.matches).allSatisfy(wide.from.matches)
            && agreement.parties.filter(narrow.to.matches).allSatisfy(wide.to.matches)
            && Self.coversTypes(narrow, wide) && Self.coversConditions(narrow.conditions, wide.conditions, wide.effect)
    }

    private static func coversTypes(_ narrow: AgreementRule, _ wide: AgreementRule) -> Bool {
        let guarded = narrow.types.intersection(AgreementRule.guardedActs)
        if wide.effect == .allow, !guarded.isSubset(of: wide.types) { return false }
        return wide.types.contains("*") || narrow.types.isSubset(of: wide.types)
    }

    private static func coversConditions(
        _ narrow: RuleConditions, _ wide: RuleConditions, _ effect: AgreementRule.Effect
    ) -> Bool {
        let standard: Marking? = effect == .allow ? .amberStrict : nil
        return isAtLeast(wide.highestMarking ?? standard, narrow.highestMarking ?? .amberStrict)
            && isAtLeast(wide.highestAction, narrow.highestAction)
            && covers(wide.purposes, narrow.purposes) && covers(wide.legalRefs, narrow.legalRefs)
            && covers(wide.subjects, narrow.subjects) && isAtMost(wide.leastConfidence, narrow.leastConfidence)
            && isAtMost(wide.leastSources, narrow.leastSources)
            && isAtLeast(wide.greatestAge?.wholeDays, narrow.greatestAge?.wholeDays)
            && covers(wide.countries, narrow.countries) && covers(wide.recipientClasses, narrow.recipientClasses)
            && (wide.excludedCountries ?? []).isSubset(of: narrow.excludedCountries ?? []) && covers(wide.roles, narrow.roles)
            && (!wide.needsWitnesses || narrow.needsWitnesses) && (!wide.needsCaseReference || narrow.needsCaseReference)
            && (wide.rate == nil || wide.rate == narrow.rate) && (!wide.isForEmergencies || narrow.isForEmergencies)
    }

    private static func covers<Name>(_ wide: Set<Name>?, _ narrow: Set<Name>?) -> Bool {
        guard let wide else { return true }
        return narrow.map { $0.isSubset(of: wide) } ?? false
    }

    private static func isAtLeast<Value: Comparable>(_ wide: Value?, _ narrow: Value?) -> Bool {
        guard let wide else { return true }
        return narrow.map { wide >= $0 } ?? false
    }

    private static func isAtMost<Value: Comparable>(_ wide: Value?, _ narrow: Value?) -> Bool {
        guard let wide else { return true }
        return narrow.map { wide <= $0 } ?? false
    }
}
