/// Which leaf holds which part of the tag space, in memory.
///
/// A span is one leaf, or several in a row when more records share the first half of their tags than one leaf can
/// hold. A span reaches from its bound up to the bound of the next.
struct LeafDirectory {
    /// One leaf: the lowest first tag half of its span, its place in the span, its row in the file.
    struct Entry {
        let bound: UInt64
        let part: Int
        let id: Int64
    }

    private(set) var entries: [Entry]

    /// Takes entries in order of bound and part.
    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The leaves that can hold a tag, given its first half.
    func span(containing high: UInt64) -> Range<Int> {
        var (start, end) = (0, entries.count)
        while start < end {
            let middle = (start + end) / 2
            if entries[middle].bound <= high { start = middle + 1 } else { end = middle }
        }
        guard start > 0 else { return 0..<0 }
        return firstPart(start - 1)..<start
    }

    /// The span that begins at or after an entry.
    func span(startingAt index: Int) -> Range<Int> {
        var end = index + 1
        while end < entries.count, entries[end].bound == entries[index].bound { end += 1 }
        return index..<end
    }

    /// Where the span after this one begins; nothing after the last.
    func upperBound(of span: Range<Int>) -> UInt64? {
        span.upperBound < entries.count ? entries[span.upperBound].bound : nil
    }

    private func firstPart(_ index: Int) -> Int { index - entries[index].part }
}
