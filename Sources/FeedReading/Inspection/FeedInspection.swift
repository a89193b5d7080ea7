public import Indicators

/// What publishing a feed would read and refuse, found out by reading all of it.
///
/// Every row is given its canonical form as publishing would, so that the figures are those of a publication, except
/// for duplicates: they are found only when publishing, since that takes memory for every value.
public struct FeedInspection: Sendable {
    /// The name of the feed.
    public let source: String
    /// What was recognised.
    public let recognition: FeedRecognition
    /// Lines that are no rows.
    public let counts: FeedCounts
    /// How many rows have a canonical form.
    public let accepted: Int
    /// How many rows do not.
    public let refused: Int
    /// The kinds, the most frequent first.
    public let kinds: [KindSummary]
    /// The reasons for refusals, the most frequent first.
    public let refusals: [RefusalSummary]
    /// How many accepted rows carry each further field.
    public let fields: [FeedField: Int]

    /// The rows of one kind.
    public struct KindSummary: Sendable {
        /// The kind.
        public let kind: IndicatorKind
        /// How many rows there are.
        public internal(set) var rows = 0
        /// How many of them were told apart by the look of the value.
        public internal(set) var guessed = 0
        /// The first few lines.
        public internal(set) var lines: [Int] = []
    }

    /// The rows refused for one reason.
    public struct RefusalSummary: Sendable {
        /// The reason as reports name it.
        public let code: String
        /// What is wrong, in a line.
        public let sentence: String
        /// What to do, in a line.
        public internal(set) var hint: String
        /// How many rows there are.
        public internal(set) var rows = 0
        /// The first few.
        public internal(set) var examples: [FeedRefusal] = []
    }

    /// Reads all of a feed.
    ///
    /// - Throws: ``FeedError`` when the feed cannot be read to its end.
    public init(of source: FeedSource, options: FeedOptions = FeedOptions()) throws(FeedError) {
        let reader = try FeedReader(source, options: options)
        var tally = InspectionTally()
        reading: while true {
            switch try reader.advance() {
            case .row: tally.judge(reader.row)
            case .refused(let refusal): tally.add(refusal)
            case .end: break reading
            }
        }
        self.source = source.name
        self.recognition = reader.recognition
        self.counts = reader.counts
        self.accepted = tally.accepted
        self.refused = tally.refused
        self.kinds = tally.kinds.sorted { ($1.rows, $0.kind) < ($0.rows, $1.kind) }
        let names = recognition.columns.isEmpty ? reader.columnNames : recognition.columns.map(\.name)
        self.refusals = Self.naming(names, in: tally.refusals).sorted { ($1.rows, $0.code) < ($0.rows, $1.code) }
        self.fields = tally.fields
    }

    /// Says to rows without a value which columns there are.
    private static func naming(_ names: [String], in refusals: [RefusalSummary]) -> [RefusalSummary] {
        guard !names.isEmpty else { return refusals }
        return refusals.map { refusal in
            guard refusal.code == FeedRefusalReason.missingValue.rawValue else { return refusal }
            var refusal = refusal
            refusal.hint += "; there are \(FeedError.listing(names))"
            return refusal
        }
    }

    /// How many lines and refused rows are shown of each sort.
    static let exampleLimit = 3
}
