public import CanonicalCoding
public import CryptoPrimitives

extension Treatment {
    /// What becomes of a value that is shown in this form; nothing when nothing is.
    ///
    /// The same for reduced columns at publish and for answers. First characters are Unicode scalars; `bucket` rounds every integer down
    /// to a multiple of the unit; of an object its integers are left, and `currency` beside them.
    ///
    /// - Parameter key: the key of the agreement that comparable values are made with; without it `keyed` shows nothing.
    public func applied(to value: JSONValue, key: HMACKey? = nil) -> JSONValue? {
        switch self {
        case .clear: return value
        case .withhold: return nil
        case .presence: return true
        case .keyed: return key.map { .string($0.authenticate(value.canonicalBytes()).hex) }
        case .truncate(let characters):
            return value.string.map { text in
                var start = String.UnicodeScalarView()
                start.append(contentsOf: text.unicodeScalars.prefix(Int(characters)))
                return .string(String(start))
            }
        case .bucket(let unit): return Self.rounded(value, unit)
        }
    }

    /// The member of `impact` without which its amounts mean nothing.
    private static let currency = "currency"

    private static func rounded(_ value: JSONValue, _ unit: Int64) -> JSONValue? {
        if let number = value.integer {
            let remainder = number % unit
            return .integer(number - (remainder < 0 ? remainder + unit : remainder))
        }
        guard let object = value.object else { return nil }
        var reduced = JSONObject()
        for member in object.members where member.value.integer != nil { reduced[member.key] = rounded(member.value, unit) }
        guard !reduced.isEmpty else { return nil }
        reduced[currency] = object[currency]
        return .object(reduced)
    }
}
