extension ColumnMeaning {
    /// Our own names, and names in common use that can mean nothing else.
    ///
    /// Names of people, reporters and free descriptions are left out on purpose: they may be those of victims.
    static let plain: [String: ColumnMeaning] = {
        var names = values
        func add(_ words: String, _ meaning: ColumnMeaning) {
            for word in words.split(separator: " ") { names[String(word)] = meaning }
        }
        for field in FeedField.allCases { names[field.rawValue] = ColumnMeaning(field) }
        add("type indicatortype ioctype", ColumnMeaning(.kind, style: .loose, rank: 1))
        add("firstseen firstseenutc firstreported datereported dateadded reportedat date", ColumnMeaning(.first, rank: 1))
        add("lastseen lastseenutc lastreported", ColumnMeaning(.last, rank: 1))
        add("validuntil expires expiry", ColumnMeaning(.until, rank: 1))
        add("confidence confidencelevel", ColumnMeaning(.conf, rank: 1))
        add("severity", ColumnMeaning(.sev, rank: 1))
        add("marking", ColumnMeaning(.tlp, rank: 1))
        add("tags label tag", ColumnMeaning(.labels, rank: 1))
        add("reference sourceurl", ColumnMeaning(.source, rank: 1))
        add("countrycode", ColumnMeaning(.country, rank: 1))
        add("lang", ColumnMeaning(.language, rank: 1))
        return names
    }()

    /// Names of columns with values.
    private static let values: [String: ColumnMeaning] = {
        var names: [String: ColumnMeaning] = [:]
        func add(_ words: String, _ hint: KindHint?, _ rank: Int = Rank.first, isUnsure: Bool = false) {
            for word in words.split(separator: " ") {
                names[String(word)] = ColumnMeaning(.value, hint: hint, rank: rank, isUnsure: isUnsure)
            }
        }
        add("indicator ioc iocvalue indicatorvalue observable", nil, Rank.anyKind)
        add("url urls uri", .exact(.url))
        add("website webseite site sito webaddress paginaweb", .site)
        add("host hostname fqdn", .site, Rank.host)
        add("domain domainname", .site, Rank.domain)
        add("ip ipaddress ipv4 ipv6", .exact(.host), Rank.address)
        add("link", .exact(.url), Rank.weak)
        add("phone phonenumber phoneno telephone tel mobile msisdn callerid calleridnumber companyphonenumber", .exact(.phone))
        add("rufnummer telefonnummer telefon telefono teléfono", .exact(.phone))
        add("number numero numéro número nummer", .exact(.phone), isUnsure: true)
        add("email emailaddress mail emailadresse", .exact(.email))
        add("wallet walletaddress cryptoaddress", .wallet)
        add("address", .wallet, isUnsure: true)
        add("btcaddress bitcoinaddress", .exact(.btc))
        add("ethaddress ethereumaddress evmaddress", .exact(.evm))
        add("iban kontonummer", .exact(.iban))
        add("accountid userid", .exact(.acct))
        add("handle username screenname", .exact(.handle), Rank.host)
        names["steamid"] = ColumnMeaning(.value, hint: .exact(.acct), platform: "steam", rank: Rank.first)
        return names
    }()

    /// Words before the name of a value that say no more than the list does.
    static let accusingWords: Set<String> = [
        "scam", "scammer", "scammers", "phishing", "malicious", "suspicious", "suspect", "fraud", "fraudulent", "fake", "bad",
        "reported",
    ]
}
