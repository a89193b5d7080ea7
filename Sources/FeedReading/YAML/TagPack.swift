internal import Indicators

/// What a GraphSense TagPack says about an address: who it belongs to, and whether that is abuse.
enum TagPack {
    /// Fields of the head of a pack that its tags inherit.
    static let inheritedNames: [StaticString] = ["currency", "network", "label", "abuse", "category", "concepts", "source"]

    /// Whether a tag accuses its address.
    ///
    /// An abuse accuses whatever the category is. Without one, the category of a service vouches, and that of an abuse
    /// accuses. A sanction is an accusation that many packs state in label or source alone. Everything else, the category of
    /// a mixer or of a user included, is only a name.
    static func stance(of tag: borrowing KeyedRecord) -> Stance {
        if tag.text("abuse") != nil { return .accuses }
        let bytes = tag.bytes.span
        var accuses = false
        for entry in tag.entries {
            let path = bytes.extracting(entry.path)
            let text = bytes.extracting(entry.text)
            if path.isText("category") || path.isText("concepts") {
                let name = word(text)
                if name.hasPrefix("defi") || services.contains(name) { return .vouches }
                if abuses.contains(name) || codes[name] != nil { accuses = true }
            } else if path.isText("label") || path.isText("source") {
                if text.string.lowercased().contains("sanction") { accuses = true }
            }
        }
        return accuses ? .accuses : .unstated
    }

    /// The code of the scam taxonomy that the abuse of a tag stands for, or the first of its concepts that stands for one.
    static func scam(of tag: borrowing KeyedRecord) -> String? {
        let bytes = tag.bytes.span
        var found: String?
        for entry in tag.entries {
            let path = bytes.extracting(entry.path)
            if path.isText("abuse"), let code = code(ofAbuse: word(bytes.extracting(entry.text))) { return code }
            guard path.isText("category") || path.isText("concepts"), found == nil else { continue }
            found = codes[word(bytes.extracting(entry.text))]
        }
        return found
    }

    /// A name in small letters with hyphens, whatever stands between its words.
    private static func word(_ text: Span<UInt8>) -> String {
        let bytes = text.string.lowercased().utf8.map { $0 == Byte.space || $0 == UInt8(ascii: "_") ? Byte.minus : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Many codes of the taxonomy, such as `charity`, are also names of honest trades: only an abuse can be meant by all of them.
    private static func code(ofAbuse name: String) -> String? {
        if let code = codes[name] { return code }
        return name != ScamTaxonomy.unknown && ScamTaxonomy.reading(name) == name ? name : nil
    }

    private static let codes: [String: String] = [
        "phishing": "phishing", "malware": "malware", "extortion": "extortion", "blackmail": "extortion.blackmail",
        "sextortion": "extortion.sextortion", "ransomware": "extortion.ransomware", "ponzi-scheme": "investment.ponzi",
        "ponzi": "investment.ponzi", "pyramid-scheme": "investment.pyramid", "pyramid": "investment.pyramid",
        "giveaway-scam": "investment.giveaway", "pig-butchering": "investment.pig-butchering",
        "investment-scam": "investment", "investment-fraud": "investment", "romance-scam": "romance",
        "advance-fee-fraud": "advance-fee", "wallet-drainer": "phishing.wallet-drainer",
    ]

    /// Names of abuse for which the taxonomy has no code.
    private static let abuses: Set<String> = [
        "scam", "fraud", "hack", "service-hack", "theft", "sanction", "sanctions", "terrorism", "extremism", "black-list",
        "blacklist", "abuse", "perpetrator",
    ]

    private static let services: Set<String> = [
        "exchange", "wallet-service", "hosted-wallet", "payment-processor", "miner", "mining-pool", "mining-service",
        "gambling", "service", "donation", "faucet", "shop", "organization", "hosting", "infrastructure",
    ]
}
