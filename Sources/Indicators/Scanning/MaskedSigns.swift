extension ScannedText {
    /// The end of a dot between two labels that begins at an index: plain, of full width, or masked with blanks beside it.
    func dotEnd(at index: Int) -> Int? {
        if has(".", at: index) { return index + 1 }
        if hasPrefix("\u{FF0E}", at: index) { return index + 3 }
        return maskedEnd(at: index, Self.dots)
    }

    /// The end of an at sign, plain or masked with blanks beside it.
    func atEnd(at index: Int) -> Int? {
        if has("@", at: index) { return index + 1 }
        return maskedEnd(at: index, Self.ats)
    }

    private func maskedEnd(at index: Int, _ signs: [StaticString]) -> Int? {
        let start = behindBlanks(from: index, atMost: ScanLimits.blanksBesideSign)
        guard has("[", at: start) || has("(", at: start) || has("{", at: start),
            let sign = signs.first(where: { hasPrefix($0, at: start) })
        else { return nil }
        return behindBlanks(from: start + sign.utf8CodeUnitCount, atMost: ScanLimits.blanksBesideSign)
    }

    /// What refanging takes for a dot.
    private static let dots: [StaticString] = ["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "[d0t]"]
    private static let ats: [StaticString] = ["[at]", "(at)", "{at}", "[@]"]

    /// The end of what stands between `http` and the authority: `:` and two slashes, masked or not.
    func schemeEnd(at index: Int) -> Int? {
        let whole: [StaticString] = ["://", "[:]//", "(:)//", "[://]", ":\\\\", ":[//]", "[:][//]", "(:)[//]"]
        return whole.first { hasPrefix($0, at: index) }.map { index + $0.utf8CodeUnitCount }
    }
}

/// A run of name characters with dots between them.
struct NameRun {
    /// Where it stands, without `-` and `_` at its end.
    let range: Range<Int>
    /// Where the next character after it stands.
    let next: Int
    let hasDot: Bool

    /// Reads the name that begins at an index.
    ///
    /// - Parameter mixes: whether unspaced letters and others may stand side by side.
    init(in text: ScannedText, at start: Int, mixing mixes: Bool = false) {
        var (end, index) = (start, start)
        var hasDot = false
        while true {
            end = Self.labelEnd(in: text, from: index, mixing: mixes)
            guard end > index else { break }
            guard let dot = text.dotEnd(at: end), text.isName(at: dot) else { break }
            hasDot = true
            index = dot
        }
        next = end
        var last = end
        while last > start, text.has("-", at: last - 1) || text.has("_", at: last - 1) { last -= 1 }
        range = start..<last
        self.hasDot = hasDot
    }

    private static func labelEnd(in text: ScannedText, from start: Int, mixing mixes: Bool) -> Int {
        var index = start
        var first: ScannedText.Role?
        while index < text.count {
            let (role, width) = text.role(at: index)
            guard role != .other, mixes || first == nil || first == role else { break }
            first = first ?? role
            index += width
        }
        return index
    }
}
