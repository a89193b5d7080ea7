public import Agreements
public import Indicators
public import MergeEngine

extension Lookup {
    /// What is known.
    public struct Answer {
        /// The text as it was asked.
        public let input: String
        /// The kind, named or guessed.
        public let kind: IndicatorKind
        /// The canonical form.
        public let canonical: String
        /// Status, score, tier and reasons.
        public let state: IndicatorState
        /// The expression that something is known of; empty when nothing is.
        public let matched: String
        /// What stage `query` decided about the claims held; empty where no agreement rules.
        public let decisions: [Decision]
        /// How many claims the agreements withhold from this answer.
        public let withheldCount: Int
        /// The judgements of this node that kept the value from leading further, in the order of the record.
        public internal(set) var splits: [RecordedJudgement] = []

        /// Whether anything is known.
        public var isKnown: Bool { state.status != .unknown }
    }
}

extension Lookup.Answer {
    /// The answer with what kept it from leading further.
    func under(_ splits: Set<RecordedJudgement>) -> Self {
        var answer = self
        answer.splits = splits.sorted { $0.line < $1.line }
        return answer
    }
}
