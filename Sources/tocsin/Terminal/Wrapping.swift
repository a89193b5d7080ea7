/// Text for people in lines that a terminal of the usual width shows whole.
enum Wrapping {
    /// The width of a terminal that nobody asked about.
    static let columns = 80

    /// A text in lines of at most ``columns`` characters: the first with what stands before it, the others as far in.
    ///
    /// It breaks at blanks and behind commas, and where there is neither, anywhere.
    ///
    /// - Parameter label: stands before the first line.
    static func lines(_ text: String, after label: String = "") -> [String] {
        let inset = String(repeating: " ", count: min(label.count, columns / 2))
        var lines: [String] = []
        var rest = Substring(Terminal.plain(text))
        repeat {
            let start = lines.isEmpty ? label : inset
            let room = max(1, columns - start.count)
            let piece = rest.count <= room ? rest : rest.prefix(breakPlace(of: rest, within: room))
            rest = rest[piece.endIndex...].drop { $0 == " " }
            lines.append(start + String(piece.reversed().drop { $0 == " " }.reversed()))
        } while !rest.isEmpty
        return lines
    }

    /// Says a text in such lines.
    static func say(_ text: String, after label: String = "") {
        for line in lines(text, after: label) { Terminal.say(line) }
    }

    /// How many characters come into a line.
    private static func breakPlace(of text: Substring, within room: Int) -> Int {
        let reach = Array(text.prefix(room + 1))
        let blank = reach.lastIndex(of: " ").map { $0 > 0 ? $0 : room }
        if let blank, blank > room / 3 { return blank }
        let comma = reach.prefix(room).lastIndex(of: ",").map { $0 + 1 }
        return comma.flatMap { $0 > room / 3 ? $0 : nil } ?? room
    }
}
