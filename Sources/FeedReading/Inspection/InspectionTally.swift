public import Indicators

/// Counts rows while a feed is inspected.
struct InspectionTally {
    private(set) var accepted = 0
    private(set) var refused = 0
    private(set) var kinds: [FeedInspection.KindSummary] = []
    private(set) var refusals: [FeedInspection.RefusalSummary] = []
    private(set) var fields: [FeedField: Int] = [:]
    private var scratch: [UInt8] = []

    /// Counts a row that was read, as refused when it has no canonical form.
    mutating func judge(_ row: FeedRow) {
        if let refusal = refusal(of: row) { return add(refusal) }
        accepted += 1
        let index = kinds.firstIndex { $0.kind == row.kind } ?? kinds.count
        if index == kinds.count { kinds.append(FeedInspection.KindSummary(kind: row.kind)) }
        kinds[index].rows += 1
        if row.kindOrigin == .guess { kinds[index].guessed += 1 }
        if kinds[index].lines.count < FeedInspection.exampleLimit { kinds[index].lines.append(row.line) }
        for field in row.details?.fields ?? [] { fields[field, default: 0] += 1 }
    }

    /// Counts a row that was refused.
    mutating func add(_ refusal: FeedRefusal) {
        refused += 1
        let index = refusals.firstIndex { $0.code == refusal.code } ?? refusals.count
        if index == refusals.count {
            let canonical = refusal.canonicalReason.map { IndicatorError($0, byteCount: 0) }
            refusals.append(
                FeedInspection.RefusalSummary(
                    code: refusal.code, sentence: canonical?.sentence ?? refusal.reason.sentence,
                    hint: canonical?.hint ?? refusal.reason.hint))
        }
        refusals[index].rows += 1
        if refusals[index].examples.count < FeedInspection.exampleLimit { refusals[index].examples.append(refusal) }
    }

    private mutating func refusal(of row: FeedRow) -> FeedRefusal? {
        scratch.removeAll(keepingCapacity: true)
        let value = row.value
        do throws(IndicatorError) {
            try Canonicaliser.appendCanonical(of: value.span, kind: row.kind, region: row.region, to: &scratch)
            try Platform.requireKnown(in: scratch.span, of: row.kind)
            return nil
        } catch {
            return FeedRefusal(row, error)
        }
    }
}

extension FeedRefusal {
    /// The refusal of a row that was read and turned out to have no canonical form.
    public init(_ row: FeedRow, _ error: IndicatorError) {
        self.init(
            line: row.line, number: row.number, reason: .notCanonical, excerpt: row.text.prefix(FeedLimits.excerptBytes),
            canonicalReason: error.reason)
    }
}

extension FeedDetails {
    /// The fields that hold something.
    var fields: [FeedField] {
        let all: [(FeedField, Bool)] = [
            (.first, first != nil), (.last, last != nil), (.until, until != nil), (.conf, confidence != nil),
            (.sev, severity != nil), (.scam, scam != nil), (.tlp, marking != nil), (.basis, basis != nil),
            (.subject, subject != nil), (.platform, platform != nil), (.country, country != nil),
            (.language, language != nil), (.brand, brand != nil), (.labels, !labels.isEmpty),
            (.campaign, campaign != nil), (.note, note != nil), (.source, source != nil), (.rel, !relations.isEmpty),
            (.amount, impact?.minorUnits != nil), (.currency, impact?.currency != nil), (.victims, impact?.victims != nil),
        ]
        return all.compactMap { $0.1 ? $0.0 : nil }
    }
}
