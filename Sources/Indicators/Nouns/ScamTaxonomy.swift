/// What sort of scam a report speaks of, by the codes of schemas/v1/scam-taxonomy.json.
public enum ScamTaxonomy {
    /// Every code, in byte order.
    public static let codes: [String] = [
        "account-takeover", "account-takeover.sim-swap", "advance-fee", "advance-fee.inheritance",
        "advance-fee.lottery", "advance-fee.recovery", "charity", "extortion", "extortion.blackmail",
        "extortion.ransomware", "extortion.sextortion", "gambling", "health", "identity-theft", "immigration",
        "impersonation", "impersonation.bank", "impersonation.celebrity", "impersonation.delivery",
        "impersonation.executive", "impersonation.family", "impersonation.government", "impersonation.platform",
        "impersonation.police", "impersonation.tax", "impersonation.tech-support", "impersonation.telecom",
        "investment", "investment.fake-platform", "investment.giveaway", "investment.pig-butchering",
        "investment.ponzi", "investment.pump-and-dump", "investment.pyramid", "invoice",
        "invoice.business-email-compromise", "job", "job.fake-offer", "job.task", "loan", "loan.advance-fee",
        "loan.app", "malware", "malware.infostealer", "malware.remote-access", "money-mule", "money-mule.account",
        "money-mule.recruitment", "phishing", "phishing.credential", "phishing.otp", "phishing.payment-card",
        "phishing.wallet-drainer", "purchase", "purchase.counterfeit", "purchase.fake-shop", "purchase.overpayment",
        "purchase.pet", "purchase.rental", "purchase.ticket", "purchase.travel", "purchase.vehicle", "romance",
        "subscription", "unknown",
    ]

    /// The code for what is not known.
    public static let unknown = "unknown"

    /// The listed code that stands for a code: itself, else its longest listed prefix at a dot, else ``unknown``.
    public static func reading(_ code: String) -> String {
        var prefix = code[...]
        while !prefix.isEmpty {
            if known.contains(String(prefix)) { return String(prefix) }
            guard let dot = prefix.lastIndex(of: ".") else { break }
            prefix = prefix[..<dot]
        }
        return unknown
    }

    private static let known = Set(codes)
}
