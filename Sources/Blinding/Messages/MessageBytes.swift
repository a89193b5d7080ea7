internal import CryptoPrimitives

/// Writes the fields of a message one after the other, numbers most significant byte first.
struct MessageWriter {
    private(set) var bytes: [UInt8]

    init(_ letters: String, version: UInt8) { bytes = Array(letters.utf8) + [version] }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(_ part: [UInt8]) { bytes += part }
    mutating func append(_ number: UInt32) { bytes += number.bigEndianBytes }

    /// A part of at most 255 bytes behind its length.
    mutating func append(counted part: [UInt8]) {
        bytes.append(UInt8(part.count))
        bytes += part
    }

    mutating func append(elements: [[UInt8]]) {
        append(UInt32(elements.count))
        bytes.reserveCapacity(bytes.count + elements.count * GroupElement.byteCount + 96)
        for element in elements { bytes += element }
    }
}

/// Reads the fields of a message one after the other.
struct MessageReader {
    private let message: [UInt8]
    private var place = 0

    init(_ message: [UInt8]) { self.message = message }

    mutating func expect(_ letters: String, version: UInt8) throws(EvaluationMessageError) {
        let beginning = Array(letters.utf8) + [version]
        guard message.starts(with: beginning) else { throw .beginning }
        place = beginning.count
    }

    mutating func bytes(_ count: Int, _ name: String) throws(EvaluationMessageError) -> [UInt8] {
        guard message.count - place >= count else { throw .field(name) }
        defer { place += count }
        return Array(message[place..<place + count])
    }

    mutating func byte(_ name: String) throws(EvaluationMessageError) -> UInt8 { try bytes(1, name)[0] }

    mutating func number(_ name: String) throws(EvaluationMessageError) -> UInt32 {
        try bytes(4, name).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func counted(_ name: String) throws(EvaluationMessageError) -> [UInt8] { try bytes(Int(byte(name)), name) }

    mutating func elements() throws(EvaluationMessageError) -> [[UInt8]] {
        let count = Int(try number("n"))
        guard (1...BlindedBatch.largestCount).contains(count) else { throw .count(count) }
        var elements: [[UInt8]] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try bytes(GroupElement.byteCount, "elements")) }
        return elements
    }

    func end() throws(EvaluationMessageError) { guard place == message.count else { throw .trailing } }
}

extension UInt32 {
    /// Four bytes, the most significant first.
    var bigEndianBytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
}
