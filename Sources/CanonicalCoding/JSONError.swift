/// Why bytes are not JSON as the formats allow it, with the offset of the byte where it shows.
///
/// A limit is judged before syntax: bytes that break both give a limit.
public enum JSONError: Error, Sendable, Hashable {
    /// Too deep, or a string too long; the protocol's `E_LIMIT`.
    case limit(Limit, at: Int)
    /// Any other fault; the protocol's `E_JSON` unless the format names another code.
    case syntax(Reason, at: Int)

    /// A limit on what is read.
    public enum Limit: String, Sendable, Hashable, CaseIterable {
        case depth = "nested too deeply"
        case stringLength = "a string or name is too long"
    }

    /// A rule of JSON, of the strict value domain, or of RFC 8785.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "a character that may not stand here"
        case trailingBytes = "something follows the value"
        case byteOrderMark = "a byte order mark comes first"
        case notUTF8 = "not valid UTF-8"
        case controlCharacter = "a control character that is not escaped"
        case invalidEscape = "not an escape sequence"
        case loneSurrogate = "half of a surrogate pair"
        case duplicateName = "a name stands twice in an object"
        case null = "null is not used; leave the member out"
        case notAnInteger = "a fraction or exponent; only integers are used"
        case integerOutOfRange = "an integer beyond 2^53 - 1"
        case leadingZero = "a number begins with a zero"
        case notCanonical = "not the RFC 8785 form of the value"
    }

    /// The offset of the byte where the fault shows.
    public var offset: Int {
        switch self {
        case .limit(_, let offset), .syntax(_, let offset): offset
        }
    }
}

extension JSONError: CustomStringConvertible {
    /// The rule and the place, without any of the text.
    public var description: String {
        switch self {
        case .limit(let limit, let offset): "\(limit.rawValue) (byte \(offset))"
        case .syntax(let reason, let offset): "\(reason.rawValue) (byte \(offset))"
        }
    }
}

/// How deep and how long JSON may be.
public struct JSONLimits: Sendable, Hashable {
    /// How many containers may stand inside one another, the outermost included.
    public let depth: Int
    /// How many bytes of UTF-8 a string or a member's name may hold, escapes resolved.
    public let stringBytes: Int
    /// The name of the member whose string value may be longer, if there is one.
    public let unboundedMember: String?

    /// States limits; a depth above ``deepest`` counts as that.
    public init(depth: Int, stringBytes: Int, unboundedMember: String? = nil) {
        self.depth = min(depth, Self.deepest)
        self.stringBytes = stringBytes
        self.unboundedMember = unboundedMember
    }

    /// The limits of every signed line, manifest and descriptor.
    public static let signedLine = JSONLimits(depth: 8, stringBytes: 65_536)
    /// The limits of a signed envelope, whose `payload` is bounded by the size of the whole.
    public static let envelope = JSONLimits(depth: 8, stringBytes: 65_536, unboundedMember: "payload")

    /// No limit on depth goes beyond this, so that reading never exhausts the stack.
    public static let deepest = 128
}
