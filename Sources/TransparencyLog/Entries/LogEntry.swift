public import CanonicalCoding
public import CryptoPrimitives

/// A moment to the millisecond, as entries write it: `2026-12-01T00:00:00.000Z`.
public struct EntryTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Milliseconds since 1970.
    public let millisecondsSinceEpoch: Int64

    /// Takes milliseconds since 1970.
    public init(millisecondsSinceEpoch: Int64) { self.millisecondsSinceEpoch = millisecondsSinceEpoch }

    /// The beginning of a second.
    public init(_ time: Timestamp) { millisecondsSinceEpoch = time.secondsSinceEpoch * 1000 }

    /// Reads the one text form; anything else gives nothing.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let second = Array(bytes.prefix(19)) + [UInt8(ascii: "Z")]
        guard bytes.count == Self.textByteCount, bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z"),
            let time = Timestamp(rfc3339: second.span),
            bytes[20..<23].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let fraction = bytes[20..<23].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        millisecondsSinceEpoch = time.secondsSinceEpoch * 1000 + fraction
    }

    /// The second it lies in.
    public var timestamp: Timestamp {
        let rest = millisecondsSinceEpoch % 1000
        return Timestamp(secondsSinceEpoch: (millisecondsSinceEpoch - (rest < 0 ? rest + 1000 : rest)) / 1000)
    }

    /// The text form.
    public var description: String {
        let fraction = millisecondsSinceEpoch - timestamp.secondsSinceEpoch * 1000
        let digits = String(fraction)
        return timestamp.rfc3339.dropLast() + "." + String(repeating: "0", count: 3 - digits.utf8.count) + digits + "Z"
    }

    /// The order of time.
    public static func < (left: Self, right: Self) -> Bool { left.millisecondsSinceEpoch < right.millisecondsSinceEpoch }

    private static let textByteCount = 24
}

/// One entry of the audit log: what happened when, and a commitment to the details, which stay with the node.
public struct LogEntry: Sendable, Hashable {
    /// What happened, such as `send.intent`; `sealed` when that is in the details.
    public let type: String
    /// When, by the node's clock.
    public let time: EntryTime
    /// The commitment to the details.
    public let details: Digest256
    /// The digest of a transfer, by which both sides' entries find each other.
    public let transfer: Digest256?
    /// The entry this one refers to.
    public let reference: UInt64?

    /// States an entry.
    ///
    /// - Throws: ``EntryFault`` for a type that is none, or a sealed entry that names a flow.
    public init(
        type: String, time: EntryTime, details: Digest256, transfer: Digest256? = nil, reference: UInt64? = nil
    ) throws(EntryFault) {
        guard Self.isType(type) else { throw .type }
        guard type != Self.sealedType || transfer == nil && reference == nil else { throw .sealedFlow }
        self.type = type
        self.time = time
        self.details = details
        self.transfer = transfer
        self.reference = reference
    }

    /// The type under which an entry hides its own.
    public static let sealedType = "sealed"
    /// An entry is at most this long.
    public static let limitBytes = 1_024

    /// Reads the bytes of an entry.
    ///
    /// - Throws: ``EntryFault`` for anything but the one canonical form.
    public init(parsing bytes: Span<UInt8>) throws(EntryFault) {
        guard bytes.count <= Self.limitBytes else { throw .tooLong }
        let value: JSONValue
        do throws(JSONError) { value = try StrictJSON.parseCanonical(bytes) } catch { throw .notCanonical }
        guard let object = value.object else { throw .members }
        guard object.keys.allSatisfy(Self.members.contains), object["v"]?.integer == 1 else { throw .members }
        guard let type = object["t"]?.string else { throw .type }
        guard let time = object["ts"]?.string.flatMap({ EntryTime($0) }) else { throw .time }
        guard let details = try Self.digest(object["d"]) else { throw .members }
        try self.init(
            type: type, time: time, details: details, transfer: Self.digest(object["x"]), reference: Self.index(object["r"]))
    }

    /// The bytes that are hashed and kept.
    public var bytes: [UInt8] {
        var object = JSONObject()
        object["d"] = .string(Base64URL.encode(details.bytes))
        if let reference { object["r"] = .integer(Int64(reference)) }
        object["t"] = .string(type)
        object["ts"] = .string(time.description)
        object["v"] = 1
        if let transfer { object["x"] = .string(Base64URL.encode(transfer.bytes)) }
        return object.canonicalBytes()
    }

    private static let members: Set<String> = ["d", "r", "t", "ts", "v", "x"]

    private static func digest(_ value: JSONValue?) throws(EntryFault) -> Digest256? {
        guard let value else { return nil }
        guard let bytes = value.string.flatMap({ Base64URL.decode($0) }), let digest = Digest256(bytes: bytes) else {
            throw .digest
        }
        return digest
    }

    private static func index(_ value: JSONValue?) throws(EntryFault) -> UInt64? {
        guard let value else { return nil }
        guard let number = value.integer, number >= 0 else { throw .reference }
        return UInt64(number)
    }

    private static func isType(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: ".") }
    }
}

/// The rule that an entry breaks.
public enum EntryFault: String, Error, Sendable, Hashable, CaseIterable {
    case tooLong = "longer than 1,024 bytes"
    case notCanonical = "not canonical JSON"
    case members = "a member is missing or unknown"
    case type = "not a type of entry"
    case time = "not a time to the millisecond"
    case digest = "not a digest in base64url"
    case reference = "not an index"
    case sealedFlow = "a sealed entry names a flow"
    case order = "earlier than the entry before it"
}
