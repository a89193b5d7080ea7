/// What a finished stream has to show, by a decision: which rows of which columns, segment by segment.
public struct EgressPlan: Sendable, Hashable {
    /// The segments of the source, in order.
    public let segments: [Segment]

    /// What is shown of one segment.
    public struct Segment: Sendable, Hashable {
        /// The place of the segment in the manifest.
        public let index: Int
        /// Whether its descriptor leaves; without it only the manifest tells that the segment exists.
        public internal(set) var isShipped = false
        /// The rows with at least one shown cell.
        public internal(set) var rows = RowSet()
        /// The rows of each column, by name; a column that is not shown is left out.
        public internal(set) var columns: [String: RowSet] = [:]

        init(index: Int) { self.index = index }
    }
}

/// What a parser of its own found in a finished stream.
public struct EgressFindings: Sendable, Hashable {
    /// The segments found, in their order.
    public internal(set) var segments: [Segment] = []
    /// Where the stream stopped being readable; what comes behind was not looked at.
    public internal(set) var fault: EgressFault?

    /// What was found of one segment.
    public struct Segment: Sendable, Hashable {
        /// The place of the segment in the manifest.
        public let index: Int
        /// Its rows, shown or not.
        public let rowCount: Int
        /// Its columns, shown or not.
        public let names: [String]
        /// The rows that have a line.
        public internal(set) var rows = RowSet()
        /// The rows that are opened, for each column.
        public internal(set) var opened: [RowSet]
        /// How many values stand in the lines, for each column.
        public internal(set) var valueCounts: [Int]

        init(index: Int, rowCount: Int, names: [String]) {
            self.index = index
            self.rowCount = rowCount
            self.names = names
            opened = Array(repeating: RowSet(), count: names.count)
            valueCounts = Array(repeating: 0, count: names.count)
        }
    }
}

/// Why a finished stream cannot be read to its end, and on which line.
public struct EgressFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What is wrong.
    public let reason: Reason

    /// What is wrong with a line.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case firstLine = "the first line is no signed head"
        case unknownLine = "a line is of no kind"
        case descriptor = "a descriptor cannot be read"
        case segmentOrder = "segments are out of order"
        case opening = "an open line cannot be read"
        case openingOrder = "an open line is out of place"
        case row = "a row line cannot be read"
        case rowOrder = "rows are out of order"
        case strayCell = "a cell stands where none is opened"
        case end = "the last line is missing or counts otherwise"
        case lineTooLong = "a line is too long"
        case tooManyColumns = "there are too many different columns"
    }

    init(_ reason: Reason, line: Int) {
        self.reason = reason
        self.line = line
    }

    /// One sentence.
    public var description: String { "line \(line): \(reason.rawValue)" }
}
