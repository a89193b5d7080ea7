/// A plain table for people: columns as wide as their widest cell, numbers to the right.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: String...) { self.init(columns: header) }

    init(columns: [String]) { header = columns }

    mutating func add(_ cells: String...) { add(cells: cells) }

    mutating func add(cells: [String]) { rows.append(cells.map(Terminal.plain)) }

    /// The table as lines without trailing blanks.
    var lines: [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let rightAligned = header.indices.map { column in
            !rows.isEmpty && rows.allSatisfy { Self.isNumber($0[column]) }
        }
        return all.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return rightAligned[column] ? blanks + row[column] : row[column] + blanks
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    func print() {
        for (number, line) in lines.enumerated() { Terminal.say(number == 0 ? Terminal.bold(line) : line) }
    }

    /// Prints it where it is no result but goes with one.
    func note() {
        for line in lines { Terminal.note(line) }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "," || $0 == "." || $0 == "%") }
    }
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
