internal import Indicators

extension FeedInspection {
    /// The inspection as text for people, in lines that end with a line feed.
    ///
    /// It shows the beginnings of refused rows: it is for the person who has the feed, and not for logs.
    public var table: String {
        var lines = headLines
        lines.append("rows     \(accepted + refused): \(accepted) would be read, \(refused) refused")
        if cut > 0 { lines.append("cut      \(cut): URLs that carry a victim's address or number, cut before it") }
        lines += Self.columnLines(recognition)
        if !kinds.isEmpty {
            lines += ["", "kind         rows   guessed  first lines"]
            lines += kinds.map { kind in
                pad(kind.kind.name, 11) + padLeft(kind.rows, 6) + padLeft(kind.guessed, 10) + "  "
                    + kind.lines.map(String.init).joined(separator: ", ")
            }
        }
        if !fields.isEmpty {
            let known = FeedField.allCases.compactMap { field in fields[field].map { "\(field) \($0)" } }
            lines += ["", "fields   " + known.joined(separator: ", ")]
        }
        for refusal in refusals {
            lines += ["", "refused  \(refusal.rows): \(refusal.code): \(refusal.sentence)", "hint:    \(refusal.hint)"]
            lines += refusal.examples.map { "  line \($0.line): \(Self.printable($0.excerpt))" }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var headLines: [String] {
        var format = recognition.format.rawValue
        if recognition.layout != .plain { format += ", \(recognition.layout.rawValue)" }
        if recognition.packing != .none { format += ", packed with \(recognition.packing.rawValue)" }
        if let delimiter = recognition.delimiter { format += ", columns by \(delimiter == "\t" ? "tabs" : delimiter)" }
        var lines = ["feed     \(Self.printable(Array(source.utf8)))", "format   \(format)"]
        let rest = [("comments", counts.comments), ("blank", counts.blanks), ("headings", counts.headers)]
            .filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        if !rest.isEmpty { lines.append("lines    \(rest.joined(separator: ", ")) besides the rows") }
        if !recognition.skippedMembers.isEmpty {
            let names = recognition.skippedMembers.map { Self.printable(Array($0.utf8)) }
            lines.append("lists    not read: \(names.joined(separator: ", "))")
        }
        return lines
    }

    private static func columnLines(_ recognition: FeedRecognition) -> [String] {
        guard !recognition.columns.isEmpty else { return [] }
        let columns = recognition.columns.map { column in
            let name = printable(Array(column.name.utf8))
            guard let field = column.field else { return "\(name) (not read)" }
            return field.rawValue == name ? name : "\(name) as \(field)"
        }
        return ["columns  \(columns.joined(separator: ", "))"]
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.utf8.count, 1))
    }

    private func padLeft(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(width - text.utf8.count, 1)) + text
    }

    /// Text of a feed for a terminal: characters that steer it or turn writing round are shown as a middle dot.
    static func printable(_ bytes: [UInt8]) -> String {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                text.append("\u{B7}")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
