/// A plain table for people: columns as wide as their widest cell, numbers to the right.
///
/// On a terminal it keeps to the width: digests are shortened; where that is not enough, columns that say nothing are left out, a long
/// last column is wrapped, and what still does not fit is shown row by row, a line for each column. Anywhere else every row is one line,
/// whole.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []
    /// Columns whose cells may be cut short on a terminal, with `…` at their ends; what they say in full stands in `--json`.
    private var cuttable: Set<Int> = []

    init(_ header: String...) { self.init(columns: header) }

    init(columns: [String], cutting cuttable: Set<Int> = []) {
        header = columns
        self.cuttable = cuttable
    }

    mutating func add(_ cells: String...) { add(cells: cells) }

    mutating func add(cells: [String]) { rows.append(cells.map(Terminal.plain)) }

    func print() {
        let (head, body) = lines(fitting: Terminal.width)
        if let head { Terminal.say(Terminal.bold(head)) }
        for line in body { Terminal.say(line) }
    }

    /// Prints it where it is no result but goes with one.
    func note() {
        let (head, body) = lines(fitting: Terminal.errorWidth)
        for line in (head.map { [$0] } ?? []) + body { Terminal.note(line) }
    }

    /// The lines without trailing blanks, none longer than a width where that is known.
    func lines(fitting width: Int?) -> (head: String?, body: [String]) {
        guard let width else { return aligned(rows) }
        var short = self
        short.rows = rows.map { $0.map(LineWidth.shorteningDigests) }
        if short.room(in: width) >= short.widths.last ?? 0 { return short.aligned(short.rows) }
        if let cut = short.cut(to: width) { return cut.aligned(cut.rows) }
        short = short.withoutEmptyColumns
        let room = short.room(in: width)
        if room >= short.widths.last ?? 0 { return short.aligned(short.rows) }
        guard room >= Self.leastWrapped else { return (nil, short.stacked(width)) }
        var wrapped: [[String]] = []
        for row in short.rows {
            for (number, part) in LineWidth.wrap(row.last ?? "", to: room, indent: 0).enumerated() {
                wrapped.append((number == 0 ? Array(row.dropLast()) : row.dropLast().map { _ in "" }) + [part])
            }
        }
        return short.aligned(wrapped)
    }

    private var widths: [Int] { Self.widths(of: [header] + rows) }

    /// How many columns of the terminal are left for the last one.
    private func room(in width: Int) -> Int { width - widths.dropLast().reduce(0) { $0 + $1 + Self.gap.count } }

    /// The table with cells cut short where that makes it fit.
    private func cut(to width: Int) -> Table? {
        guard !cuttable.isEmpty else { return nil }
        var widths = widths
        var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
        while excess > 0 {
            guard let widest = cuttable.max(by: { (widths[$0], $1) < (widths[$1], $0) }),
                widths[widest] > max(Self.leastCut, header[widest].count)
            else { return nil }
            widths[widest] -= 1
            excess -= 1
        }
        var table = self
        table.rows = rows.map { row in
            row.indices.map { cuttable.contains($0) ? LineWidth.cut(row[$0], to: widths[$0]) : row[$0] }
        }
        return table
    }

    private var withoutEmptyColumns: Table {
        let kept = header.indices.filter { column in rows.contains { !Self.isEmpty($0[column]) } }
        var table = Table(columns: kept.map { header[$0] })
        table.rows = rows.map { row in kept.map { row[$0] } }
        return table
    }

    private static func isEmpty(_ cell: String) -> Bool { cell.isEmpty || cell == "-" }

    private func aligned(_ rows: [[String]]) -> (head: String?, body: [String]) {
        let widths = Self.widths(of: [header] + rows)
        let rightAligned = header.indices.map { column in
            !rows.isEmpty && rows.allSatisfy { Self.isNumber($0[column]) || $0[column].isEmpty }
                && rows.contains { !$0[column].isEmpty }
        }
        func line(_ row: [String]) -> String {
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return rightAligned[column] ? blanks + row[column] : row[column] + blanks
            }
            return String(cells.joined(separator: Self.gap).reversed().drop { $0 == " " }.reversed())
        }
        return (line(header), rows.map(line))
    }

    /// Row by row, each with an empty line behind it, what each column says on lines of its own; columns that say nothing are left out.
    private func stacked(_ width: Int) -> [String] {
        let names = (header.map(\.count).max() ?? 0) + Self.gap.count
        var lines: [String] = []
        for row in rows {
            for (name, cell) in zip(header, row) where !Self.isEmpty(cell) {
                let text = name + String(repeating: " ", count: names - name.count) + cell
                lines += LineWidth.wrap(text, to: max(width, names + Self.leastWrapped), indent: names)
            }
            lines.append("")
        }
        return lines
    }

    private static func widths(of rows: [[String]]) -> [Int] {
        (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "," || $0 == "." || $0 == "%") }
    }

    private static let gap = "  "
    /// No column is cut to less.
    private static let leastCut = 8
    /// A narrower last column is not wrapped.
    private static let leastWrapped = 20
}

extension Int {
    /// Thousands set apart: 1,234,567.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.count - offset) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return self < 0 ? "-" + text : text
    }
}
