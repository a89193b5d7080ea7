/// Guesses the kind of a bare value.
public enum KindGuess {
    /// The kind a text is most likely meant as, or nothing when none fits.
    ///
    /// What carries a checksum is asked first, what has no shape of its own last. A bare name is a `domain` when it is its own
    /// registrable domain and a `host` otherwise, and is taken for a site only under a top-level domain that exists: names of
    /// files and people hold dots, too. Digits without a plus are a phone number only in a region. The kind that is
    /// given has a canonical form for the text.
    public static func kind(of input: Span<UInt8>, region: RegionCode? = nil) -> IndicatorKind? {
        guard input.count <= WebLimits.input, !input.isEmpty else { return nil }
        if PhoneSpelling.namesCountry(input) { return international(input, region) }
        if let wallet = WalletForm.guess(input) { return wallet }
        if reads(input, as: .iban) { return .iban }
        let text = Refang.rewriting(input)
        if SiteText.namesScheme(text.span) { return reads(input, as: .url) ? .url : nil }
        if text.contains(where: ASCII.isSlash) { return address(text.span, input) ?? dialled(text.span, input, region) }
        if let account = accountKind(of: text.span) { return reads(input, as: account) ? account : nil }
        if text.contains(UInt8(ascii: "@")) { return mail(text.span, input) }
        if let site = SiteText.kind(ofName: input, isListed: true) { return site }
        return dialled(text.span, input, region) ?? address(text.span, input)
    }

    /// The kind of a text that is known to name a site: `url` when there is more than a host, `domain` for a registrable
    /// domain, `host` otherwise; nothing when it names none.
    ///
    /// Unlike ``kind(of:region:)`` it takes any top-level domain.
    public static func siteKind(of input: Span<UInt8>) -> IndicatorKind? {
        if let name = SiteText.kind(ofName: input, isListed: false) { return name }
        let text = Refang.rewriting(input)
        guard SiteText.namesScheme(text.span) || SiteText.beginsWithSite(text.span, isListed: false) else { return nil }
        return reads(input, as: .url) ? .url : nil
    }

    /// Text without a scheme is an address when a site stands in front.
    private static func address(_ text: Span<UInt8>, _ input: Span<UInt8>) -> IndicatorKind? {
        SiteText.beginsWithSite(text, isListed: true) && reads(input, as: .url) ? .url : nil
    }

    /// A percent sign before the @ is left over from an encoded address or from the user part of a URL.
    private static func mail(_ text: Span<UInt8>, _ input: Span<UInt8>) -> IndicatorKind? {
        for index in text.indices where text[index] == UInt8(ascii: "%") { return nil }
        return reads(input, as: .email) ? .email : nil
    }

    /// A number with its country code, or a range when signs for open digits end it: a number that is none is no range.
    private static func international(_ input: Span<UInt8>, _ region: RegionCode?) -> IndicatorKind? {
        if reads(input, as: .phone, region: region) { return .phone }
        guard isOpenDigit(input[input.count - 1]), reads(input, as: .phoneRange, region: region) else { return nil }
        return .phoneRange
    }

    private static func reads(_ input: Span<UInt8>, as kind: IndicatorKind, region: RegionCode? = nil) -> Bool {
        var canonical: [UInt8] = []
        do throws(IndicatorError) {
            try Canonicaliser.appendCanonical(of: input, kind: kind, region: region, to: &canonical)
            return true
        } catch {
            return false
        }
    }

    /// `platform:id` and `platform:name` of a platform on the list: digits alone are an id.
    private static func accountKind(of text: Span<UInt8>) -> IndicatorKind? {
        guard let platform = Platform(ofCanonical: text), platform.isKnown, let colon = AccountText.colon(in: text) else {
            return nil
        }
        for index in colon + 1..<text.count where !ASCII.isDigit(text[index]) { return .handle }
        return .acct
    }

    /// A number or a range as it is dialled in a region: digits, the signs people write between them, and perhaps signs for
    /// open digits behind them.
    private static func dialled(_ text: Span<UInt8>, _ input: Span<UInt8>, _ region: RegionCode?) -> IndicatorKind? {
        guard let region else { return nil }
        var end = text.count
        while end > 0, isOpenDigit(text[end - 1]) { end -= 1 }
        for index in 0..<end where !isDialled(text[index]) { return nil }
        let kind: IndicatorKind = end == text.count ? .phone : .phoneRange
        return reads(input, as: kind, region: region) ? kind : nil
    }

    private static func isOpenDigit(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") || byte | 0x20 == UInt8(ascii: "x")
    }

    private static func isDialled(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
