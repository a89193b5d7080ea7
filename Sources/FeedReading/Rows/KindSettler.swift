internal import CanonicalCoding
internal import Indicators

/// Settles the kind of a value from what the row, the person, the format and the value itself say, in this order.
struct KindSettler {
    /// What the person said about all values.
    let optionHint: KindHint?
    let region: RegionCode?
    /// Whether the person named one platform for all rows, so that a bare name may be one of an account.
    private let namesOnePlatform: Bool
    /// Rows whose value was guessed to be a site, and those for which no kind was found.
    private var sites = 0
    private var strangers = 0

    init(kind: FeedKind, region: RegionCode?, namesOnePlatform: Bool = false) {
        self.region = region
        self.namesOnePlatform = namesOnePlatform
        switch kind {
        case .auto: optionHint = nil
        case .anyWallet: optionHint = .wallet
        case .fixed(let kind): optionHint = KnownKind(kind).map { .exact($0) } ?? .unsupported
        }
    }

    /// Settles the kind and takes the dressing off the value; a reason means the row is refused.
    mutating func settle(
        _ row: inout FeedRow, rowHint: KindHint?, formatHint: KindHint?, platform: String?
    ) -> FeedRefusalReason? {
        if let rowHint {
            row.kindOrigin = .row
            return settle(&row, by: rowHint, platform)
        }
        if let optionHint {
            row.kindOrigin = .option
            return settle(&row, by: optionHint, platform)
        }
        if let formatHint {
            row.kindOrigin = .format
            return settle(&row, by: formatHint, platform)
        }
        row.kindOrigin = .guess
        return settleByGuess(&row, platform)
    }

    /// The kind a value looks like.
    func guess(_ value: Span<UInt8>) -> IndicatorKind? {
        if ValueShape.isNetworkRange(value) { return nil }
        let dressed = ValueShape.nameRange(value)
        if let kind = KindGuess.kind(of: value.extracting(dressed), region: region) { return kind }
        // What is written as a phone number is one, so that its refusal says which rule it breaks.
        guard !value.isEmpty, value[0] == Byte.plus || region != nil else { return nil }
        if ValueShape.isPhonePattern(value) { return .phoneRange }
        return ValueShape.isPhoneLike(value) ? .phone : nil
    }
}

extension KindSettler {
    private mutating func settle(_ row: inout FeedRow, by hint: KindHint, _ platform: String?) -> FeedRefusalReason? {
        switch hint {
        case .exact(let kind): return settle(&row, as: kind, platform)
        case .wallet: return settleWallet(&row)
        case .site: return settleSite(&row)
        case .handle(let named): return settleHandle(&row, named, platform)
        case .unsupported: return .unsupportedKind
        case .unsupportedCurrency: return settleForeignCurrency(&row)
        }
    }

    private func settle(_ row: inout FeedRow, as kind: KnownKind, _ platform: String?) -> FeedRefusalReason? {
        var settled = kind
        switch kind {
        case .phone:
            if row.withValue({ ValueShape.isPhonePattern($0) }) { settled = .phoneRange }
        case .host, .domain, .url:
            if kind != .url { undress(&row) }
            if let reason = row.withValue({ ReportedSite.fault($0) }) { return reason }
        case .email, .mbox:
            if row.withValue({ ReportedSite.isMailPattern($0) }) { return .patternRule }
        case .acct, .handle:
            switch settleAccount(&row, kind, platform) {
            case .success(let kind): settled = kind
            case .failure(let reason): return reason
            }
        default: break
        }
        row.kind = settled.kind
        return nil
    }

    /// A name of the platform that a kind speaks of; what is none, such as an address that imitates it, is guessed at.
    private mutating func settleHandle(_ row: inout FeedRow, _ named: String, _ platform: String?) -> FeedRefusalReason? {
        if case .other = row.withValue({ ReportedAccount($0, platform: named, isHandle: true) }) {
            return settleByGuess(&row, platform)
        }
        return settle(&row, as: .handle, platform ?? named)
    }

    /// Takes the name of an account out of what is written, and puts its platform before it.
    private func settleAccount(
        _ row: inout FeedRow, _ kind: KnownKind, _ platform: String?
    ) -> Result<KnownKind, FeedRefusalReason> {
        var (settled, platform) = (kind, platform)
        switch row.withValue({ ReportedAccount($0, platform: platform, isHandle: kind == .handle) }) {
        case .name: break
        case .identifier: settled = .acct
        case .other: return .failure(.notAHandle)
        case .profile(let found, let name):
            platform = found
            row.text.keep(name)
        }
        if let reason = addPlatform(platform, to: &row) { return .failure(reason) }
        return .success(settled)
    }

    private func settleWallet(_ row: inout FeedRow) -> FeedRefusalReason? {
        guard let kind = row.withValue({ KindGuess.kind(of: $0) }), kind.isWallet else { return .notAWallet }
        row.kind = kind
        return nil
    }

    private func settleSite(_ row: inout FeedRow) -> FeedRefusalReason? {
        undress(&row)
        let hasPath = row.withValue { $0.firstIndex(of: Byte.slash) != nil }
        let kind = row.withValue { KindGuess.siteKind(of: $0) }
        if let reason = row.withValue({ ReportedSite.fault($0) }) { return reason }
        if kind == nil, hasPath { return .unknownKind }
        row.kind = kind ?? .host
        return nil
    }

    /// An address of the kind Ethereum uses is the same on every chain, whatever the currency is called.
    private func settleForeignCurrency(_ row: inout FeedRow) -> FeedRefusalReason? {
        guard row.withValue({ $0.hasText("0x") && KindGuess.kind(of: $0) == .evm }) else { return .unsupportedCurrency }
        row.kind = .evm
        return nil
    }

    private mutating func settleByGuess(_ row: inout FeedRow, _ platform: String?) -> FeedRefusalReason? {
        if platform == "steam", row.withValue({ ReportedAccount.isSteamID($0) }) { return settle(&row, as: .acct, platform) }
        if let kind = row.withValue({ guess($0) }), let known = KnownKind(kind) {
            if known == .domain || known == .host { sites += 1 }
            if namesOnePlatform, row.withValue({ isName($0, known) }) { return .siteOrAccount }
            return settle(&row, as: known, platform)
        }
        if row.withValue({ ValueShape.isNetworkRange($0) }) { return .networkRange }
        if platform != nil { return settle(&row, as: .handle, platform) }
        if isListOfSites, row.withValue({ isUnlistedName($0) }) { return settleSite(&row) }
        strangers += 1
        return row.withValue { ReportedSite.isPattern($0) } ? .patternRule : .unknownKind
    }

    /// Whether a value is a name and no address of a site: such a name may as well be one of an account.
    private func isName(_ value: Span<UInt8>, _ kind: KnownKind) -> Bool {
        guard kind == .domain || kind == .host, !value.isEmpty else { return false }
        let last = value[value.count - 1]
        return !Byte.isDigit(last) && last != UInt8(ascii: "]") && value.firstIndex(of: Byte.colon) == nil
    }

    /// Whether the rows before leave no doubt that bare names are sites, so that one under a top-level domain that does not
    /// exist (any more) is one, too.
    private var isListOfSites: Bool { sites >= Self.sitesOfAList && strangers * Self.sitesPerStranger <= sites }

    private func isUnlistedName(_ value: Span<UInt8>) -> Bool {
        let kind = KindGuess.siteKind(of: value.extracting(ValueShape.nameRange(value)))
        return kind == .domain || kind == .host
    }

    private static let sitesOfAList = 20
    private static let sitesPerStranger = 10

    private func addPlatform(_ platform: String?, to row: inout FeedRow) -> FeedRefusalReason? {
        guard let platform else {
            return row.withValue { ValueShape.namesPlatform($0) } ? nil : .missingPlatform
        }
        row.text.ensurePrefix(Array((platform + ":").utf8))
        return nil
    }

    /// Takes off the `*.` and the dot before a name, which say that names below it are meant as well.
    private func undress(_ row: inout FeedRow) {
        row.text.dropFirst(row.withValue { ValueShape.nameRange($0).lowerBound })
    }
}
