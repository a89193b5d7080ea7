internal import CanonicalCoding
internal import Indicators

/// Which characters a name may have; names are ASCII, so that two that look alike cannot differ.
enum NameRule: Sendable {
    /// Letters, digits, `.`, `_`, `-`: references, rules, purposes, clauses.
    case word
    /// Lower-case letters, digits, `-`: kinds, verbs, roles of staff.
    case kind
    /// Lower-case letters, digits, `_`: columns.
    case column

    func admits(_ text: String) -> Bool {
        let limit = self == .column ? AgreementLimits.columnNameBytes : AgreementLimits.nameBytes
        return (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy(admits)
    }

    private func admits(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."): self == .word
        case UInt8(ascii: "_"): self != .kind
        case UInt8(ascii: "-"): self != .column
        default: false
        }
    }

    func read(_ value: JSONValue, _ place: String) throws(AgreementError) -> String {
        guard let text = value.string, admits(text) else { throw AgreementError(.notAName, at: place) }
        return text
    }
}

/// Reads the name of a member of the registry.
func readMember(_ value: JSONValue, _ place: String) throws(AgreementError) -> MemberID {
    guard let id = value.string.flatMap(MemberID.init) else { throw AgreementError(.notAName, at: place) }
    return id
}

/// Reads a text for people: not empty, no control characters, none that turn the direction of writing.
func readText(_ text: String, limit: Int, at place: String) throws(AgreementError) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: false
        default: true
        }
    }
    guard isPlain, (1...limit).contains(text.utf8.count) else { throw AgreementError(.notAText, at: place) }
    return text
}

/// Reads a line of text out of a list.
func readLine(_ value: JSONValue, _ place: String) throws(AgreementError) -> String {
    guard let text = value.string else { throw AgreementError(.wrongType, at: place) }
    return try readText(text, limit: AgreementLimits.lineBytes, at: place)
}

/// Reads a period such as `P180D`.
func readPeriod(_ value: JSONValue, _ place: String) throws(AgreementError) -> CalendarPeriod {
    guard let period = value.string.flatMap(CalendarPeriod.init) else { throw AgreementError(.notAPeriod, at: place) }
    return period
}

/// Reads a country code.
func readCountry(_ value: JSONValue, _ place: String) throws(AgreementError) -> RegionCode {
    guard let country = value.string.flatMap(RegionCode.init) else { throw AgreementError(.notACountry, at: place) }
    return country
}

/// Reads one of the words of an enumeration.
func readChoice<Choice: RawRepresentable<String>>(_ value: JSONValue, _ place: String) throws(AgreementError) -> Choice {
    guard let text = value.string, text.utf8.allSatisfy({ $0 < 0x80 }), let choice = Choice(rawValue: text) else {
        throw AgreementError(.notAChoice, at: place)
    }
    return choice
}

/// Reads a word, such as a reference.
func readWord(_ value: JSONValue, _ place: String) throws(AgreementError) -> String { try NameRule.word.read(value, place) }

/// Reads a name of lower-case letters, digits and `-`, such as a role of staff.
func readKind(_ value: JSONValue, _ place: String) throws(AgreementError) -> String { try NameRule.kind.read(value, place) }

/// Reads a name as ``readKind(_:_:)``, or `*`.
func readKindOrAny(_ value: JSONValue, _ place: String) throws(AgreementError) -> String {
    value.string == "*" ? "*" : try readKind(value, place)
}

/// Demands that no name stands twice.
func requireUnique<Value: Hashable>(_ values: [Value], at place: String) throws(AgreementError) {
    guard Set(values).count == values.count else { throw AgreementError(.duplicate, at: place) }
}
