/// The text of a value in room that is kept from row to row.
struct RowText: Sendable {
    /// The room; only ``range`` of it holds the text.
    private(set) var storage = [UInt8](repeating: 0, count: 256)
    private(set) var range = 0..<0

    var isEmpty: Bool { range.isEmpty }

    /// Forgets the text.
    mutating func removeAll() {
        range = 0..<0
    }

    /// Puts another text in the place of this one.
    mutating func replace(with text: Span<UInt8>) {
        if storage.count < text.count {
            storage.append(contentsOf: repeatElement(0, count: text.count * 2 - storage.count))
        }
        unsafe storage.withUnsafeMutableBytes { room in
            unsafe text.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        }
        range = 0..<text.count
    }

    /// Takes bytes off the start.
    mutating func dropFirst(_ count: Int) {
        range = range.lowerBound + count..<range.upperBound
    }

    /// Keeps a part of the text.
    mutating func keep(_ part: Range<Int>) {
        range = range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
    }

    /// Puts bytes before the text, unless it begins with them.
    mutating func ensurePrefix(_ prefix: [UInt8]) {
        guard !storage[range].starts(with: prefix) else { return }
        let whole = prefix + storage[range]
        replace(with: whole.span)
    }

    /// The first bytes, for a refusal.
    func prefix(_ count: Int) -> [UInt8] { Array(storage[range].prefix(count)) }
}
