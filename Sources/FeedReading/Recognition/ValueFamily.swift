internal import Indicators

/// Sorts of values between which a feed has to choose: those of one sort may stand for each other.
enum ValueFamily: Sendable, Hashable {
    case site
    case phone
    case mail
    case wallet
    case iban
    case account

    /// The family of a kind.
    init(_ kind: KnownKind) {
        switch kind {
        case .url, .host, .domain: self = .site
        case .phone, .phoneRange: self = .phone
        case .email, .mbox: self = .mail
        case .btc, .ltc, .doge, .evm, .tron, .sol, .xrp, .xmr: self = .wallet
        case .iban: self = .iban
        case .acct, .handle: self = .account
        }
    }

    /// The family that the name of a column or of a kind speaks of.
    init?(_ hint: KindHint?) {
        switch hint {
        case .exact(let kind): self.init(kind)
        case .site: self = .site
        case .wallet: self = .wallet
        case .handle: self = .account
        case .unsupported, .unsupportedCurrency, nil: return nil
        }
    }

    /// The family of what a person said about all values.
    init?(_ kind: FeedKind) {
        switch kind {
        case .auto: return nil
        case .anyWallet: self = .wallet
        case .fixed(let kind):
            guard let known = KnownKind(kind) else { return nil }
            self.init(known)
        }
    }
}

extension ColumnMeaning {
    /// The sort of values a column holds by its name; nothing for our own names.
    var family: ValueFamily? { field == .value ? ValueFamily(hint) : nil }

    /// Ranks of columns with values, the preferred first.
    enum Rank {
        /// A column the person named.
        static let mapped = -1
        /// `value`.
        static let own = 0
        /// A name for values of any kind.
        static let anyKind = 1
        /// A name for one sort of values.
        static let first = 2
        static let host = 3
        static let domain = 4
        static let address = 5
        /// A name that may as well be that of the place where a value was reported.
        static let weak = 8
        /// A column without a name, chosen by what it holds.
        static let guessed = 9
    }
}
