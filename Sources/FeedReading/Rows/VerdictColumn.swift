/// A column that says of each row whether its value is accused at all.
enum VerdictColumn: Sendable, Hashable {
    /// It names what the value is: an accusation, a service, something sound.
    case words
    /// It answers with yes or no whether the value is accused.
    case question
    /// It answers with yes or no whether the value is sound.
    case contrary
    /// It answers when all of its texts are yes or no, and otherwise names what the value is.
    case wordsOrQuestion

    /// Reads the name of a column; most say nothing about that.
    ///
    /// Of a member of a member, such as `verdicts.overall.malicious`, only the last name counts, and only for questions.
    init?(name: Span<UInt8>) {
        guard name.count <= Self.longestName else { return nil }
        let text = name.string
        let last = text.split(separator: ".").last.map(String.init) ?? ""
        let key = NameWords(last).words.joined()
        if Self.questions.contains(key) {
            self = .question
        } else if Self.contraries.contains(key) {
            self = .contrary
        } else if last.utf8.count < text.utf8.count, key != "verdict" {
            guard Self.either.contains(key), key != "label", key != "class" else { return nil }
            self = .question
        } else if Self.either.contains(key) {
            self = .wordsOrQuestion
        } else if Self.naming.contains(key) {
            self = .words
        } else {
            return nil
        }
    }

    private static let longestName = 64
    private static let naming: Set<String> = [
        "verdict", "classification", "category", "categories", "subcategory", "type", "status", "threat", "threattype",
        "list", "listtype", "listname", "tag", "tags", "labels", "role", "result", "disposition", "reputation", "nametag",
        "attributetag", "attributetags", "eventtags", "kind", "entitytype",
    ]
    private static let either: Set<String> = ["label", "class", "scam", "phishing", "malicious", "fraud", "malware"]
    private static let questions: Set<String> = [
        "isscam", "isphishing", "isphish", "ismalicious", "isfraud", "ismalware", "isbad", "isspam", "isabuse", "issuspicious",
        "isthreat", "isblacklisted", "isblocked", "isscammer", "toids",
    ]
    private static let contraries: Set<String> = [
        "issafe", "isbenign", "islegit", "islegitimate", "isclean", "istrusted", "iswhitelisted", "isallowed", "whitelisted",
        "allowlisted", "falsepositive", "isfalsepositive", "benign", "legitimate", "legit",
    ]
}

/// What the text of a verdict column says.
enum StatedVerdict: Sendable, Hashable {
    /// The value takes part in scams.
    case accuses
    /// The value is sound, whatever else the row says.
    case vouches
    /// The value is that of a service, unless another column accuses it.
    case isService
    /// The value is that of a victim or of somebody who reported.
    case notAccused

    /// Reads one text of a column, without blanks at its ends; most texts say nothing.
    init?(_ text: String, in column: VerdictColumn) {
        let answer = Self.answer(text)
        switch column {
        case .question, .wordsOrQuestion:
            if let answer {
                self = answer ? .accuses : .vouches
                return
            }
        case .contrary:
            guard let answer else { break }
            guard answer else { return nil }
            self = .vouches
            return
        case .words: break
        }
        self.init(word: text)
    }

    /// Whether a text can say something at all, told without taking it apart.
    static func maySay(_ text: Span<UInt8>, in column: VerdictColumn) -> Bool {
        column != .words && text.count <= longestAnswer || text.count >= shortestWord && beginnings.mayBegin(aWordOf: text)
    }

    /// Whether a text is a yes or a no.
    static func answer(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "yes", "y", "t": true
        case "0", "false", "no", "n", "f": false
        default: nil
        }
    }

    private init?(word: String) {
        let name = NameWords(word).words.joined(separator: " ")
        if Self.sound.contains(name) {
            self = .vouches
        } else if Self.bystanders.contains(name) {
            self = .notAccused
        } else if Self.services.contains(name) {
            self = .isService
        } else if ListName.stance(word) == .accuses {
            self = .accuses
        } else {
            return nil
        }
    }

    private static let beginnings = VerdictBeginnings([sound, services, bystanders].flatMap(\.self) + ListName.accusingWords)
    /// The length of `false`.
    private static let longestAnswer = 5
    /// The length of `fp`.
    private static let shortestWord = 2
    private static let sound: Set<String> = [
        "benign", "legit", "legitimate", "clean", "safe", "white", "whitelist", "whitelisted", "allow", "allowed", "allowlist",
        "allowlisted", "good", "known good", "ham", "trusted", "harmless", "false positive", "false positives", "fp",
        "not malicious", "non malicious", "not phishing", "non phishing", "not a scam", "not scam", "non scam", "no threat",
        "rejected", "dismissed", "normal", "genuine", "innocent", "exempt",
    ]
    private static let services: Set<String> = [
        "exchange", "exchanges", "cex", "dex", "defi", "centralized exchange", "decentralized exchange", "mining pool",
        "mining pools", "miner", "miners", "mining", "wallet service", "wallet services", "hosted wallet",
        "payment processor", "custodian",
    ]
    private static let bystanders: Set<String> = [
        "victim", "victims", "customer", "reporter", "complainant", "submitter", "witness", "bystander",
    ]
}
