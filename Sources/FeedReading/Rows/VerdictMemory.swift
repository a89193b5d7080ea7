/// Remembers what short texts of verdict columns say, since most feeds repeat a few.
///
/// Every text has one place, which the text before it leaves: a look-up costs as much with a thousand texts as with one.
struct VerdictMemory {
    /// What was found out about the text that is remembered at a place.
    private struct Entry {
        /// How many bytes the text has; none where nothing is remembered.
        var count = 0
        var column = VerdictColumn.words
        var verdict: StatedVerdict?
    }

    private var entries: [Entry] = []
    /// The texts, each at its place times ``longest``.
    private var bytes: [UInt8] = []

    /// What a text of a column says.
    mutating func verdict(_ text: Span<UInt8>, in column: VerdictColumn) -> StatedVerdict? {
        guard !text.isEmpty, text.count <= Self.longest, StatedVerdict.maySay(text, in: column) else { return nil }
        if entries.isEmpty {
            entries = Array(repeating: Entry(), count: Self.places)
            bytes = Array(repeating: 0, count: Self.places * Self.longest)
        }
        let place = Self.place(of: text)
        if entries[place].column == column, holds(text, at: place) { return entries[place].verdict }
        let verdict = StatedVerdict(text.string, in: column)
        entries[place] = Entry(count: text.count, column: column, verdict: verdict)
        for index in text.indices { bytes[place * Self.longest + index] = text[index] }
        return verdict
    }

    private func holds(_ text: Span<UInt8>, at place: Int) -> Bool {
        guard entries[place].count == text.count else { return false }
        let start = place * Self.longest
        return bytes.span.extracting(start..<start + text.count).isEqual(to: text)
    }

    /// The place of a text (FNV-1a); texts that share one cost what they would without a memory.
    private static func place(of text: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
        return Int((hash ^ hash >> 32) % UInt64(places))
    }

    /// How many texts are remembered.
    private static let places = 1_024
    /// The longest text that can say something, in bytes.
    private static let longest = 64
}
