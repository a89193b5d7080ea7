public import CanonicalCoding
internal import CryptoPrimitives
public import LedgerFiles
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
        return object
    }

    /// Whether an entry is one of those asked about.
    public func admits(_ record: LedgerRecord) -> Bool {
        let time = record.entry.time
        if let from, time < EntryTime(from) { return false }
        if let until, time >= EntryTime(until) { return false }
        if let type, record.typeName != type { return false }
        if let actor, record.text(.actor) != actor { return false }
        if let member, record.text(.recipient) != member, record.text(.peer) != member { return false }
        if let kind, !record.kinds.contains(kind) { return false }
        if let agreement, !record.isUnder(agreement) { return false }
        return true
    }
}

extension LedgerRecord {
    /// The text of a field; nothing when it is not there, or no text.
    func text(_ field: DetailField) -> String? { details[field]?.string }

    /// The kinds of indicators an entry speaks of.
    var kinds: Set<String> {
        var kinds: Set<String> = []
        if let kind = details["kind"]?.string { kinds.insert(kind) }
        for kind in details["kinds"]?.array ?? [] { if let kind = kind.string { kinds.insert(kind) } }
        for rows in details["record"]?.object?["classes"]?.array ?? [] {
            if let kind = rows.object?["class"]?.object?["kind"]?.string { kinds.insert(kind) }
        }
        return kinds
    }

    /// Whether an entry names an agreement: by its digest, eight characters of it or more, or its id.
    func isUnder(_ name: String) -> Bool {
        let digests = details[.agreement].map { $0.array ?? [$0] } ?? []
        if digests.compactMap(\.string).contains(where: { $0 == name || name.count >= 8 && $0.hasPrefix(name) }) { return true }
        let named = details["record"]?.object?["agreement"]?.object?["id"]?.string ?? details["agreement_id"]?.string
        return named == name
    }
}
