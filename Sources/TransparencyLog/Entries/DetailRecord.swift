public import CanonicalCoding
public import CryptoPrimitives

/// What an entry says in full: fields that can be shown, or erased, one by one.
///
/// The entry holds the commitment; the record stays with the node. Each field has a salt of its own, so that a field that is not shown
/// cannot be guessed, and one whose salt is destroyed is gone while every proof stays.
public struct DetailRecord: Sendable {
    /// What a field tells about, which decides who may see it.
    public enum FieldClass: String, Sendable, Hashable, CaseIterable {
        /// An organisation.
        case org
        /// A person who works for one, by pseudonym.
        case staff
        /// A person a claim may be about.
        case subject
        /// An indicator, a claim, a bundle.
        case item
        /// Rules, agreements, reasons.
        case policy
        /// What a person wrote.
        case free
    }

    /// One field.
    public enum Field: Sendable {
        /// Shown: name, class, salt and value.
        case shown(name: String, FieldClass, salt: Digest256, JSONValue)
        /// Not shown to this reader, or erased: its commitment alone.
        case hidden(Digest256)

        /// The commitment of the field: H(02 ‖ salt ‖ name ‖ 00 ‖ canonical JSON of the value).
        public var commitment: Digest256 {
            switch self {
            case .hidden(let commitment): return commitment
            case .shown(let name, _, let salt, let value):
                var hash = SHA256()
                hash.update(byte: 0x02)
                hash.update(salt)
                hash.update(Array(name.utf8))
                hash.update(byte: 0x00)
                hash.update(value.canonicalBytes())
                return hash.finalize()
            }
        }
    }

    /// The fields in the order of their names; hidden ones keep their places.
    public let fields: [Field]

    /// A record has at most this many fields.
    public static let fieldLimit = 256
    /// A record is at most this long.
    public static let limitBytes = 1 << 20

    /// Puts the fields of a new record in order.
    ///
    /// - Parameter salt: gives a fresh salt for each field.
    /// - Throws: ``LogError/detail(_:)`` for a name that is none or stands twice.
    public init(
        _ values: [(name: String, FieldClass, JSONValue)], salt: () -> Digest256
    ) throws(LogError) {
        let sorted = values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        try self.init(sorted.map { .shown(name: $0.name, $0.1, salt: salt(), $0.2) })
    }

    init(_ fields: [Field]) throws(LogError) {
        guard (1...Self.fieldLimit).contains(fields.count) else { throw .detail("\(fields.count) fields") }
        var last: String?
        for case .shown(let name, _, _, _) in fields {
            guard Self.isName(name) else { throw .detail("a field has no proper name") }
            if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) { throw .detail("\(name) is out of order") }
            last = name
        }
        self.fields = fields
    }

    /// What the entry holds: H(03 ‖ the commitments of all fields).
    public var commitment: Digest256 {
        var hash = SHA256()
        hash.update(byte: 0x03)
        for field in fields { hash.update(field.commitment) }
        return hash.finalize()
    }

    /// The value of a shown field.
    public subscript(name: String) -> JSONValue? {
        for case .shown(let shown, _, _, let value) in fields where shown == name { return value }
        return nil
    }

    /// The same record with only some fields shown; the commitment stays what it is.
    public func showing(_ isShown: (String, FieldClass) -> Bool) -> DetailRecord {
        let fields = fields.map { field -> Field in
            guard case .shown(let name, let fieldClass, _, _) = field, !isShown(name, fieldClass) else { return field }
            return .hidden(field.commitment)
        }
        return DetailRecord(unchecked: fields)
    }

    private init(unchecked fields: [Field]) { self.fields = fields }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension DetailRecord {
    /// The record as a line of JSON: `[{"c","n","s","v"} | {"f"}, …]`.
    public var json: JSONValue {
        .array(
            fields.map { field in
                switch field {
                case .hidden(let commitment): ["f": .string(Base64URL.encode(commitment.bytes))]
                case .shown(let name, let fieldClass, let salt, let value):
                    [
                        "c": .string(fieldClass.rawValue), "n": .string(name), "s": .string(Base64URL.encode(salt.bytes)),
                        "v": value,
                    ]
                }
            })
    }

    /// Reads a record.
    ///
    /// - Throws: ``LogError/detail(_:)``.
    public init(_ json: JSONValue) throws(LogError) {
        guard let items = json.array else { throw .detail("not a list of fields") }
        var fields: [Field] = []
        for item in items { fields.append(try Self.field(item)) }
        try self.init(fields)
    }

    private static func field(_ item: JSONValue) throws(LogError) -> Field {
        guard let object = item.object else { throw .detail("a field is no object") }
        if object.keys == ["f"] { return .hidden(try digest(object["f"])) }
        guard object.keys == ["c", "n", "s", "v"], let name = object["n"]?.string, let value = object["v"],
            let fieldClass = object["c"]?.string.flatMap({ FieldClass(rawValue: $0) })
        else { throw .detail("a field lacks a member") }
        return .shown(name: name, fieldClass, salt: try digest(object["s"]), value)
    }

    private static func digest(_ value: JSONValue?) throws(LogError) -> Digest256 {
        guard let bytes = value?.string.flatMap({ Base64URL.decode($0) }), let digest = Digest256(bytes: bytes) else {
            throw .detail("a digest is not 32 bytes in base64url")
        }
        return digest
    }
}
