/// What reading a text as an indicator of some kind gave.
public struct CanonicalForm: Sendable, Hashable {
    /// The kind it was read as.
    public let kind: IndicatorKind
    /// The canonical form as UTF-8.
    public let canonical: [UInt8]
    /// The mailbox behind an e-mail address.
    public var mailbox: [UInt8]?
    /// How many digits the numbers of a phone range have, calling code included.
    public var lengthSpan: ClosedRange<Int>?
    /// The payment id that an integrated Monero address carried.
    public var paymentID: String?
    /// Whether a checksum stands behind a wallet address.
    public var isChecksummed = true

    init(kind: IndicatorKind, canonical: [UInt8]) {
        self.kind = kind
        self.canonical = canonical
    }

    /// The canonical form as an indicator.
    public var indicator: Indicator { Indicator(kind: kind, canonical: String(decoding: canonical, as: UTF8.self)) }
}

extension CanonicalForm: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { "\(kind.name) (\(canonical.count) bytes)" }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
