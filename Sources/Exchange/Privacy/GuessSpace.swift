public import Indicators

/// How many values of a kind somebody would have to try who knows nothing but the kind (docs/guides/privacy.md says where the numbers come from).
public struct GuessSpace: Sendable, Hashable {
    /// How many values there are to try.
    public let count: Double
    /// What they are.
    public let name: String

    /// The values of a kind; nothing for a kind that this version does not know.
    public init?(of kind: IndicatorKind) {
        switch kind {
        case .phone: self.init(count: 1.25e11, name: "mobile numbers of all numbering plans")
        case .phoneRange: self.init(count: 1e7, name: "number ranges of all numbering plans")
        case .email, .mbox: self.init(count: 1e10, name: "addresses of published leaks")
        case .acct, .handle: self.init(count: 1e10, name: "accounts of the large platforms")
        case .iban: self.init(count: 1e10, name: "account numbers of one bank")
        case .host, .domain: self.init(count: 1e9, name: "names of public zone files and certificate logs")
        case .url: self.init(count: 1e11, name: "pages of public crawls")
        default:
            guard kind.isWallet else { return nil }
            self.init(count: 2e9, name: "addresses that public chains show")
        }
    }

    private init(count: Double, name: String) {
        self.count = count
        self.name = name
    }
}
