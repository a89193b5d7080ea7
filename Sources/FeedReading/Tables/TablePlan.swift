/// How the records of a table become rows.
struct TablePlan {
    var delimiter: UInt8
    /// Whether its columns have names.
    var hasHeader: Bool
    /// Whether the names stand in a comment, so that the first record is a row.
    var isHeaderComment = false
    /// Whether it begins with a line that names the delimiter.
    var hasDelimiterLine = false
    var layout: FeedLayout
    /// How many columns a record may have; one with more holds a delimiter that was not quoted.
    var columnCount: Int
    /// What each column is read as.
    var meanings: [ColumnMeaning?]
    /// The name of each column, or its number.
    var names: [String]
    /// How each column says whether the value is accused.
    var verdicts: [VerdictColumn?] = []

    /// The columns that hold values, the preferred first.
    var valueColumns: [Int] {
        meanings.indices.filter { meanings[$0]?.field == .value }.sorted { left, right in
            let (leftRank, rightRank) = (meanings[left]?.rank ?? 0, meanings[right]?.rank ?? 0)
            return leftRank != rightRank ? leftRank < rightRank : left < right
        }
    }

    /// The columns that hold anything else, each field once.
    var otherColumns: [Int] {
        var best: [FeedField: Int] = [:]
        for index in meanings.indices {
            guard let meaning = meanings[index], meaning.field != .value else { continue }
            if let rival = best[meaning.field], (meanings[rival]?.rank ?? 0) <= meaning.rank { continue }
            best[meaning.field] = index
        }
        return best.values.sorted()
    }

    /// The columns as the recognition reports them.
    var columns: [FeedColumn] {
        let read = Set(valueColumns + otherColumns)
        return names.indices.map { FeedColumn(name: names[$0], field: read.contains($0) ? meanings[$0]?.field : nil) }
    }
}
