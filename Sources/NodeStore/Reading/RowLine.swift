internal import CanonicalCoding
internal import MergeEngine

/// A row line of a bundle file, read again: where its cells stand.
struct RowLine {
    let bytes: [UInt8]
    private var cells: [(name: Range<Int>, value: Range<Int>)] = []

    /// Reads the line; nothing when it is not a row line, which means the file was changed.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        do throws(JSONError) {
            guard try read() else { return nil }
        } catch {
            return nil
        }
    }

    /// The bytes of a cell that has a value in this line.
    func range(of column: String) -> Range<Int>? {
        cells.first { bytes[$0.name].elementsEqual(column.utf8) }?.value
    }

    private mutating func read() throws(JSONError) -> Bool {
        var found: [(name: Range<Int>, value: Range<Int>)] = []
        found.reserveCapacity(Self.usualColumns)
        let isRow = try unsafe bytes.span.withUnsafeBytes { (buffer) throws(JSONError) -> Bool in
            var scanner = unsafe CanonicalScanner(line: buffer)
            var top = CanonicalScanner.Walk()
            guard try scanner.enterObject(), let first = try scanner.nextMember(&top), scanner.matches(first, "r"),
                try scanner.readInteger() != nil, let second = try scanner.nextMember(&top),
                scanner.matches(second, "v"), try scanner.enterObject()
            else { return false }
            var walk = CanonicalScanner.Walk()
            while let name = try scanner.nextMember(&walk) {
                found.append((name.range, try scanner.skipValue()))
            }
            return true
        }
        cells = found
        return isRow
    }

    private static let usualColumns = 8
}
