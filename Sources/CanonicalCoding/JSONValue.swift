/// A JSON value of the formats' domain: no null, and no number but integers up to 2^53 - 1 in size.
public enum JSONValue: Sendable {
    case object(JSONObject)
    case array([JSONValue])
    case string(String)
    /// Writers keep to -(2^53 - 1) ... 2^53 - 1, or every reader refuses what they write.
    case integer(Int64)
    case bool(Bool)
}

extension JSONValue {
    /// The members, when this is an object.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, when this is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, when this is a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, when this is one.
    public var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The truth value, when this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The largest integer of the domain; its negative is the smallest.
    public static let largestInteger: Int64 = 9_007_199_254_740_991
}

extension JSONValue: Hashable {
    /// Strings are compared by their bytes, so texts that merely look alike differ.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer(let left), .integer(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        default: false
        }
    }

    /// Equal bytes hash equally.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .object(let object): hasher.combine(object)
        case .array(let elements): hasher.combine(elements)
        case .string(let text): hasher.combine(text)
        case .integer(let number): hasher.combine(number)
        case .bool(let value): hasher.combine(value)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Writes a string.
    public init(stringLiteral text: String) { self = .string(text) }

    /// Writes an integer.
    public init(integerLiteral number: Int64) { self = .integer(number) }

    /// Writes a truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Writes an array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// - Precondition: no name stands twice.
    public init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(JSONObject(literal: members)) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// - Precondition: no name stands twice.
    public init(dictionaryLiteral members: (String, JSONValue)...) { self.init(literal: members) }

    fileprivate init(literal members: [(String, JSONValue)]) {
        self.init()
        for (name, value) in members {
            precondition(self[name] == nil, "a name stands twice")
            self[name] = value
        }
    }
}

extension JSONValue: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: says what sort of value this is, not what it holds.
    public var description: String {
        switch self {
        case .object(let object): "object of \(object.count) members"
        case .array(let elements): "array of \(elements.count) elements"
        case .string(let text): "string of \(text.utf8.count) bytes"
        case .integer: "integer"
        case .bool: "boolean"
        }
    }

    /// Safe for dumps: the content is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
