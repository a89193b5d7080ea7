internal import CanonicalCoding
internal import Indicators

/// Whether one rule matches wherever another does.
struct RuleCover {
    /// Whether the wider rule matches in every case in which the narrower one does.
    let isWhole: Bool

    /// - Parameter stages: those at which the narrower rule is looked at; all of its own, or some.
    init(_ narrow: RuleInPlace, by wide: RuleInPlace, at stages: some Collection<DecisionStage>) {
        isWhole =
            stages.allSatisfy(wide.rule.stages.contains) && Self.coversTypes(narrow.rule, wide.rule)
            && Self.coversConditions(narrow.rule.conditions, wide.rule.conditions, wide.rule.effect)
            && stages.allSatisfy { Self.coversParties(narrow, wide, at: $0) }
    }

    /// What rules ask of the recipient is in who can be one.
    private static func coversParties(_ narrow: RuleInPlace, _ wide: RuleInPlace, at stage: DecisionStage) -> Bool {
        let recipients = narrow.recipients(at: stage)
        guard recipients.allSatisfy({ wide.recipientNames.contains($0.id) }) else { return false }
        return stage.isWithinOneMember
            ? recipients.allSatisfy { wide.senderNames.contains($0.id) } : narrow.senderNames.isSubset(of: wide.senderNames)
    }

    private static func coversTypes(_ narrow: AgreementRule, _ wide: AgreementRule) -> Bool {
        let guarded = narrow.types.intersection(AgreementRule.guardedActs)
        if wide.effect == .allow, !guarded.isSubset(of: wide.types) { return false }
        return wide.types.contains(AgreementRule.anyType) || narrow.types.isSubset(of: wide.types)
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
            && covers(wide.roles, narrow.roles)
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
