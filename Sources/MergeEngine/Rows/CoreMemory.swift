internal import CanonicalCoding
internal import Indicators

/// Cells of `core` that were judged good under one ``RowJudge``, to know rows again that differ in `tag` and `pop` alone.
///
/// A feed says the same confidence, days and scam code row after row. Where every other byte is equal, so is all that was read from
/// it, and only tag and pop are read anew. A cell that is not known is read as ever, so the memory changes no verdict.
public struct CoreMemory: Sendable {
    private var shapes = [Shape](repeating: Shape(), count: entryCount)
    /// The cell each was learnt from, `longestCell` bytes apart.
    private var cells = [UInt8](repeating: 0, count: entryCount * longestCell)
    private var facts = [CoreFacts](repeating: CoreFacts(), count: entryCount)

    /// Where tag and pop stand in a cell, without quotes; a length of 0 stands for no cell.
    private struct Shape {
        var byteCount = 0
        var pop = 0..<0
        var tag = 0..<0
    }

    /// Knows nothing yet.
    public init() {}

    /// Reads and judges a `core` cell, as ``RowJudge/facts(core:)`` does.
    ///
    /// - Parameter judge: the same at every call.
    /// - Throws: ``SchemaViolation`` naming the first fault.
    public mutating func facts(core cell: Span<UInt8>, by judge: RowJudge) throws(SchemaViolation) -> CoreFacts {
        guard cell.count <= Self.longestCell else { return try judge.facts(core: cell) }
        let place = Self.place(of: cell)
        let shape = shapes[place]
        if shape.byteCount == cell.count, knows(cell, shape, at: place),
            let pop = MatchTag(base64url: cell.extracting(shape.pop)), let tag = MatchTag(base64url: cell.extracting(shape.tag))
        {
            var known = facts[place]
            known.pop = pop
            known.tag = tag
            return known
        }
        let (read, places) = try judge.read(core: cell)
        learn(cell, read, places, at: place)
        return read
    }

    /// Whether all bytes but those of tag and pop are those of the cell at a place.
    private func knows(_ cell: Span<UInt8>, _ shape: Shape, at place: Int) -> Bool {
        let start = place * Self.longestCell
        let known = cells.span.extracting(start..<start + shape.byteCount)
        let parts = (
            0..<shape.pop.lowerBound, shape.pop.upperBound..<shape.tag.lowerBound, shape.tag.upperBound..<shape.byteCount
        )
        return cell.extracting(parts.0).equals(known.extracting(parts.0))
            && cell.extracting(parts.1).equals(known.extracting(parts.1))
            && cell.extracting(parts.2).equals(known.extracting(parts.2))
    }

    private mutating func learn(
        _ cell: Span<UInt8>, _ read: CoreFacts, _ places: (pop: Range<Int>?, tag: Range<Int>?), at place: Int
    ) {
        // A pop stands before a tag, as names stand in order.
        guard let pop = places.pop, let tag = places.tag, pop.upperBound < tag.lowerBound else { return }
        shapes[place] = Shape(byteCount: cell.count, pop: pop, tag: tag)
        facts[place] = read
        for index in cell.indices { cells[place * Self.longestCell + index] = cell[index] }
    }

    /// Where a cell is looked for: by its length and its first bytes, where confidence and days stand.
    private static func place(of cell: Span<UInt8>) -> Int {
        var hash = UInt64(truncatingIfNeeded: cell.count)
        unsafe cell.withUnsafeBytes { bytes in
            var at = 0
            while at + 8 <= min(bytes.count, hashedBytes) {
                hash = unsafe (hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                at += 8
            }
        }
        return Int(hash >> 32) & (entryCount - 1)
    }

    private static let hashedBytes = 48
    /// Some days times all confidences: some 130 KiB with what was read.
    private static let entryCount = 256
    /// Longer cells do not repeat often enough to be worth a copy.
    private static let longestCell = 256
}
