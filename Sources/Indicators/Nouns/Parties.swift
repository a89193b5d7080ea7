/// The name of an organisation that takes part, such as `org.alpha`.
public struct MemberID: Sendable, Hashable {
    /// 1 to 63 of `a-z`, `0-9`, `.` and `-`, a letter or digit first.
    public let name: String

    /// Reads a member's name; anything else gives nothing.
    public init?(_ name: String) {
        guard isPartyName(name) else { return nil }
        self.name = name
    }
}

/// The name of a group of members, to which a bundle is addressed.
public struct GroupID: Sendable, Hashable {
    /// 1 to 63 of `a-z`, `0-9`, `.` and `-`, a letter or digit first.
    public let name: String

    /// Reads a group's name; anything else gives nothing.
    public init?(_ name: String) {
        guard isPartyName(name) else { return nil }
        self.name = name
    }
}

extension MemberID: Comparable, CustomStringConvertible {
    /// The order of the bytes.
    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    /// The name.
    public var description: String { name }
}

extension GroupID: Comparable, CustomStringConvertible {
    /// The order of the bytes.
    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    /// The name.
    public var description: String { name }
}

/// The number of an epoch, in which one set of keys makes the tags.
public struct EpochNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number.
    public let value: UInt32

    /// Names an epoch by its number.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// The number in decimal.
    public var description: String { String(value) }
}

/// A region whose numbering plan a phone number is read under, such as `GB`.
public struct RegionCode: Sendable, Hashable, CustomStringConvertible {
    /// The two capital letters as bytes.
    public let letters: (UInt8, UInt8)

    /// Reads two ASCII capital letters; anything else gives nothing.
    public init?(_ text: String) {
        self.init(text.utf8.span)
    }

    /// Reads two ASCII capital letters; anything else gives nothing.
    public init?(_ text: Span<UInt8>) {
        guard text.count == 2, Self.isLetter(text[0]), Self.isLetter(text[1]) else { return nil }
        self.letters = (text[0], text[1])
    }

    /// The two letters.
    public var description: String {
        String(Unicode.Scalar(letters.0)) + String(Unicode.Scalar(letters.1))
    }

    /// Whether the letters are the same.
    public static func == (left: Self, right: Self) -> Bool { left.letters == right.letters }

    /// Feeds the letters.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(letters.0)
        hasher.combine(letters.1)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}

private func isPartyName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...longestPartyName).contains(bytes.count), let first = bytes.first, isLetterOrDigit(first) else {
        return false
    }
    return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
}

private let longestPartyName = 63
