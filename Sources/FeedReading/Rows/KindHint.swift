internal import Indicators

/// What a feed says about the kind of a value, in its own words.
enum KindHint: Sendable, Hashable {
    /// This kind.
    case exact(KnownKind)
    /// Some wallet; the address tells which.
    case wallet
    /// A name of a site, which may be a registrable domain, a host or carry a path.
    case site
    /// A name on this platform, unless the value is no name.
    case handle(String)
    /// Something that is not exchanged, such as the digest of a file.
    case unsupported
    /// An address of a currency that is not exchanged.
    case unsupportedCurrency

    /// Reads the name of a kind, ours or one of those in use elsewhere; an unknown name gives nothing.
    init?(naming text: Span<UInt8>) {
        guard text.count <= Self.longestName, let hint = Self.names[Self.key(text)] else { return nil }
        self = hint
    }

    /// Reads the sign of a currency.
    init(currency text: Span<UInt8>) {
        self = text.count <= Self.longestName ? Self.currencies[Self.key(text)] ?? .unsupportedCurrency : .unsupportedCurrency
    }

    /// A name in small letters with hyphens between its words.
    private static func key(_ text: Span<UInt8>) -> String {
        let bytes = text.string.lowercased().utf8.map { $0 == Byte.space || $0 == UInt8(ascii: "_") ? Byte.minus : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let longestName = 32
}

extension KindHint {
    /// Names of kinds: ours, those of MISP and STIX, and those of common exports.
    private static let names: [String: KindHint] = {
        var names: [String: KindHint] = [:]
        for platform in ["telegram", "discord", "instagram", "facebook", "twitter", "tiktok"] {
            names[platform] = .handle(platform)
            names["\(platform)-handle"] = .handle(platform)
            names["\(platform)-username"] = .handle(platform)
        }
        for kind in KnownKind.allCases { names[kind.kind.name] = .exact(kind) }
        func add(_ hint: KindHint, _ words: String) {
            for word in words.split(separator: " ") { names[String(word)] = hint }
        }
        add(.exact(.url), "uri link urls website web-address")
        add(.exact(.host), "ip ips ipv4 ipv6 ip-address ip-src ip-dst ipv4-addr ipv6-addr")
        add(.site, "ip:port ip-port ip-dst|port ip-src|port domain-name domains domainname hostname hostnames fqdn site")
        add(.exact(.phone), "phone-number phonenumber telephone telephone-number mobile-phone tel mobile msisdn whatsapp")
        add(.exact(.email), "e-mail mail email-addr email-src email-dst email-address")
        add(.exact(.handle), "username user-name screen-name profile")
        add(.exact(.acct), "account account-id user-id")
        add(.exact(.btc), "bitcoin xbt bitcoin-address btc-address")
        add(.exact(.evm), "eth ethereum ethereum-address eth-address erc20 usdt-erc20 usdc-erc20 bsc bep20 usdt-bep20 polygon")
        add(.exact(.tron), "trx trc20 usdt-trc20 usdt-tron tron-address")
        add(.exact(.sol), "solana solana-address")
        add(.exact(.xmr), "monero")
        add(.exact(.xrp), "ripple")
        add(.exact(.ltc), "litecoin")
        add(.exact(.doge), "dogecoin")
        add(.wallet, "wallet wallet-address address crypto cryptocurrency crypto-address coin-address cryptocurrency-wallet")
        add(.exact(.iban), "bank-account-nr iban-number bank-account bankaccount")
        add(
            .unsupported,
            "md5 sha1 sha-1 sha256 sha-256 sha512 sha-512 hash filehash file imphash ssdeep tlsh ja3 cidr asn cve md5-hash sha1-hash sha256-hash"
        )
        return names
    }()

    /// Signs of currencies, and the networks whose addresses they use.
    private static let currencies: [String: KindHint] = {
        var names: [String: KindHint] = [:]
        func add(_ hint: KindHint, _ words: String) {
            for word in words.split(separator: " ") { names[String(word)] = hint }
        }
        add(.exact(.btc), "btc xbt bitcoin omni")
        add(.exact(.ltc), "ltc litecoin")
        add(.exact(.doge), "doge dogecoin")
        add(.exact(.evm), "eth ethereum etc bnb bsc bep20 matic pol avax ftm arb op base kcs erc20 weth")
        add(.exact(.tron), "trx tron trc20")
        add(.exact(.sol), "sol solana")
        add(.exact(.xrp), "xrp ripple")
        add(.exact(.xmr), "xmr monero")
        add(.wallet, "usdt usdc tusd busd dai usdd usd1")
        return names
    }()
}

/// Remembers the name of a kind that was read last, since most feeds repeat a few.
struct KindNameMemory {
    private var names: [[UInt8]] = []
    private var hints: [KindHint?] = []
    private var last = 0

    /// Reads the name of a kind.
    mutating func hint(naming text: Span<UInt8>) -> KindHint? {
        if last < names.count, text.isEqual(to: names[last]) { return hints[last] }
        for index in names.indices where text.isEqual(to: names[index]) {
            last = index
            return hints[index]
        }
        let hint = KindHint(naming: text)
        if names.count < Self.remembered {
            names.append(text.array)
            hints.append(hint)
        }
        return hint
    }

    private static let remembered = 16
}
