/// Reads a file line by line with a limit on the length of a line; an endless line costs no memory.
public struct LineReader: ~Copyable {
    /// One line without its line end.
    public enum Line: Sendable, Hashable {
        case text([UInt8])
        /// The line is longer than the limit; its bytes were passed over.
        case tooLong
    }

    private var reader: FileReader
    private let lineLimitBytes: Int
    private var piece: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var dropsMark: Bool

    /// Whether the next line, or what is left of it, has yet to be read: whoever answers line by line answers now.
    public var waitsForInput: Bool { !piece[position...].contains(UInt8(ascii: "\n")) }

    /// The usual limit of one line.
    public static let lineLimitBytes = 1 << 20

    /// Opens a file, or standard input for `-`.
    ///
    /// - Parameter dropsMark: whether a UTF-8 byte order mark before the first line is passed over, as in what people type.
    /// - Throws: ``FileError``.
    public init(
        opening path: String, lineLimitBytes: Int = Self.lineLimitBytes, dropsMark: Bool = false
    ) throws(FileError) {
        reader = try FileReader(opening: path)
        self.lineLimitBytes = lineLimitBytes
        self.dropsMark = dropsMark
    }

    /// The next line, with a carriage return before the line end taken off; nil at the end.
    ///
    /// - Throws: ``FileError``.
    public mutating func next() throws(FileError) -> Line? {
        var line: [UInt8] = []
        var isTooLong = false
        while true {
            if position == piece.count {
                if !isAtEnd { try refill() }
                if isAtEnd { return finish(line, isTooLong, atEnd: true) }
            }
            let end = piece[position...].firstIndex(of: UInt8(ascii: "\n")) ?? piece.count
            if line.count + (end - position) > lineLimitBytes {
                isTooLong = true
                line = []
            }
            if !isTooLong { line.append(contentsOf: piece[position..<end]) }
            position = min(end + 1, piece.count)
            if end < piece.count { return finish(line, isTooLong, atEnd: false) }
        }
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func refill() throws(FileError) {
        piece = try reader.next()
        isAtEnd = piece.isEmpty
        position = 0
        guard dropsMark else { return }
        dropsMark = false
        try completeMark()
        if piece.starts(with: Self.mark) { position = Self.mark.count }
    }

    /// A pipe may hand over a mark in two reads.
    private mutating func completeMark() throws(FileError) {
        while !piece.isEmpty, piece.count < Self.mark.count, Self.mark.starts(with: piece) {
            let more = try reader.next()
            guard !more.isEmpty else { return }
            piece += more
        }
    }

    private func finish(_ line: consuming [UInt8], _ isTooLong: Bool, atEnd: Bool) -> Line? {
        if isTooLong { return .tooLong }
        if atEnd, line.isEmpty { return nil }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return .text(line)
    }
}
