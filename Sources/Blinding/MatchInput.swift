public import Indicators

/// The bytes that stand for an indicator before any secret touches them:
/// `"SIX1:id\0" ‖ lp8(kind) ‖ lp16(canonical)` (docs/spec/match-tag.md).
public struct MatchInput: Sendable {
    /// The kind of the indicator.
    public let kind: IndicatorKind
    /// The bytes themselves; they contain the indicator.
    public let bytes: [UInt8]

    /// The longest canonical form a tag is made of, in bytes.
    public static let longestCanonical = 8_192

    /// Puts kind and canonical form together; the text is not judged.
    ///
    /// - Throws: ``BlindingError`` with `.canonicalTooLong`.
    public init(kind: IndicatorKind, canonical: Span<UInt8>) throws(BlindingError) {
        guard canonical.count <= Self.longestCanonical else { throw .canonicalTooLong(byteCount: canonical.count) }
        self.kind = kind
        let name = kind.name.utf8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.label.count + 3 + name.count + canonical.count)
        bytes.append(contentsOf: Self.label)
        bytes.append(UInt8(name.count))
        bytes.append(contentsOf: name)
        bytes.append(UInt8(truncatingIfNeeded: canonical.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: canonical.count))
        for index in canonical.indices { bytes.append(canonical[index]) }
        self.bytes = bytes
    }

    /// Reads the bytes of an input that was kept.
    ///
    /// - Returns: nothing for bytes of another form.
    public init?(kept bytes: [UInt8]) {
        let named = Self.label.count
        guard bytes.starts(with: Self.label), bytes.count > named, case let end = named + 1 + Int(bytes[named]),
            bytes.count >= end + 2, case let name = String(decoding: bytes[(named + 1)..<end], as: UTF8.self),
            let kind = try? IndicatorKind(parsing: name), case let count = Int(bytes[end]) << 8 | Int(bytes[end + 1]),
            count <= Self.longestCanonical, bytes.count == end + 2 + count
        else { return nil }
        self.kind = kind
        self.bytes = bytes
    }

    /// The canonical form that it was made of.
    public var canonical: ArraySlice<UInt8> { bytes.dropFirst(Self.label.count + 1 + kind.name.utf8.count + 2) }

    static let label: [UInt8] = Array("SIX1:id\0".utf8)
}

extension MatchInput: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "MatchInput(\(kind.name), \(bytes.count) bytes)" }
    /// Safe for dumps: nothing of it shows.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
