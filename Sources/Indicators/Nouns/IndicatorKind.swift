/// The family an indicator belongs to, such as `phone` or `url`.
///
/// Kinds of other implementations are carried like our own, so a kind is a name and not an enumeration;
/// ``isKnown`` says whether this version has a canonical form for it.
public struct IndicatorKind: Sendable, Hashable {
    /// The name as written in descriptors and tags: 1 to 32 of `a-z`, `0-9` and `-`.
    public let name: String

    /// Reads a kind's name.
    ///
    /// - Throws: ``IndicatorError`` with the reason `notAKindName`.
    public init(parsing text: String) throws(IndicatorError) {
        let bytes = text.utf8
        guard (1...Self.longestName).contains(bytes.count), bytes.allSatisfy(Self.isNameByte) else {
            throw IndicatorError(.notAKindName, byteCount: bytes.count)
        }
        self.name = text
    }

    private init(own name: String) {
        self.name = name
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static let longestName = 32
}

extension IndicatorKind: Comparable, CustomStringConvertible {
    /// Orders kinds by the bytes of their names, which are ASCII.
    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    /// The name.
    public var description: String { name }
}

extension IndicatorKind {
    /// A phone number in E.164 form.
    public static let phone = Self(own: "phone")
    /// A prefix of phone numbers.
    public static let phoneRange = Self(own: "phone-range")
    /// An e-mail address.
    public static let email = Self(own: "email")
    /// The mailbox behind an e-mail address, once dots and plus parts that the provider ignores are gone.
    public static let mbox = Self(own: "mbox")
    /// An account by the immutable identifier its platform gave it.
    public static let acct = Self(own: "acct")
    /// An account by the name it shows, which its owner may change.
    public static let handle = Self(own: "handle")
    /// A web address without scheme and tracking parameters.
    public static let url = Self(own: "url")
    /// A host name or IP address.
    public static let host = Self(own: "host")
    /// A registrable domain.
    public static let domain = Self(own: "domain")
    /// A Bitcoin address.
    public static let btc = Self(own: "btc")
    /// A Litecoin address.
    public static let ltc = Self(own: "ltc")
    /// A Dogecoin address.
    public static let doge = Self(own: "doge")
    /// An address of Ethereum and the chains that share its form.
    public static let evm = Self(own: "evm")
    /// A Tron address.
    public static let tron = Self(own: "tron")
    /// A Solana address.
    public static let sol = Self(own: "sol")
    /// An XRP Ledger address, with its destination tag if it has one.
    public static let xrp = Self(own: "xrp")
    /// A Monero address.
    public static let xmr = Self(own: "xmr")
    /// An international bank account number.
    public static let iban = Self(own: "iban")

    /// Every kind this version has a canonical form for, in the order of the specification.
    public static let all: [IndicatorKind] = [
        phone, phoneRange, email, mbox, acct, handle, url, host, domain,
        btc, ltc, doge, evm, tron, sol, xrp, xmr, iban,
    ]

    /// The kinds that name an address of a crypto-currency.
    public static let wallets: [IndicatorKind] = [btc, ltc, doge, evm, tron, sol, xrp, xmr]

    /// Whether this version has a canonical form for the kind.
    public var isKnown: Bool { Self.known.contains(name) }

    /// Whether the kind is an address of a crypto-currency.
    public var isWallet: Bool { Self.walletNames.contains(name) }

    /// Whether the values of the kind are few or regular enough for a list of all of them to be tried.
    ///
    /// Such a kind is safe from guessing by members only under a suite that counts every question.
    public var isGuessable: Bool { Self.guessableNames.contains(name) }

    private static let known = Set(all.map(\.name))
    private static let walletNames = Set(wallets.map(\.name))
    private static let guessableNames = Set([phone, email, mbox, acct, handle, iban].map(\.name))
}
