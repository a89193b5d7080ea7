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
        case alwaysDenied = "rule-always-denied"
        case widerInVain = "narrower-rule-without-effect"
        case protectedInVain = "protected-subjects-shown-to-nobody"
        case emergencyInVain = "emergency-rule-without-effect"
        // law
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

extension LintFinding.Code {
    /// What is odd, and what happens as it stands.
    public var sentence: String {
        switch self {
        case .neverFires: "its conditions exclude one another or no party fits, so the rule decides nothing"
        case .alwaysDenied: "a rule that forbids matches wherever this one does, so it allows nothing"
        case .widerInVain: "a wider rule that always matches with it treats the column more strictly, and the strictest counts"
        case .protectedInVain: "rules that do not name victims and bystanders match with it and keep their rows hidden"
        case .emergencyInVain: "a rule that matches without emergency is as strict, so declaring one changes nothing"
        case .legalMissing: "no legal basis serves this direction for this class of recipients, so the rule decides nothing"
        case .legalLapses: "the legal basis lapses before the agreement ends; from then on the flow is frozen"
        case .legalGap: "the legal basis begins after the agreement does"
        case .assessmentPending: "an assessment is pending; until it is done the basis cannot be relied on"
        case .transferMissing: "parties are in different countries and the basis names no transfer mechanism"
        case .legalUnused: "no rule names this basis, though some rules name others"
        case .lapsed: "the agreement is over at this time"
        case .reviewLate: "the review is due after the agreement has ended"
        case .ruleOutlivesBasis: "every basis that the rule names lapses before the agreement ends"
        default: columnSentence
        }
    }

    private var columnSentence: String {
        switch self {
        case .coreUnnamed: "no rule that can match with it shows `core`, and a row without core is hidden"
        case .columnUnnamed: "no rule names this column, so it is always withheld"
        case .columnUnknown: "not a column of the row schema; check the spelling"
        case .reducedCore: "in a bundle `core` is clear or the row is hidden"
        case .keyedColumn: "in a bundle `keyed` on another column than `value` withholds it"
        case .retentionMissing: "neither a duty nor an entry of `retention` limits how long rows are kept"
        case .retentionAboveLongest: "the duty is longer than the longest period of `retention`, which counts"
        case .retainUnnamed: "no rule allows stage `retain`, so what is received must be deleted at once"
        case .contradictoryDuties: "the duties contradict one another or the stage"
        case .suspensionOneSided: "not every party may suspend the agreement"
        default: "not the digests of the words this version speaks; every decision would be VOCAB_MISMATCH"
        }
    }
}
