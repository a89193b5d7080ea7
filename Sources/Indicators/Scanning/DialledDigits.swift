/// Digits of a text with the signs that people write between those of a phone number.
struct DialledDigits {
    /// The number, if these digits hold one.
    private(set) var find: TextFind?
    /// Where the digits end that were looked at.
    private(set) var end: Int

    private let text: ScannedText
    private let start: Int
    private let region: RegionCode?
    private var groups: [Range<Int>] = []
    private var digitCount = 0

    /// Reads the digits at an index.
    ///
    /// - Returns: nothing when no number can begin there.
    init?(in text: ScannedText, at start: Int, region: RegionCode?) {
        (self.text, self.start, self.region) = (text, start, region)
        end = start
        var index = text.has("(", at: start) ? start + 1 : start
        let hasPlus = text.has("+", at: index) || text.hasPrefix("\u{FF0B}", at: index)
        if hasPlus { index += text.has("+", at: index) ? 1 : 3 }
        guard hasPlus || region != nil && !isCounting(before: start) else { return nil }
        collect(from: index)
        guard digitCount >= ScanLimits.leastDigits else { return nil }
        end = groups.last?.upperBound ?? end
        if hasPlus || !isDay { find = longest() }
    }

    /// Whether what stands before an index says that digits there count money, or are the rest of a number with commas.
    private func isCounting(before index: Int) -> Bool {
        if text.isWord(at: index - 1) || text.has("$", at: index - 1) || text.has("#", at: index - 1) { return true }
        if text.has(",", at: index - 1) || text.has(".", at: index - 1) { return text.isDigit(at: index - 2) }
        return text.hasPrefix("€", at: index - 3) || text.hasPrefix("£", at: index - 2) || text.hasPrefix("¥", at: index - 2)
    }

    private mutating func collect(from start: Int) {
        var index = start
        var separators = 0
        while index < text.count, digitCount < ScanLimits.phoneDigits, separators <= ScanLimits.phoneSeparators {
            if let width = digitWidth(at: index) {
                let isNext = groups.last?.upperBound == index
                let first = isNext ? groups.removeLast().lowerBound : index
                groups.append(first..<index + width)
                digitCount += 1
                separators = 0
                index += width
            } else if let width = separatorWidth(at: index) {
                separators += 1
                index += width
            } else {
                break
            }
        }
    }

    private func digitWidth(at index: Int) -> Int? {
        if text.isDigit(at: index) { return 1 }
        guard text.bytes[index] >= 0x80 else { return nil }
        let (value, width) = text.scalar(at: index)
        return Unicode.Scalar(value)?.properties.generalCategory == .decimalNumber ? width : nil
    }

    private func separatorWidth(at index: Int) -> Int? {
        switch text.bytes[index] {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"): return 1
        case 0xE2:
            let (value, width) = text.scalar(at: index)
            let isSeparator = (0x2010...0x2015).contains(value) || value == 0x202F || value == 0x2212
            return isSeparator ? width : nil
        default:
            let width = text.blankWidth(at: index)
            return width == 0 || text.has("\t", at: index) ? nil : width
        }
    }

    /// Three groups that read as a day: year, month, day, or the other way round.
    private var isDay: Bool {
        guard groups.count >= 3 else { return false }
        let lengths = groups.prefix(3).map(\.count)
        return lengths == [4, 2, 2]
            || lengths[0] <= 2 && lengths[1] <= 2 && lengths[2] == 4 && text.has("/", at: groups[0].upperBound)
            || lengths[0] <= 2 && lengths[1] <= 2 && lengths[2] == 4 && text.has(".", at: groups[0].upperBound)
    }

    private func longest() -> TextFind? {
        for group in groups.reversed() where !text.isName(at: group.upperBound) || text.has("-", at: group.upperBound) {
            let isOpen = text.has("(", at: start) && !text.bytes[start..<group.upperBound].contains(UInt8(ascii: ")"))
            let range = (isOpen ? start + 1 : start)..<group.upperBound
            var canonical: [UInt8] = []
            let spelling = Array(text.bytes[range])
            do throws(IndicatorError) {
                try PhoneForm.appendCanonical(of: spelling.span, region: region, to: &canonical)
            } catch {
                continue
            }
            return TextFind(kind: .phone, canonical: canonical, spelling: spelling, bytes: range)
        }
        return nil
    }
}
