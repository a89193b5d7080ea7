internal import CanonicalCoding
internal import NodeAPI

/// What an answer tells of single rows of a feed, as `tocsin publish --report` does.
struct ReportedRows {
    /// Which rows are told of.
    enum Choice: String {
        /// None.
        case none
        /// Those that did not become claims as they stand: refused, duplicate, or accepted with a remark.
        case noted
        /// All.
        case all
    }

    private let choice: Choice
    private var rows: [JSONValue] = []
    private var leftOutCount = 0

    /// An answer tells of so many rows at most, the first of those asked for.
    static let limit = 1_000

    init(_ text: String?) throws(Problem) {
        guard let choice = Choice(rawValue: text ?? "none") else { throw Problem(.badRequest, "report is none, noted or all") }
        self.choice = choice
    }

    var isWanted: Bool { choice != .none }

    mutating func add(_ verdict: RowVerdict) {
        guard choice == .all || choice == .noted && (verdict.outcome != .accepted || !verdict.reason.isEmpty) else { return }
        guard rows.count < Self.limit else {
            leftOutCount += 1
            return
        }
        var row: JSONObject = ["line": .integer(Int64(verdict.line)), "verdict": .string(verdict.outcome.rawValue)]
        row["reason"] = verdict.reason.isEmpty ? nil : .string(verdict.reason)
        rows.append(.object(row))
    }

    /// The answer with the rows.
    func added(to answer: JSONObject) -> JSONObject {
        guard isWanted else { return answer }
        var answer = answer
        answer["rows"] = .array(rows)
        answer["rows_left_out"] = .integer(Int64(leftOutCount))
        return answer
    }
}
