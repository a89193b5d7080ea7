public import Indicators

/// What publishing a feed would read and refuse, found out by reading all of it.
///
/// Every row is judged as publishing would, so that the figures are those of a publication, except for duplicates: they are
/// found only when publishing, since that takes memory for every value.
public struct FeedInspection: Sendable {
    /// The name of the feed.
    public let source: String
    /// What was recognised.
    public let recognition: FeedRecognition
    /// Lines that are no rows.
    public let counts: FeedCounts
    /// How many rows would be published.
    public let accepted: Int
    /// How many of them would be cut before personal data.
    public let cut: Int
    /// How many rows would be refused.
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
        public internal(set) var examples: [RefusedRow] = []
    }

    /// Where a refused row stands and how it begins.
    public struct RefusedRow: Sendable {
        /// The physical line, counted from 1, on which the row begins.
        public let line: Int
        /// The number of the row, counted from 1 among all rows of the feed.
        public let number: Int
        /// The first bytes of the row for the person who asked; never for logs.
        public let excerpt: [UInt8]
    }

    /// Reads all of a feed, and refuses of what can be read only what has no canonical form.
    ///
    /// - Throws: ``FeedError`` when the feed cannot be read to its end.
    public init(of source: FeedSource, options: FeedOptions = FeedOptions()) throws(FeedError) {
        var scratch: [UInt8] = []
        try self.init(of: source, options: options) { RowJudgement(ofFormOf: $0, scratch: &scratch) }
    }

    /// Reads all of a feed.
    ///
    /// - Parameter judge: says what publishing would do with a row that can be read.
    /// - Throws: ``FeedError`` when the feed cannot be read to its end.
    public init(
        of source: FeedSource, options: FeedOptions, judging judge: (FeedRow) -> RowJudgement
    ) throws(FeedError) {
        let reader = try FeedReader(source, options: options)
        var tally = InspectionTally()
        reading: while true {
            switch try reader.advance() {
            case .row: tally.add(reader.row, judge(reader.row))
            case .refused(let refusal): tally.add(refusal)
            case .end: break reading
            }
        }
        self.source = source.name
        self.recognition = reader.recognition
        self.counts = reader.counts
        self.accepted = tally.accepted
        self.cut = tally.cut
        self.refused = tally.refused
        self.kinds = tally.kinds.sorted { ($1.rows, $0.kind) < ($0.rows, $1.kind) }
        let columns = recognition.columns.map { ShownName.text($0.name.utf8.span) }
        let names = columns.isEmpty ? reader.columnNames : columns
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
