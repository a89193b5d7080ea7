public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// Which entries a question is about. What is not said limits nothing.
public struct AuditFilter: Sendable, Hashable {
    /// Entries of this time and later.
    public var from: Timestamp?
    /// Entries before this time.
    public var until: Timestamp?
    /// Entries about this member: a recipient, a peer.
    public var member: String?
    /// Entries about indicators of this kind.
    public var kind: String?
    /// Entries under this agreement: its digest, the beginning of it, or its id.
    public var agreement: String?
    /// The digests that ``agreement`` names, every version of an id; nothing until they were looked up.
    var agreementDigests: Set<String>?
    /// Entries of this person, by pseudonym.
    public var actor: String?
    /// Entries of this type.
    public var type: String?

    /// Everything.
    public init() {}

    /// The filter as entries and manifests of exports state it.
    public var json: JSONObject {
        var object = JSONObject()
        if let from { object["from"] = .string(from.rfc3339) }
        if let until { object["to"] = .string(until.rfc3339) }
        for (name, value) in [("actor", actor), ("agreement", agreement), ("kind", kind), ("member", member), ("type", type)] {
            if let value { object[name] = .string(value) }
        }
        if let agreementDigests { object["agreement"] = .array(agreementDigests.sorted().map(JSONValue.string)) }
        return object
    }

    /// Whether an entry is one of those asked about, the kind of indicators aside: entries of transfers do not name it, see
    /// ``FilteredWalk``.
    func admitsButKind(_ record: LedgerRecord) -> Bool {
        let time = record.entry.time
        if let from, time < EntryTime(from) { return false }
        if let until, time >= EntryTime(until) { return false }
        if let type, record.typeName != type { return false }
        if let actor, record.text(.actor) != actor { return false }
        if let member, record.text(.recipient) != member, record.text(.peer) != member { return false }
        if let agreementDigests, agreementDigests.isDisjoint(with: record.agreements) { return false }
        return true
    }
}

extension LedgerRecord {
    /// The text of a field; nothing when it is not there, or no text.
    func text(_ field: DetailField) -> String? { details[field]?.string }

    /// The digests of the agreements that an entry names, or `none`.
    var agreements: [String] { (details[.agreement].map { $0.array ?? [$0] } ?? []).compactMap(\.string) }
}
