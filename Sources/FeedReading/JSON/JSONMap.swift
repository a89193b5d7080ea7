/// What the names in an object are, when they do not say what their members hold.
enum JSONMap {
    /// The names are values, and their members say more about them.
    case keyed
    /// The names are values, and each has a list of other values.
    case keyedLists
    /// The names are numbers of entries, and the members rows or lists of rows.
    case numbered

    /// Looks at the members of an object.
    init?(_ members: [JSONOutline]) {
        guard !members.isEmpty else { return nil }
        let indicators = members.count { JSONMember.isIndicator($0.name.span) }
        if indicators * 2 > members.count {
            self = members.count { $0.first == .beginArray && $0.elements > 0 } * 2 > members.count ? .keyedLists : .keyed
        } else if members.allSatisfy({ Self.isNumber($0.name) }), Self.haveOneShape(members) {
            self = .numbered
        } else {
            return nil
        }
    }

    /// Whether all members are objects, or all are lists of objects with the same names for the most part.
    private static func haveOneShape(_ members: [JSONOutline]) -> Bool {
        if members.allSatisfy({ $0.first == .beginObject }) { return true }
        let shape = Set(members.first { $0.objects > 0 }?.shape ?? [])
        return members.allSatisfy { member in
            guard member.first == .beginArray, member.texts == 0 else { return false }
            return member.objects == 0 || member.shape.count { shape.contains($0) } * 2 > shape.count
        } && !shape.isEmpty
    }

    /// Whether a name is digits alone, or hexadecimal digits and hyphens as in a UUID.
    private static func isNumber(_ name: [UInt8]) -> Bool {
        let digits = name.count { Byte.isDigit($0) }
        if digits == name.count { return digits > 0 }
        return name.count >= shortestUUID && digits > 0
            && name.allSatisfy { Byte.isDigit($0) || $0 == Byte.minus || Byte.lowercased($0) &- UInt8(ascii: "a") < 6 }
    }

    private static let shortestUUID = 8
}
