/// What the members at the root of a JSON feed hold, by their names.
enum JSONMember: Sendable, Hashable {
    /// Rows.
    case rows(Stance)
    /// An object that may hold lists itself.
    case wrapper
    /// Nothing that is read.
    case other

    /// Reads the name of a member.
    init(name: Span<UInt8>, plan: JSONPlan) {
        if let chosen = plan.rowsMember {
            self = name.isEqual(to: chosen.span) ? .rows(.accuses) : .other
            return
        }
        let key = name.count <= Self.longestName ? name.string.lowercased() : ""
        if let guess = plan.guessedMember, key == guess {
            self = .rows(.accuses)
        } else if Self.accusing.contains(key) {
            self = .rows(.accuses)
        } else if Self.vouching.contains(key) {
            self = .rows(.vouches)
        } else if Self.plain.contains(key) {
            self = .rows(plan.layout == .warningList ? .vouches : .accuses)
        } else {
            self = Self.wrappers.contains(key) ? .wrapper : .other
        }
    }

    private static let accusing: Set<String> = [
        "deny", "denylist", "denysub", "blacklist", "blocklist", "block", "detected_urls", "malicious", "scams", "players",
    ]
    private static let vouching: Set<String> = ["allow", "allowlist", "whitelist", "safelist", "fuzzylist", "legitimate"]
    private static let plain: Set<String> = [
        "list", "urls", "domains", "hosts", "items", "rows", "indicators", "iocs", "values", "addresses", "results",
        "entries", "records", "phones", "numbers", "wallets", "handles", "accounts", "emails",
    ]
    private static let wrappers: Set<String> = ["data", "result", "response", "feed", "payload"]
    private static let longestName = 64
}

/// What was found out about a JSON feed from its first bytes.
struct JSONPlan {
    var layout = FeedLayout.plain
    /// The member that the person named as the list of rows.
    var rowsMember: [UInt8]?
    /// The member that looks like the list of rows when none has a known name.
    var guessedMember: String?
}
