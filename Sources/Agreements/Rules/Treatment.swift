/// What becomes of a column's cells, in the one order of restrictiveness.
public enum Treatment: Sendable, Hashable {
    case clear
    /// Only what allows comparison: in a bundle the match tag, else an HMAC.
    case keyed
    /// The first characters.
    case truncate(Int64)
    /// Rounded down to a multiple of the unit.
    case bucket(Int64)
    /// Whether there is a value.
    case presence
    case withhold

    /// Reads the text form: `clear`, `keyed`, `truncate:7`, `bucket:1000`, `presence`, `withhold`.
    public init?(_ text: String) {
        switch text {
        case "clear": self = .clear
        case "keyed": self = .keyed
        case "presence": self = .presence
        case "withhold": self = .withhold
        default:
            let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Self.number(Array(parts[1])) else { return nil }
            switch String(parts[0]) {
            case "truncate" where number <= AgreementLimits.truncateCharacters: self = .truncate(number)
            case "bucket" where number >= 2 && number <= AgreementLimits.bucketUnit: self = .bucket(number)
            default: return nil
            }
        }
    }

    /// The text form.
    public var text: String {
        switch self {
        case .clear: "clear"
        case .keyed: "keyed"
        case .truncate(let characters): "truncate:\(characters)"
        case .bucket(let unit): "bucket:\(unit)"
        case .presence: "presence"
        case .withhold: "withhold"
        }
    }

    /// What follows the name of a column in that of its reduced form; nothing for treatments that need no column.
    public var columnSuffix: String? {
        switch self {
        case .truncate(let characters): "_truncate_\(characters)"
        case .bucket(let unit): "_bucket_\(unit)"
        case .presence: "_presence"
        case .clear, .keyed, .withhold: nil
        }
    }

    /// A number from 1 without leading zeros and of at most 13 digits.
    static func number(_ digits: [UInt8]) -> Int64? {
        guard (1...13).contains(digits.count), digits[0] != UInt8(ascii: "0") else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }
}

extension Treatment: Comparable, CustomStringConvertible {
    private var restriction: (rank: Int, degree: Int64) {
        switch self {
        case .clear: (0, 0)
        case .keyed: (1, 0)
        case .truncate(let characters): (2, -characters)
        case .bucket(let unit): (3, unit)
        case .presence: (4, 0)
        case .withhold: (5, 0)
        }
    }

    /// Whether the left treatment restricts less than the right one: fewer characters and larger units restrict more.
    public static func < (left: Self, right: Self) -> Bool { left.restriction < right.restriction }

    /// The text form.
    public var description: String { text }
}
