extension LintFinding.Code {
    /// What is odd, and what happens as it stands.
    public var sentence: String {
        switch self {
        case .neverFires: "its conditions exclude one another or no party fits, so the rule decides nothing"
        case .alwaysDenied: "a rule that forbids matches wherever this one does, so it allows nothing"
        case .widerInVain: "a wider rule that always matches with it treats the column more strictly, and the strictest counts"
        case .deniedAtStage: "a rule that forbids matches at this stage wherever this one does, so it allows nothing there"
        case .ownStageInVain:
            "at this stage the own member is both `from` and `to`, and the rule names no party as both, so it decides nothing there"
        case .handOverInVain:
            "at this stage `to` is another party than `from`, and the rule names no such two, so it decides nothing there"
        case .approvalAtQuery: "a question cannot wait for officers: at stage `query` a rule with this duty denies"
        case .approvalInVain: "officers are asked at `publish`, `send`, `onward` and `export` alone, so nobody has to approve"
        case .protectedInVain: "rules that do not name victims and bystanders match with it and keep their rows hidden"
        case .emergencyInVain: "a rule that matches without emergency is as strict, so declaring one changes nothing"
        default: flowSentence
        }
    }

    private var flowSentence: String {
        switch self {
        case .confidenceOfOutcomes: "outcomes carry no confidence, so with `confidence_min` the rule never speaks of them"
        case .typeUnknown: "no kind, type of row or outcome verb of this name, so the word matches nothing; check the spelling"
        case .roleUnknown: "nobody can act in this role; check the spelling"
        case .publishUnnamed: "no rule lets this party publish what it may send, so it has nothing of its own to send"
        case .receiveUnnamed: "no rule at `receive` lets all of this in, and the receiver rejects what its rules do not allow"
        case .sendUnnamed: "it lets in what no rule at `send` or `onward` lets out, so nothing comes in by it"
        case .feedbackUnnamed: "outcomes that are owed and that no rule at `send` lets everybody who owes them state"
        default: legalSentence
        }
    }

    private var legalSentence: String {
        switch self {
        case .directionLapsed: "every legal basis of this direction has lapsed by the time asked about, so nothing passes since"
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
        case .reducedCore: "in bundles and in answers `core` is clear or the row is hidden"
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
