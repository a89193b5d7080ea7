internal import Indicators

/// The kinds that have a canonical form, as numbers: rows are told apart by the million.
enum KnownKind: UInt8, CaseIterable {
    case phone
    case phoneRange
    case email
    case mbox
    case acct
    case handle
    case url
    case host
    case domain
    case btc
    case ltc
    case doge
    case evm
    case tron
    case sol
    case xrp
    case xmr
    case iban

    /// Takes a kind of the vocabulary; one without a canonical form gives nothing.
    init?(_ kind: IndicatorKind) {
        guard let known = Self.byName[kind.name] else { return nil }
        self = known
    }

    /// The kind of the vocabulary.
    var kind: IndicatorKind { Self.kinds[Int(rawValue)] }

    private static let kinds: [IndicatorKind] = [
        .phone, .phoneRange, .email, .mbox, .acct, .handle, .url, .host, .domain, .btc, .ltc, .doge, .evm, .tron, .sol,
        .xrp, .xmr, .iban,
    ]

    private static let byName: [String: KnownKind] = {
        var names: [String: KnownKind] = [:]
        for known in allCases { names[known.kind.name] = known }
        return names
    }()
}
