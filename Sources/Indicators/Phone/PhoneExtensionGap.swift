/// What stands before the digits of an extension, read from its end.
///
/// A gap is, in this order: blanks, a label, one colon or dot, more blanks. How many digits may follow depends
/// on how clearly the label announces an extension.
struct PhoneExtensionGap {
    /// Everything before the digits.
    let symbols: PhoneShape.Symbols
    let digits: Int
    /// Whether a hash follows the digits.
    let hasHash: Bool

    /// Where the gap begins, or nothing where it announces no extension.
    func start() -> Int? {
        let blanks = beginning(endingAt: symbols.endIndex) { $0.isBlank || $0 == .comma || $0 == .hyphen }
        var label = blanks
        if label > symbols.startIndex, symbols[label - 1].isLabelStop { label -= 1 }
        var first = symbols.endIndex
        if hasHash, digits <= 6 {
            first = min(first, beginning(endingAt: symbols.endIndex) { $0 == .hyphen || $0 == .mark(UInt8(ascii: " ")) })
        }
        first = min(first, commas(from: blanks))
        if label < blanks { first = min(first, commas(endingAt: label)) }
        if label > symbols.startIndex, symbols[label - 1].endsLabel { first = min(first, labels(endingAt: label)) }
        return first < symbols.endIndex ? first : nil
    }

    /// Where the earliest of the labels that end at a place begins.
    private func labels(endingAt end: Int) -> Int {
        var first = symbols.endIndex
        if !hasHash, digits <= 20, end == symbols.endIndex {
            first = min(first, start(of: PhoneExtensionLabels.linkParameter, endingAt: end))
        }
        if digits <= 20 {
            for label in PhoneExtensionLabels.explicit { first = min(first, startWithBlanks(of: label, endingAt: end)) }
        }
        if digits <= 15, symbols[end - 1] == .semicolon { first = min(first, startOfPause(at: end - 1)) }
        if digits <= 9 {
            for label in PhoneExtensionLabels.ambiguous { first = min(first, startWithBlanks(of: label, endingAt: end)) }
        }
        return first
    }

    /// The start of commas right before a colon or dot, at which telephones pause.
    private func commas(endingAt end: Int) -> Int {
        let start = beginning(endingAt: end) { $0 == .comma }
        return pause(commaAt: start < end ? start : nil, pairAt: end - start >= 2 ? end - 2 : nil)
    }

    /// The start of commas among the blanks from a place on.
    private func commas(from blanks: Int) -> Int {
        guard let first = symbols[blanks...].firstIndex(of: .comma) else { return symbols.endIndex }
        var pair = first
        while pair + 1 < symbols.endIndex, symbols[pair] != .comma || symbols[pair + 1] != .comma { pair += 1 }
        return pause(commaAt: first, pairAt: pair + 1 < symbols.endIndex ? pair : nil)
    }

    /// One comma allows few digits, two in a row more.
    private func pause(commaAt comma: Int?, pairAt pair: Int?) -> Int {
        var first = symbols.endIndex
        if digits <= 9, let comma { first = min(first, startOfPause(at: comma)) }
        if digits <= 15, let pair { first = min(first, startOfPause(at: pair)) }
        return first
    }

    private func startOfPause(at place: Int) -> Int {
        beginning(endingAt: place) { $0.isBlank }
    }

    private func startWithBlanks(of label: [PhoneSymbol], endingAt end: Int) -> Int {
        let start = start(of: label, endingAt: end)
        return start == symbols.endIndex ? start : beginning(endingAt: start) { $0.isBlank || $0 == .comma }
    }

    /// Where a label that ends at a place begins; the end of all if it does not stand there.
    private func start(of label: [PhoneSymbol], endingAt end: Int) -> Int {
        let start = end - label.count
        guard start >= symbols.startIndex else { return symbols.endIndex }
        for place in label.indices.reversed() {
            guard symbols[start + place].ignoringCase == label[place] else { return symbols.endIndex }
        }
        return start
    }

    /// How far symbols of one sort reach back from a place.
    private func beginning(endingAt end: Int, _ belongs: (PhoneSymbol) -> Bool) -> Int {
        var start = end
        while start > symbols.startIndex, belongs(symbols[start - 1]) { start -= 1 }
        return start
    }
}
