/// Amounts of money in the smallest unit of their currency.
enum Money {
    /// Whether a code of three capital letters is a currency in use, or bitcoin.
    static func isCurrency(_ code: String) -> Bool {
        decimals[code] != nil
    }

    /// Reads digits with at most one decimal point; more decimals than the currency has must be zeros.
    static func minorUnits(_ text: Span<UInt8>, currency: String) -> Int64? {
        guard let places = decimals[currency] else { return nil }
        let point = text.firstIndex(of: Byte.dot) ?? text.count
        var units: Int64 = 0
        guard point > 0 || text.count > 1 else { return nil }
        for index in 0..<point {
            guard append(text[index], to: &units) else { return nil }
        }
        let fraction = min(text.count, point + 1)
        for place in 0..<places {
            guard append(fraction + place < text.count ? text[fraction + place] : Byte.zero, to: &units) else { return nil }
        }
        for index in min(text.count, fraction + places)..<text.count where text[index] != Byte.zero { return nil }
        return units
    }

    private static func append(_ digit: UInt8, to units: inout Int64) -> Bool {
        guard Byte.isDigit(digit) else { return false }
        let (product, overflows) = units.multipliedReportingOverflow(by: 10)
        guard !overflows else { return false }
        let (sum, overflowsAgain) = product.addingReportingOverflow(Int64(digit - Byte.zero))
        units = sum
        return !overflowsAgain
    }

    /// How many decimals each currency has, by ISO 4217; bitcoin is counted in satoshi.
    private static let decimals: [String: Int] = {
        var decimals: [String: Int] = ["BTC": 8, "XBT": 8, "CLF": 4, "UYW": 4]
        func add(_ places: Int, _ codes: String) {
            for code in codes.split(separator: " ") { decimals[String(code)] = places }
        }
        add(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
        add(3, "BHD IQD JOD KWD LYD OMR TND")
        add(2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF")
        add(2, "CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF")
        add(2, "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR")
        add(2, "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD")
        add(2, "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG")
        add(2, "YER ZAR ZMW ZWG HRK")
        return decimals
    }()
}
