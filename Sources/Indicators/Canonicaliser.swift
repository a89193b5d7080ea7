/// Gives any value its canonical form, whatever its kind.
public enum Canonicaliser {
    /// The version of the rules for canonical forms, which every epoch document pins.
    public static let rulesVersion = 1

    /// The version of Unicode that names are mapped by, such as `15.0`, which every epoch document pins.
    public static var unicodeVersion: String { InternationalName.unicodeVersion }

    /// Reads a text as an indicator of a kind.
    ///
    /// - Parameter region: the region a phone number or range without country code is dialled in.
    /// - Throws: ``IndicatorError``; `unknownKind` for a kind this version has no canonical form for.
    public static func canonicalForm(
        of input: Span<UInt8>, kind: IndicatorKind, region: RegionCode? = nil
    ) throws(IndicatorError) -> CanonicalForm {
        var canonical: [UInt8] = []
        switch kind {
        case .phoneRange:
            let span = try PhoneRangeForm.appendCanonical(of: input, region: region, to: &canonical)
            var form = CanonicalForm(kind: kind, canonical: canonical)
            form.lengthSpan = span
            return form
        case .email:
            try EmailForm.appendCanonical(of: input, to: &canonical)
            var form = CanonicalForm(kind: kind, canonical: canonical)
            form.mailbox = MailboxForm.mailbox(ofCanonicalEmail: canonical.span)
            return form
        case let kind where kind.isWallet:
            let notes = try WalletForm.read(input, kind: kind, to: &canonical)
            var form = CanonicalForm(kind: kind, canonical: canonical)
            form.paymentID = notes.paymentID
            form.isChecksummed = notes.isChecksummed
            return form
        default:
            try appendCanonical(of: input, kind: kind, region: region, to: &canonical)
            return CanonicalForm(kind: kind, canonical: canonical)
        }
    }

    /// Appends the canonical form of a text alone; on failure `output` is as before.
    ///
    /// - Throws: ``IndicatorError``; `unknownKind` for a kind this version has no canonical form for.
    public static func appendCanonical(
        of input: Span<UInt8>, kind: IndicatorKind, region: RegionCode? = nil, to output: inout [UInt8]
    ) throws(IndicatorError) {
        switch kind {
        case .url: try URLForm.appendCanonical(of: input, to: &output)
        case .phone: try PhoneForm.appendCanonical(of: input, region: region, to: &output)
        case .phoneRange: _ = try PhoneRangeForm.appendCanonical(of: input, region: region, to: &output)
        case .host: try HostForm.appendCanonical(of: input, to: &output)
        case .domain: try DomainForm.appendCanonical(of: input, to: &output)
        case .email: try EmailForm.appendCanonical(of: input, to: &output)
        case .mbox: try MailboxForm.appendCanonical(of: input, to: &output)
        case .acct: try AccountForm.appendCanonical(of: input, to: &output)
        case .handle: try HandleForm.appendCanonical(of: input, to: &output)
        case .iban: try IBANForm.appendCanonical(of: input, to: &output)
        default: try WalletForm.appendCanonical(of: input, kind: kind, to: &output)
        }
    }
}
