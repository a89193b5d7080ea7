/// Guesses the kind of a bare value.
public enum KindGuess {
    /// The kind a text is most likely meant as, or nothing when none fits.
    ///
    /// What carries a checksum is asked first, what has no shape of its own last. A bare name is a `domain` when it is its own
    /// registrable domain and a `host` otherwise. Digits without a plus are a phone number only in a region. The kind that is
    /// given has a canonical form for the text.
    public static func kind(of input: Span<UInt8>, region: RegionCode? = nil) -> IndicatorKind? {
        guard input.count <= WebLimits.input, !input.isEmpty else { return nil }
        if input[0] == UInt8(ascii: "+") { return first(of: [.phone, .phoneRange], for: input, region: region) }
        if let wallet = WalletForm.guess(input) { return wallet }
        if reads(input, as: .iban) { return .iban }
        let text = Refang.rewriting(input)
        if holdsSeparator(text.span) || text.contains(where: ASCII.isSlash) { return reads(input, as: .url) ? .url : nil }
        if let account = accountKind(of: text.span) { return reads(input, as: account) ? account : nil }
        if text.contains(UInt8(ascii: "@")) { return reads(input, as: .email) ? .email : nil }
        if let host = hostKind(of: input) { return host }
        if let region, isDialled(text.span), reads(input, as: .phone, region: region) { return .phone }
        return text.contains(where: ByteSet.urlMark.contains) && reads(input, as: .url) ? .url : nil
    }

    private static func first(
        of kinds: [IndicatorKind], for input: Span<UInt8>, region: RegionCode?
    ) -> IndicatorKind? {
        for kind in kinds where reads(input, as: kind, region: region) { return kind }
        return nil
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

    private static func holdsSeparator(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text.hasPrefix("://", at: index) { return true }
        return false
    }

    /// `platform:id` and `platform:name` of a platform on the list: digits alone are an id.
    private static func accountKind(of text: Span<UInt8>) -> IndicatorKind? {
        guard let platform = Platform(ofCanonical: text), platform.isKnown, let colon = AccountText.colon(in: text) else {
            return nil
        }
        for index in colon + 1..<text.count where !ASCII.isDigit(text[index]) { return .handle }
        return .acct
    }

    /// An address in its usual spelling or a name with a dot.
    private static func hostKind(of input: Span<UInt8>) -> IndicatorKind? {
        var host: [UInt8] = []
        do throws(IndicatorError) {
            switch try HostForm.appendCanonicalKind(of: input, to: &host) {
            case .ipv6: return .host
            case .ipv4: return host.elementsEqual(Refang.rewriting(input)) ? .host : nil
            case .name: break
            }
        } catch {
            return nil
        }
        return PublicSuffixList.startOfRegistrableDomain(in: host.span) == 0 ? .domain : .host
    }

    /// Whether a text is made of digits and the signs people write between them.
    private static func isDialled(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                continue
            default: return false
            }
        }
        return true
    }
}
