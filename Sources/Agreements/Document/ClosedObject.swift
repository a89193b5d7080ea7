internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

/// A JSON object of which every member is known: what is missing or unknown is an error, and so is another type.
struct ClosedObject {
    private let object: JSONObject
    private let place: String

    init(_ value: JSONValue, at place: String, required: [String], optional: [String] = []) throws(AgreementError) {
        guard let object = value.object else { throw AgreementError(.wrongType, at: place.isEmpty ? "document" : place) }
        for name in required where object[name] == nil { throw AgreementError(.wrongMembers, at: Self.join(place, name)) }
        for name in object.keys where !required.contains(name) && !optional.contains(name) {
            throw AgreementError(.wrongMembers, at: Self.join(place, Self.printable(name)))
        }
        self.object = object
        self.place = place
    }

    /// The name of a member for error messages.
    func place(_ name: String) -> String { Self.join(place, name) }

    private static func join(_ place: String, _ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    /// A name that others chose, as far as it may stand in a message.
    static func printable(_ name: String) -> String {
        NameRule.word.admits(name) && name.utf8.count <= AgreementLimits.printedNameBytes ? name : "a member"
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    func value(_ name: String) throws(AgreementError) -> JSONValue {
        guard let value = object[name] else { throw AgreementError(.wrongMembers, at: place(name)) }
        return value
    }

    func string(_ name: String) throws(AgreementError) -> String {
        guard let text = try value(name).string else { throw AgreementError(.wrongType, at: place(name)) }
        return text
    }

    func bool(_ name: String) throws(AgreementError) -> Bool {
        guard let value = try value(name).bool else { throw AgreementError(.wrongType, at: place(name)) }
        return value
    }

    /// Whether a member that stands only as `true` is there.
    func flag(_ name: String) throws(AgreementError) -> Bool {
        guard let value = object[name] else { return false }
        guard value.bool == true else { throw AgreementError(.wrongType, at: place(name)) }
        return true
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(AgreementError) -> Int64 {
        guard let number = try value(name).integer else { throw AgreementError(.wrongType, at: place(name)) }
        guard range.contains(number) else { throw AgreementError(.outOfRange, at: place(name)) }
        return number
    }

    func list<Element>(
        _ name: String, atMost limit: Int, atLeast least: Int = 0,
        _ read: (JSONValue, String) throws(AgreementError) -> Element
    ) throws(AgreementError) -> [Element] {
        guard let values = try value(name).array else { throw AgreementError(.wrongType, at: place(name)) }
        guard values.count <= limit else { throw AgreementError(.tooMany, at: place(name)) }
        guard values.count >= least else { throw AgreementError(.tooFew, at: place(name)) }
        var elements: [Element] = []
        for (index, value) in values.enumerated() { elements.append(try read(value, "\(place(name))[\(index)]")) }
        return elements
    }

    /// A list whose entries differ, as a set has no order.
    func set<Element: Hashable>(
        _ name: String, atMost limit: Int = AgreementLimits.listEntries, atLeast least: Int = 1,
        _ read: (JSONValue, String) throws(AgreementError) -> Element
    ) throws(AgreementError) -> Set<Element> {
        let elements = try list(name, atMost: limit, atLeast: least, read)
        let set = Set(elements)
        guard set.count == elements.count else { throw AgreementError(.duplicate, at: place(name)) }
        return set
    }

    func time(_ name: String) throws(AgreementError) -> Timestamp {
        guard let time = Timestamp(rfc3339: try string(name)) else { throw AgreementError(.notATime, at: place(name)) }
        return time
    }

    func digest(_ name: String) throws(AgreementError) -> Digest256 {
        guard let digest = Digest256(hex: try string(name)) else { throw AgreementError(.notHex, at: place(name)) }
        return digest
    }

    func digestOrNone(_ name: String) throws(AgreementError) -> Digest256? {
        try string(name).isEmpty ? nil : try digest(name)
    }

    func member(_ name: String) throws(AgreementError) -> MemberID { try readMember(try value(name), place(name)) }

    func name(_ name: String, _ rule: NameRule = .word) throws(AgreementError) -> String {
        try rule.read(try value(name), place(name))
    }

    func line(_ name: String) throws(AgreementError) -> String {
        try readText(try string(name), limit: AgreementLimits.lineBytes, at: place(name))
    }

    func text(_ name: String) throws(AgreementError) -> String {
        try readText(try string(name), limit: AgreementLimits.textBytes, at: place(name))
    }

    func period(_ name: String) throws(AgreementError) -> CalendarPeriod { try readPeriod(try value(name), place(name)) }

    func country(_ name: String) throws(AgreementError) -> RegionCode { try readCountry(try value(name), place(name)) }

    func choice<Choice: RawRepresentable<String>>(_ name: String, _: Choice.Type) throws(AgreementError) -> Choice {
        try readChoice(try value(name), place(name))
    }
}
