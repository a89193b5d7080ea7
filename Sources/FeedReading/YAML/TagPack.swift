/// What a GraphSense TagPack says about an address: who it belongs to, and whether that is abuse.
enum TagPack {
    /// Fields of the head of a pack that its tags inherit.
    static let inheritedNames: [StaticString] = ["currency", "network", "label", "abuse", "category", "concepts", "source"]

    /// Whether a tag accuses its address.
    ///
    /// An abuse accuses whatever the category is. Without one, the category of a service vouches, any other category is
    /// what the pack is about, and a tag with neither is only a name.
    static func stance(of tag: borrowing KeyedRecord) -> Stance {
        if tag.text("abuse") != nil { return .accuses }
        let bytes = tag.bytes.span
        var hasCategory = false
        for entry in tag.entries {
            let path = bytes.extracting(entry.path)
            guard path.isText("category") || path.isText("concepts") else { continue }
            if isService(bytes.extracting(entry.text)) { return .vouches }
            hasCategory = true
        }
        return hasCategory ? .accuses : .unstated
    }

    /// The code of the scam taxonomy an abuse stands for.
    static func scam(ofAbuse abuse: Span<UInt8>) -> String? {
        switch abuse.string.lowercased() {
        case "phishing": "phishing"
        case "ponzi_scheme": "investment.ponzi"
        case "pyramid_scheme": "investment.pyramid"
        case "sextortion": "extortion.sextortion"
        case "ransomware": "extortion.ransomware"
        default: nil
        }
    }

    private static func isService(_ category: Span<UInt8>) -> Bool {
        category.hasText("defi") || services.contains(category.string.lowercased())
    }

    private static let services: Set<String> = [
        "exchange", "wallet_service", "hosted_wallet", "payment_processor", "miner", "mining_pool", "mining_service",
        "gambling", "service", "donation", "faucet", "shop", "organization", "hosting", "infrastructure",
    ]
}
