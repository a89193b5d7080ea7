internal import Indicators

/// What the text of an account or handle says: a name, a link to a profile, or something else.
enum ReportedAccount {
    /// The text is the name.
    case name
    /// The text is a numeric or other id that the platform gives, verbatim.
    case identifier
    /// The text is a link to a profile on a platform, with the name at a place of it.
    case profile(platform: String, name: Range<Int>)
    /// The text is none.
    case other

    /// Reads a text.
    init(_ text: Span<UInt8>, platform: String?, isHandle: Bool) {
        if platform == "steam", Self.isSteamID(text) {
            self = .identifier
        } else if text.firstIndex(of: Byte.slash) != nil {
            self = isHandle ? Self.profile(text, platform) ?? .other : .other
        } else if Self.holdsBlank(text), !isHandle || platform.map({ !Self.platformsWithBlanks.contains($0) }) ?? true {
            self = .other
        } else {
            self = .name
        }
    }

    /// Whether a text is an id of Steam in one of its three forms: `STEAM_0:1:2`, `[U:1:2]` or 17 digits.
    static func isSteamID(_ text: Span<UInt8>) -> Bool {
        if text.hasText("STEAM_") || text.hasText("[U:") { return true }
        guard text.count == steamDigits else { return false }
        for index in text.indices where !Byte.isDigit(text[index]) { return false }
        return true
    }

    /// Reads a link whose host is that of a platform and whose path is one name.
    private static func profile(_ text: Span<UInt8>, _ platform: String?) -> ReportedAccount? {
        var start = 0
        while let slash = text.firstIndex(of: Byte.slash, from: start), slash + 1 < text.count, text[slash + 1] == Byte.slash {
            start = slash + 2
        }
        guard let end = text.firstIndex(of: Byte.slash, from: start) else { return nil }
        var host = text.extracting(start..<end).string.lowercased()
        for prefix in ["www.", "m.", "mobile."] where host.hasPrefix(prefix) { host.removeFirst(prefix.utf8.count) }
        guard host.contains("."), let found = Platform(host), found.isKnown, platform == nil || platform == found.slug else {
            return nil
        }
        var last = end + 1
        while last < text.count, text[last] != UInt8(ascii: "?"), text[last] != Byte.hash { last += 1 }
        while last > end + 1, text[last - 1] == Byte.slash { last -= 1 }
        let name = end + 1..<last
        guard !name.isEmpty, text[name.lowerBound] != Byte.plus, text.extracting(name).firstIndex(of: Byte.slash) == nil,
            !pages.contains(text.extracting(name).string.lowercased())
        else { return nil }
        return .profile(platform: found.slug, name: name)
    }

    private static func holdsBlank(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where Byte.isBlank(text[index]) { return true }
        return false
    }

    private static let steamDigits = 17
    /// Platforms whose lists hold the names that people see.
    private static let platformsWithBlanks: Set<String> = ["youtube"]
    /// Pages of platforms that stand where a name would.
    private static let pages: Set<String> = [
        "watch", "profile.php", "story.php", "photo.php", "permalink.php", "share", "intent", "search", "home", "login",
        "joinchat", "hashtag", "explore", "groups", "channel", "people", "pages", "messages", "settings", "i", "invite",
        "playlist",
    ]
}
