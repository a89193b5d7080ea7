/// An indicator in a free text, and where it stands there.
public struct TextFind: Sendable, Hashable {
    /// The kind it was read as.
    public let kind: IndicatorKind
    /// The canonical form as UTF-8.
    public let canonical: [UInt8]
    /// The text that gives the canonical form: what stands there, or for an account `platform:name` put together from it.
    public let spelling: [UInt8]
    /// Where it stands, in bytes.
    public let bytes: Range<Int>
    /// Where it stands, in Unicode scalars; a byte that is no UTF-8 counts as one.
    public internal(set) var characters: Range<Int>

    init(kind: IndicatorKind, canonical: [UInt8], spelling: [UInt8], bytes: Range<Int>) {
        self.kind = kind
        self.canonical = canonical
        self.spelling = spelling
        self.bytes = bytes
        characters = 0..<0
    }
}

extension TextFind: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "\(kind.name) at \(bytes)" }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The limits of the search for indicators in free text.
enum ScanLimits {
    /// The longest name of a site, in bytes: as much as is mapped to ASCII.
    static let nameBytes = WebLimits.unmappedHost
    /// The longest address that is read, in bytes as it stands there: a canonical form is at most a quarter of it.
    static let addressBytes = 4 * WebLimits.url
    /// The lengths of runs that may be wallet addresses.
    static let walletBytes = 14...128
    /// How many blanks beside a masked dot or at sign are passed over.
    static let blanksBesideSign = 8
    /// How many digits of a phone number are collected.
    static let phoneDigits = 17
    /// How many digits a phone number needs, as the canonical form does.
    static let leastDigits = 7
    /// How many separators may stand between two digits.
    static let phoneSeparators = 3
    /// How many blanks may stand between a platform and the name of an account.
    static let blanksBeforeAccount = 3
}
