import CanonicalCoding
import Foundation

/// Standard output for streams of lines: collected into pieces, flushed at the end.
struct LineOutput: ~Copyable {
    private var buffer: [UInt8] = []
    private static let pieceBytes = 1 << 16

    init() { buffer.reserveCapacity(Self.pieceBytes * 2) }

    /// Appends one JSON Line.
    mutating func write(_ object: JSONObject) {
        object.appendCanonical(to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.pieceBytes { flush() }
    }

    /// Appends one line of bytes.
    mutating func write(line: [UInt8]) {
        buffer.append(contentsOf: line)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.pieceBytes { flush() }
    }

    /// Hands everything to the system.
    mutating func flush() {
        guard !buffer.isEmpty else { return }
        FileHandle.standardOutput.write(Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }
}

extension Terminal {
    /// Writes one JSON document.
    static func say(json value: JSONValue) {
        FileHandle.standardOutput.write(Data(value.canonicalBytes() + [UInt8(ascii: "\n")]))
    }
}
