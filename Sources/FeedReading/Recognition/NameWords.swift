/// The words of a name as feeds write them: `scam_urls`, `scamURLs` and `Scam URLs` are the same two.
struct NameWords {
    /// The words in small letters, in their order.
    let words: [String]

    /// Takes a name apart at every character that is neither letter nor digit, and before a capital behind a small letter.
    init(_ name: String) {
        var words: [String] = []
        var word = ""
        var wasSmall = false
        for scalar in name.unicodeScalars {
            let isPart = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            let startsAnew = wasSmall && scalar.properties.isUppercase
            if !isPart || startsAnew, !word.isEmpty {
                words.append(word.lowercased())
                word = ""
            }
            if isPart { word.unicodeScalars.append(scalar) }
            wasSmall = scalar.properties.isLowercase
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        self.words = words
    }

    /// Whether one of the words is among those given.
    func contains(anyOf known: Set<String>) -> Bool { words.contains { known.contains($0) } }

    /// Whether one of the words begins with one of those given.
    func contains(anyBeginning known: [String]) -> Bool {
        words.contains { word in known.contains { word.hasPrefix($0) } }
    }
}

/// What the name of a list says about the values on it.
enum ListName {
    /// The stance of a list by the words of its name; nothing when they say nothing, or speak of a contrary.
    ///
    /// A name with words of both sorts vouches: nobody is accused in doubt.
    static func stance(_ name: String) -> Stance? {
        let words = NameWords(name)
        if words.contains(anyOf: negations) { return nil }
        if words.contains(anyOf: vouching) || words.contains(anyBeginning: vouchingBeginnings) { return .vouches }
        if words.contains(anyOf: accusing) || words.contains(anyBeginning: accusingBeginnings) { return .accuses }
        return nil
    }

    /// The words that accuse, and beginnings of such words.
    static var accusingWords: [String] { accusing + accusingBeginnings }

    private static let negations: Set<String> = ["not", "non"]
    private static let vouching: Set<String> = [
        "allow", "allowed", "white", "safe", "good", "benign", "clean", "trusted", "exclude", "excluded", "exclusions",
        "exception", "exceptions", "exempt", "lightlist", "ham", "harmless",
    ]
    private static let vouchingBeginnings = ["allowlist", "whitelist", "safelist", "fuzzylist", "legit"]
    private static let accusing: Set<String> = [
        "deny", "denied", "block", "blocked", "bad", "suspicious", "suspects", "detected", "players", "malware", "darklist",
    ]
    private static let accusingBeginnings = [
        "denylist", "denysub", "blacklist", "blocklist", "scam", "phish", "malicious", "fraud",
    ]
}
