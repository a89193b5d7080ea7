internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// One line of the index of names over the log: which of 256 entries speak of which identifier.
///
/// Count and digest tie the line to the log: an index that lacks an entry, or has one too many, is found without any key.
struct IndexedBundle: Equatable {
    /// The number of the bundle of entries.
    let number: UInt64
    /// How many entries it has.
    private(set) var count = 0
    /// The entries of each name, ascending.
    private(set) var places: [String: [UInt64]] = [:]
    private var hash = SHA256()

    init(number: UInt64) { self.number = number }

    /// Notes the next entry of the bundle.
    mutating func add(_ record: LedgerRecord) {
        count += 1
        hash.update(record.entry.details)
        if let name = record.text(.subject), name != Self.nobody { places[name, default: []].append(record.index) }
        if let name = record.details[.filter]?.object?["subject"]?.string { places[name, default: []].append(record.index) }
    }

    /// Questions about texts that are no indicator are about nobody.
    private static let nobody = "none"

    /// The line, without its LF.
    var line: [UInt8] {
        let named = places.map { ($0.key, JSONValue.array($0.value.map { .integer(Int64(clamping: $0)) })) }
        let value: JSONValue = [
            "bundle": .integer(Int64(clamping: number)), "count": .integer(Int64(count)), "digest": .string(hash.finalize().hex),
            "names": .object(JSONObject(named) ?? JSONObject()),
        ]
        return value.canonicalBytes()
    }

    static func == (left: Self, right: Self) -> Bool { left.line == right.line }
}
