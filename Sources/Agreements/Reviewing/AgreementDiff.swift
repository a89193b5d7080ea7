public import CanonicalCoding

/// One difference between two versions of an agreement.
public struct AgreementChange: Sendable, Hashable {
    /// The member, entries of lists by their name: `rules[urls].fields.value`.
    public let place: String
    /// What stood there; nothing when it is new.
    public let before: JSONValue?
    /// What stands there; nothing when it is gone.
    public let after: JSONValue?
}

extension Agreement {
    /// What a later version says otherwise, ascending by place.
    ///
    /// Rules, parties, legal bases and purposes are told apart by their names, so moving one changes nothing; other lists are
    /// compared whole, without regard to order.
    public func changes(to later: Agreement) -> [AgreementChange] {
        guard let before = try? StrictJSON.parse(bytes), let after = try? StrictJSON.parse(later.bytes) else { return [] }
        return Self.changes(before, after, at: "").sorted { $0.place < $1.place }
    }

    private static func changes(_ before: JSONValue?, _ after: JSONValue?, at place: String) -> [AgreementChange] {
        guard before != after else { return [] }
        if let left = before.flatMap(named), let right = after.flatMap(named) {
            return Set(left.keys).union(right.keys).sorted().flatMap { key in
                changes(left[key], right[key], at: join(place, key))
            }
        }
        if case .array(let left)? = before, case .array(let right)? = after, isSameSet(left, right) { return [] }
        return [AgreementChange(place: place, before: before, after: after)]
    }

    /// The members of an object, or the entries of a list whose entries have names.
    private static func named(_ value: JSONValue) -> [String: JSONValue]? {
        if let object = value.object {
            return Dictionary(object.members.map { (".\($0.key)", $0.value) }) { first, _ in first }
        }
        guard let entries = value.array, !entries.isEmpty else { return nil }
        let names = entries.compactMap { entry in
            ["id", "ref", "code"].lazy.compactMap { entry.object?[$0]?.string }.first
        }
        guard names.count == entries.count, Set(names).count == names.count else { return nil }
        return Dictionary(zip(names.map { "[\($0)]" }, entries)) { first, _ in first }
    }

    private static func join(_ place: String, _ key: String) -> String {
        place.isEmpty && key.hasPrefix(".") ? String(key.dropFirst()) : place + key
    }

    private static func isSameSet(_ left: [JSONValue], _ right: [JSONValue]) -> Bool {
        left.count == right.count && Set(left) == Set(right)
    }
}
