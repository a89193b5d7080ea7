/// Remembers what short texts of verdict columns say, since most feeds repeat a few.
struct VerdictMemory {
    private var texts: [[UInt8]] = []
    private var columns: [VerdictColumn] = []
    private var verdicts: [RowVerdict?] = []
    private var last = 0

    /// What a text of a column says.
    mutating func verdict(_ text: Span<UInt8>, in column: VerdictColumn) -> RowVerdict? {
        if last < texts.count, columns[last] == column, text.isEqual(to: texts[last]) { return verdicts[last] }
        for index in texts.indices where columns[index] == column && text.isEqual(to: texts[index]) {
            last = index
            return verdicts[index]
        }
        guard text.count <= Self.longest else { return nil }
        let verdict = RowVerdict(text.string, in: column)
        if texts.count < Self.remembered {
            texts.append(text.array)
            columns.append(column)
            verdicts.append(verdict)
        }
        return verdict
    }

    private static let remembered = 32
    private static let longest = 64
}
