/// A service on which accounts live, named by a slug such as `telegram`.
///
/// The canonical form of an account asks only that the slug is well formed: what one node knows must not decide what another
/// may compare. Whoever publishes asks ``isKnown`` and refuses the rest, so that one service does not get two names.
public struct Platform: Sendable, Hashable {
    /// 2 to 32 of `a-z`, `0-9`, `.` and `-`.
    public let slug: String

    /// Reads a slug or another name of a service in any case; anything else gives nothing.
    public init?(_ name: String) {
        let bytes = Array(name.utf8)
        guard let slug = Self.slug(of: bytes.span) else { return nil }
        self.slug = String(decoding: slug, as: UTF8.self)
    }

    /// The platform of an account or handle in canonical form.
    public init?(ofCanonical account: Span<UInt8>) {
        guard let colon = AccountText.colon(in: account) else { return nil }
        guard let slug = Self.slug(of: account.extracting(..<colon)) else { return nil }
        self.slug = String(decoding: slug, as: UTF8.self)
    }

    /// Whether the slug is on the list of schemas/v1/platforms.json.
    public var isKnown: Bool { Self.known.contains(slug) }

    /// What a publisher asks of an account or handle beyond its canonical form: a platform that is on the list.
    ///
    /// Other kinds pass.
    ///
    /// - Throws: ``IndicatorError`` with the reason `unknownPlatform`.
    public static func requireKnown(in canonical: Span<UInt8>, of kind: IndicatorKind) throws(IndicatorError) {
        guard kind == .acct || kind == .handle else { return }
        guard Platform(ofCanonical: canonical)?.isKnown == true else {
            throw IndicatorError(.unknownPlatform, byteCount: canonical.count)
        }
    }

    /// The slug that a name in any case stands for, aliases resolved.
    static func slug(of name: Span<UInt8>) -> [UInt8]? {
        guard (1...slugLength.upperBound).contains(name.count) else { return nil }
        var slug = name.copied
        for index in slug.indices { slug[index] = ASCII.lowered(slug[index]) }
        guard slug.allSatisfy(isSlugByte) else { return nil }
        if let alias = aliases[String(decoding: slug, as: UTF8.self)] { slug = Array(alias.utf8) }
        return slugLength.contains(slug.count) ? slug : nil
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static let slugLength = 2...32
}
