internal import CanonicalCoding
internal import CryptoPrimitives

/// A JSON object of which every member is known: what is missing or unknown is an error, and so is another type.
struct ClosedObject {
    private let object: JSONObject
    private let place: String

    init(
        _ value: JSONValue, at place: String, required: [String], optional: [String] = []
    ) throws(RegistryError) {
        guard let object = value.object else { throw RegistryError(.wrongType, at: place) }
        for name in required where object[name] == nil {
            throw RegistryError(.wrongMembers, at: Self.join(place, name))
        }
        for name in object.keys where !required.contains(name) && !optional.contains(name) {
            throw RegistryError(.wrongMembers, at: Self.join(place, Self.printable(name)))
        }
        self.object = object
        self.place = place
    }

    /// The name of a member for error messages.
    func place(_ name: String) -> String { Self.join(place, name) }

    private static func join(_ place: String, _ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    /// A name that others chose, as far as it may stand in a message: long ones and odd characters are left out.
    private static func printable(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain && (1...RegistryLimits.printedNameBytes).contains(name.utf8.count) ? name : "a member"
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    func value(_ name: String) throws(RegistryError) -> JSONValue {
        guard let value = object[name] else { throw RegistryError(.wrongMembers, at: place(name)) }
        return value
    }

    func string(_ name: String) throws(RegistryError) -> String {
        guard let text = try value(name).string else { throw RegistryError(.wrongType, at: place(name)) }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(RegistryError) -> Int64 {
        guard let number = try value(name).integer else { throw RegistryError(.wrongType, at: place(name)) }
        guard range.contains(number) else { throw RegistryError(.outOfRange, at: place(name)) }
        return number
    }

    func list(_ name: String, atMost limit: Int) throws(RegistryError) -> [JSONValue] {
        guard let elements = try value(name).array else { throw RegistryError(.wrongType, at: place(name)) }
        guard elements.count <= limit else { throw RegistryError(.tooMany, at: place(name)) }
        return elements
    }

    /// Whether a member that stands only as `true` is there.
    func flag(_ name: String) throws(RegistryError) -> Bool {
        guard let value = object[name] else { return false }
        guard value.bool == true else { throw RegistryError(.wrongType, at: place(name)) }
        return true
    }

    func time(_ name: String) throws(RegistryError) -> Timestamp {
        guard let time = Timestamp(rfc3339: try string(name)) else { throw RegistryError(.notATime, at: place(name)) }
        return time
    }

    func digest(_ name: String) throws(RegistryError) -> Digest256 {
        guard let digest = Digest256(hex: try string(name)) else { throw RegistryError(.notHex, at: place(name)) }
        return digest
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String, _: Choice.Type) throws(RegistryError) -> Choice {
        guard let choice = Choice(rawValue: try string(name)) else { throw RegistryError(.notAChoice, at: place(name)) }
        return choice
    }
}

/// Reads strict JSON for a document.
func parsedJSON(
    _ bytes: Span<UInt8>, at place: String, limits: JSONLimits = .signedLine
) throws(RegistryError) -> JSONValue {
    do {
        return try StrictJSON.parse(bytes, limits: limits)
    } catch {
        throw RegistryError(.json(error), at: place)
    }
}

/// Reads the signed payload of a document: one canonical JSON text, of the type named and version 1.
func parsedPayload(_ payload: [UInt8], type: String) throws(RegistryError) -> JSONValue {
    guard payload.count <= RegistryLimits.payloadBytes else { throw RegistryError(.tooLarge, at: "payload") }
    let value: JSONValue
    do {
        value = try StrictJSON.parseCanonical(payload)
    } catch {
        throw RegistryError(.json(error), at: "payload")
    }
    guard value.object?["type"]?.string == type else { throw RegistryError(.wrongVersion, at: "type") }
    guard value.object?["v"]?.integer == 1 else { throw RegistryError(.wrongVersion, at: "v") }
    return value
}

/// Demands that no value stands twice.
func requireUnique<Value: Hashable>(_ values: [Value], at place: String) throws(RegistryError) {
    guard Set(values).count == values.count else { throw RegistryError(.duplicate, at: place) }
}
