/// Something in an agreement that its parties should look at before they sign, though the document is valid.
public struct LintFinding: Sendable, Hashable {
    /// What sort of thing it is.
    public let code: Code
    /// The member it is about, such as `rules[2]`.
    public let place: String
    /// The names concerned: of the rule, the legal basis, the column.
    public let names: [String]

    /// Sorts of findings.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // rules that decide nothing
        case neverFires = "rule-never-fires"
        case ownStageInVain = "own-stage-without-effect"
        case handOverInVain = "stage-without-effect"
        case confidenceOfOutcomes = "confidence-of-outcomes"
        case approvalAtQuery = "approval-at-query"
        case approvalInVain = "approval-without-effect"
        case typeUnknown = "type-unknown"
        case roleUnknown = "role-unknown"
        case alwaysDenied = "rule-always-denied"
        case deniedAtStage = "rule-denied-at-stage"
        case widerInVain = "narrower-rule-without-effect"
        case protectedInVain = "protected-subjects-shown-to-nobody"
        case emergencyInVain = "emergency-rule-without-effect"
        // flows that one stage lets pass and another stops
        case publishUnnamed = "sent-but-not-published"
        case receiveUnnamed = "sent-but-not-received"
        case sendUnnamed = "received-but-not-sent"
        case feedbackUnnamed = "feedback-not-sent"
        // law
        case directionLapsed = "direction-without-live-basis"
        case legalMissing = "legal-basis-missing"
        case legalLapses = "legal-basis-lapses"
        case legalGap = "legal-basis-begins-late"
        case assessmentPending = "assessment-pending"
        case transferMissing = "transfer-mechanism-missing"
        case legalUnused = "legal-basis-unused"
        // time
        case lapsed = "agreement-over"
        case reviewLate = "review-after-end"
        case ruleOutlivesBasis = "rule-outlives-its-basis"
        // columns and duties
        case coreUnnamed = "core-unnamed"
        case columnUnnamed = "column-unnamed"
        case columnUnknown = "column-unknown"
        case reducedCore = "core-not-clear"
        case keyedColumn = "keyed-column-withheld"
        case retentionMissing = "retention-missing"
        case retentionAboveLongest = "retention-above-longest"
        case retainUnnamed = "no-rule-for-keeping"
        case contradictoryDuties = "contradictory-duties"
        case suspensionOneSided = "suspension-one-sided"
        case vocabularyUnknown = "vocabulary-unknown"
    }

    /// Whether it is likely a mistake, or only good to know.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case warning, note
    }

    /// How much it matters.
    public var severity: Severity {
        switch code {
        case .legalLapses, .legalGap, .ruleOutlivesBasis, .legalUnused, .suspensionOneSided, .columnUnnamed, .keyedColumn: .note
        default: .warning
        }
    }

    init(_ code: Code, at place: String, _ names: [String] = []) {
        self.code = code
        self.place = place
        self.names = names
    }
}

extension LintFinding: CustomStringConvertible {
    /// One sentence naming the place.
    public var description: String {
        let names = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
        return "\(place)\(names): \(code.sentence)"
    }
}
