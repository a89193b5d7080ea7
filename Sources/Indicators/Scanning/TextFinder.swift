/// Finds indicators in free text: what a platform asks about a message before it is sent, and an investigator about a chat.
///
/// The work grows with the length of the text alone. docs/spec/scan.md has the rules.
public struct TextFinder {
    /// One answer of the interface holds at most so many finds.
    public static let findLimit = 256

    let text: ScannedText
    let region: RegionCode?
    /// Before this index no name is read again: an attempt has been made of it.
    private var namesFrom = 0
    private var numbersFrom = 0
    /// Where no byte ends an address: read once, however many sites stand there.
    var clean = 0..<0
    private var index = 0
    /// How many characters stand before a place that was counted up to.
    private var counted = (byte: 0, character: 0)

    /// Prepares the search.
    ///
    /// - Parameters:
    ///   - text: UTF-8; bytes that are none belong to no find.
    ///   - region: in which numbers without a country code are dialled; without one they are not looked for.
    public init(_ text: [UInt8], region: RegionCode? = nil) {
        self.text = ScannedText(bytes: text)
        self.region = region
    }

    /// All that is found, up to a number.
    public static func finds(in text: [UInt8], region: RegionCode? = nil, atMost limit: Int = .max) -> [TextFind] {
        var finder = TextFinder(text, region: region)
        var finds: [TextFind] = []
        while finds.count < limit, let find = finder.next() { finds.append(find) }
        return finds
    }

    /// The next find; nothing when there is none.
    public mutating func next() -> TextFind? {
        while index < text.count {
            if var find = find(at: index) {
                find.characters = characters(find.bytes)
                index = find.bytes.upperBound
                return find
            }
            index = max(passed(index), index + 1)
        }
        return nil
    }

    private mutating func find(at start: Int) -> TextFind? {
        let byte = text.bytes[start]
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") || byte == 0xEF, let found = number(at: start) { return found }
        guard text.isName(at: start) else { return nil }
        if text.hasPrefix("h**p", at: start), let found = maskedAddress(at: start) { return found }
        if text.isWord(at: start), !text.isWord(at: start - 1) {
            if let found = bankAccount(at: start) ?? wallet(at: start) { return found }
        }
        let isInside = start > 0 && (text.has("_", at: start - 1) || text.has("-", at: start - 1)) && !text.isWord(at: start)
        if start >= namesFrom, !isInside {
            if let found = mail(at: start) ?? account(at: start) { return found }
            if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_"), let found = named(at: start) { return found }
        }
        return text.isDigit(at: start) ? number(at: start) : nil
    }

    /// What begins with a name: an address whose scheme ends it, or a site.
    private mutating func named(at start: Int) -> TextFind? {
        let run = NameRun(in: text, at: start)
        namesFrom = run.next
        if let address = address(behind: run) { return address }
        guard run.hasDot, run.range.count <= ScanLimits.nameBytes else { return nil }
        return site(run)
    }

    /// An address whose scheme is a name's last letters; of one that is none, its authority is not read again.
    private mutating func address(behind run: NameRun) -> TextFind? {
        guard let authority = text.schemeEnd(at: run.next), let start = schemeStart(before: run.next) else { return nil }
        let found = address(from: start, authority: authority)
        if found == nil { namesFrom = authority }
        return found
    }

    private mutating func number(at start: Int) -> TextFind? {
        guard start >= numbersFrom, let digits = DialledDigits(in: text, at: start, region: region) else { return nil }
        guard let find = digits.find else {
            numbersFrom = digits.end
            return nil
        }
        return find
    }

    /// Behind what stands at an index: the end of its letters and digits, or of the one character.
    private func passed(_ start: Int) -> Int {
        var index = start
        while text.isWord(at: index) { index += 1 }
        guard index == start else { return index }
        let (role, width) = text.role(at: index)
        guard role != .other, start < namesFrom else { return index + width }
        while index < namesFrom, !text.isWord(at: index) { index += text.role(at: index).width }
        return index
    }

    private mutating func characters(_ range: Range<Int>) -> Range<Int> {
        let start = character(at: range.lowerBound)
        return start..<character(at: range.upperBound)
    }

    private mutating func character(at index: Int) -> Int {
        while counted.byte < index {
            counted.byte += text.scalar(at: counted.byte).width
            counted.character += 1
        }
        return counted.character
    }

    /// A find of a kind at a place, where the spelling, or else what stands there, has a canonical form.
    func find(_ kind: IndicatorKind, _ range: Range<Int>, spelling: [UInt8]? = nil) -> TextFind? {
        let spelling = spelling ?? Array(text.bytes[range])
        var canonical: [UInt8] = []
        do throws(IndicatorError) {
            try Canonicaliser.appendCanonical(of: spelling.span, kind: kind, region: region, to: &canonical)
        } catch {
            return nil
        }
        return TextFind(kind: kind, canonical: canonical, spelling: spelling, bytes: range)
    }
}
