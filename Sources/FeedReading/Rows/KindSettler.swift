internal import CanonicalCoding
internal import Indicators

/// Settles the kind of a value from what the row, the person, the format and the value itself say, in this order.
struct KindSettler {
    private let optionHint: KindHint?
    let region: RegionCode?

    init(kind: FeedKind, region: RegionCode?) {
        self.region = region
        switch kind {
        case .auto: optionHint = nil
        case .anyWallet: optionHint = .wallet
        case .fixed(let kind): optionHint = KnownKind(kind).map { .exact($0) } ?? .unsupported
        }
    }

    /// Settles the kind and takes the dressing off the value; a reason means the row is refused.
    func settle(
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
    private func settle(_ row: inout FeedRow, by hint: KindHint, _ platform: String?) -> FeedRefusalReason? {
        switch hint {
        case .exact(let kind): return settle(&row, as: kind, platform)
        case .wallet: return settleWallet(&row)
        case .site: return settleSite(&row)
        case .unsupported: return .unsupportedKind
        case .unsupportedCurrency: return settleForeignCurrency(&row)
        }
    }

    private func settle(_ row: inout FeedRow, as kind: KnownKind, _ platform: String?) -> FeedRefusalReason? {
        var settled = kind
        switch kind {
        case .phone:
            if row.withValue({ ValueShape.isPhonePattern($0) }) { settled = .phoneRange }
        case .host, .domain: undress(&row)
        case .acct, .handle:
            if let reason = addPlatform(platform, to: &row) { return reason }
        default: break
        }
        row.kind = settled.kind
        return nil
    }

    private func settleWallet(_ row: inout FeedRow) -> FeedRefusalReason? {
        guard let kind = row.withValue({ KindGuess.kind(of: $0) }), kind.isWallet else { return .notAWallet }
        row.kind = kind
        return nil
    }

    private func settleSite(_ row: inout FeedRow) -> FeedRefusalReason? {
        undress(&row)
        row.kind = row.withValue { value in
            if value.firstIndex(of: Byte.slash) != nil { return .url }
            return KindGuess.kind(of: value) == .domain ? .domain : .host
        }
        return nil
    }

    /// An address of the kind Ethereum uses is the same on every chain, whatever the currency is called.
    private func settleForeignCurrency(_ row: inout FeedRow) -> FeedRefusalReason? {
        guard row.withValue({ $0.hasText("0x") && KindGuess.kind(of: $0) == .evm }) else { return .unsupportedCurrency }
        row.kind = .evm
        return nil
    }

    private func settleByGuess(_ row: inout FeedRow, _ platform: String?) -> FeedRefusalReason? {
        if let kind = row.withValue({ guess($0) }), let known = KnownKind(kind) { return settle(&row, as: known, platform) }
        if row.withValue({ ValueShape.isNetworkRange($0) }) { return .networkRange }
        guard platform != nil else { return .unknownKind }
        return settle(&row, as: .handle, platform)
    }

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
