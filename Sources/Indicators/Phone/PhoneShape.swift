/// Tells whether symbols have the shape of a phone number, and where an extension begins.
///
/// It is libphonenumber's pair of regular expressions, taken apart so that a text is read in one direction
/// and never twice.
enum PhoneShape {
    typealias Symbols = ArraySlice<PhoneSymbol>

    /// Whether the symbols can be a number: two digits, or three among punctuation and then also letters,
    /// up to the end or to where ``extensionStart(in:)`` found an extension.
    static func isViable(_ symbols: Symbols, extensionAt start: Int?) -> Bool {
        if symbols.count == 2, symbols.allSatisfy(\.isDigit) { return true }
        var at = symbols.startIndex
        while at < symbols.endIndex, symbols[at] == .plus { at += 1 }
        var digits = 0
        while digits < leastDigits {
            guard at < symbols.endIndex else { return false }
            if symbols[at].isDigit {
                digits += 1
            } else if !symbols[at].groups {
                return false
            }
            at += 1
        }
        let head = at
        while at < symbols.endIndex, symbols[at].isDigit || symbols[at].groups || symbols[at].isLetter { at += 1 }
        if at == symbols.endIndex { return true }
        guard let start else { return false }
        return (head...at).contains(start)
    }

    /// Where the longest extension at the end begins, with what separates it from the number.
    static func extensionStart(in symbols: Symbols) -> Int? {
        guard let last = symbols.last else { return nil }
        let hasHash = last == .hash
        let end = hasHash ? symbols.endIndex - 1 : symbols.endIndex
        var first = end
        while first > symbols.startIndex, symbols[first - 1].isDigit { first -= 1 }
        guard end > first else { return nil }
        let gap = PhoneExtensionGap(symbols: symbols[..<first], digits: end - first, hasHash: hasHash)
        return gap.start()
    }

    private static let leastDigits = 3
}
