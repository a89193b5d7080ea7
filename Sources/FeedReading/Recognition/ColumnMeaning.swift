/// What a column of a table, a member of a JSON object or a key of a YAML entry is read as.
struct ColumnMeaning: Sendable {
    /// The field it gives.
    var field: FeedField
    /// The kind that the name of the column gives its values.
    var hint: KindHint?
    /// The platform that the name of the column gives its values.
    var platform: StaticString?
    /// How its text is written.
    var style = Style.own
    /// Among several columns with values the lowest wins, and the first of them.
    var rank = 0

    /// How the text of a column is written.
    enum Style: Sendable, Hashable {
        /// As our own columns.
        case own
        /// A word of somebody else's vocabulary that may mean nothing to us.
        case loose
        /// Labels with `#` before and blanks between them.
        case hashtags
        /// The sign of the currency an address belongs to.
        case currency
    }

    /// Reads the name of a column; a name that means nothing gives nothing.
    init?(name: Span<UInt8>, layout: FeedLayout) {
        guard name.count <= Self.longestName else { return nil }
        var key: [UInt8] = []
        for index in name.indices {
            let byte = Byte.lowercased(name[index])
            if byte != UInt8(ascii: "_"), byte != Byte.minus, byte != Byte.space { key.append(byte) }
        }
        let text = String(decoding: key, as: UTF8.self)
        guard let meaning = Self.names[layout]?[text] ?? (name.firstIndex(of: Byte.dot) == nil ? Self.plain[text] : nil) else {
            return nil
        }
        self = meaning
    }

    /// Gives a field as our own columns do.
    init(_ field: FeedField, hint: KindHint? = nil, platform: StaticString? = nil, style: Style = .own, rank: Int = 0) {
        self.field = field
        self.hint = hint
        self.platform = platform
        self.style = style
        self.rank = rank
    }

    private static let longestName = 64
}

extension ColumnMeaning {
    /// Our own names, and names in common use that can mean nothing else.
    ///
    /// Names of people, reporters and free descriptions are left out on purpose: they may be those of victims.
    private static let plain: [String: ColumnMeaning] = {
        var names: [String: ColumnMeaning] = [:]
        func add(_ words: String, _ meaning: ColumnMeaning) {
            for word in words.split(separator: " ") { names[String(word)] = meaning }
        }
        for field in FeedField.allCases { names[field.rawValue] = ColumnMeaning(field) }
        add("indicator ioc iocvalue indicatorvalue observable", ColumnMeaning(.value, rank: 1))
        add("url urls link uri website scamurl phishingurl maliciousurl", ColumnMeaning(.value, hint: .exact(.url), rank: 2))
        add("domain domainname hostname host fqdn site", ColumnMeaning(.value, hint: .site, rank: 2))
        add("ip ipaddress ipv4 ipv6", ColumnMeaning(.value, hint: .exact(.host), rank: 2))
        add(
            "phone phonenumber phoneno telephone tel mobile msisdn number callerid companyphonenumber",
            ColumnMeaning(.value, hint: .exact(.phone), rank: 2))
        add("email emailaddress mail", ColumnMeaning(.value, hint: .exact(.email), rank: 2))
        add("wallet walletaddress address cryptoaddress", ColumnMeaning(.value, hint: .wallet, rank: 2))
        add("btcaddress bitcoinaddress", ColumnMeaning(.value, hint: .exact(.btc), rank: 2))
        add("ethaddress ethereumaddress evmaddress", ColumnMeaning(.value, hint: .exact(.evm), rank: 2))
        add("iban", ColumnMeaning(.value, hint: .exact(.iban), rank: 2))
        add("handle username screenname", ColumnMeaning(.value, hint: .exact(.handle), rank: 2))
        add("accountid userid", ColumnMeaning(.value, hint: .exact(.acct), rank: 3))
        add("steamid", ColumnMeaning(.value, hint: .exact(.acct), platform: "steam", rank: 2))
        add("type indicatortype ioctype", ColumnMeaning(.kind, style: .loose, rank: 1))
        add("firstseen firstreported datereported dateadded reportedat date", ColumnMeaning(.first, rank: 1))
        add("lastseen lastreported", ColumnMeaning(.last, rank: 1))
        add("validuntil expires expiry", ColumnMeaning(.until, rank: 1))
        add("confidence", ColumnMeaning(.conf, rank: 1))
        add("severity", ColumnMeaning(.sev, rank: 1))
        add("marking", ColumnMeaning(.tlp, rank: 1))
        add("tags label tag", ColumnMeaning(.labels, rank: 1))
        add("reference sourceurl", ColumnMeaning(.source, rank: 1))
        add("countrycode", ColumnMeaning(.country, rank: 1))
        add("lang", ColumnMeaning(.language, rank: 1))
        return names
    }()

    /// Names that mean something in one arrangement only.
    private static let names: [FeedLayout: [String: ColumnMeaning]] = [
        .playerList: [
            "attributes": ColumnMeaning(.labels), "lastseen.time": ColumnMeaning(.last),
        ],
        .tagPack: [
            "address": ColumnMeaning(.value, hint: .wallet), "currency": ColumnMeaning(.kind, style: .currency),
            "network": ColumnMeaning(.kind, style: .currency, rank: 1), "label": ColumnMeaning(.labels),
            "abuse": ColumnMeaning(.labels), "source": ColumnMeaning(.source),
        ],
    ]
}
