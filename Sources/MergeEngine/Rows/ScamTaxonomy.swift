/// The project's names for kinds of scam, and how a name it does not know is read.
public enum ScamTaxonomy {
    /// What a code says that nobody here knows any part of.
    public static let unknown = "unknown"

    /// Every code of this version. Dots go from the general to the particular.
    public static let codes: [String] = [
        "charity", "delivery", "extortion", "extortion.sextortion", "gambling", "government-benefit",
        "impersonation", "impersonation.bank", "impersonation.business", "impersonation.family",
        "impersonation.government", "impersonation.police", "impersonation.support", "investment",
        "investment.crypto", "investment.pig-butchering", "job", "job.task", "loan", "lottery", "money-mule",
        "phishing", "phishing.credential", "phishing.payment-card", "phishing.wallet", "purchase",
        "purchase.fake-shop", "purchase.ticket", "recovery", "rental", "romance", "subscription", unknown,
    ]

    /// The longest known prefix of a code, in steps of its dots; ``unknown`` when there is none.
    public static func reading(_ code: String) -> String {
        var candidate = Substring(code)
        while !known.contains(String(candidate)) {
            guard let dot = candidate.lastIndex(of: ".") else { return unknown }
            candidate = candidate[..<dot]
        }
        return String(candidate)
    }

    private static let known = Set(codes)
}
