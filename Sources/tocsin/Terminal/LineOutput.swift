import CanonicalCoding
import LedgerFiles

/// Standard output for streams of lines: collected into pieces, flushed at the end.
struct LineOutput: ~Copyable {
    private var buffer: [UInt8] = []
    private static let pieceBytes = 1 << 16

    init() { buffer.reserveCapacity(Self.pieceBytes * 2) }

    /// Appends one JSON Line.
    mutating func write(_ object: JSONObject) throws(FileError) {
        object.appendCanonical(to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Appends one line of bytes.
    mutating func write(line: [UInt8]) throws(FileError) {
        buffer.append(contentsOf: line)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Hands everything to the system.
    mutating func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        try StandardStream.writeResults(Terminal.shown(buffer))
        buffer.removeAll(keepingCapacity: true)
    }
}

extension LineReader {
    /// The next line, after everything written so far is handed on when there is none to be had at once: a program at the
    /// other end of a pipe may wait for its answer before it asks again.
    mutating func nextAnswering(into output: inout LineOutput) throws(FileError) -> Line? {
        if waitsForInput { try output.flush() }
        return try next()
    }
}

extension Terminal {
    /// Writes one JSON document.
    static func say(json value: JSONValue) {
        write(shown(value.canonicalBytes() + [UInt8(ascii: "\n")]))
    }
}
