public import Indicators

/// Counts rows while a feed is inspected.
struct InspectionTally {
    private(set) var accepted = 0
    private(set) var cut = 0
    private(set) var refused = 0
    private(set) var kinds: [FeedInspection.KindSummary] = []
    private(set) var refusals: [FeedInspection.RefusalSummary] = []
    private(set) var fields: [FeedField: Int] = [:]

    /// Counts a row that was read.
    mutating func add(_ row: FeedRow, _ judgement: RowJudgement) {
        switch judgement {
        case .accepted(let isCut): accept(row, isCut)
        case .notCanonical(let reason): add(FeedRefusal(row, IndicatorError(reason, byteCount: 0)))
        case .refused(let code, let sentence, let hint):
            let place = FeedInspection.RefusedRow(
                line: row.line, number: row.number, excerpt: Array(row.text.prefix(FeedLimits.excerptBytes)))
            refuse(place, FeedInspection.RefusalSummary(code: code, sentence: sentence, hint: hint))
        }
    }

    /// Counts a row that was refused.
    mutating func add(_ refusal: FeedRefusal) {
        let canonical = refusal.canonicalReason.map { IndicatorError($0, byteCount: 0) }
        let place = FeedInspection.RefusedRow(line: refusal.line, number: refusal.number, excerpt: refusal.excerpt)
        refuse(
            place,
            FeedInspection.RefusalSummary(
                code: refusal.code, sentence: canonical?.sentence ?? refusal.reason.sentence,
                hint: canonical?.hint ?? refusal.reason.hint))
    }

    private mutating func accept(_ row: FeedRow, _ isCut: Bool) {
        accepted += 1
        if isCut { cut += 1 }
        let index = kinds.firstIndex { $0.kind == row.kind } ?? kinds.count
        if index == kinds.count { kinds.append(FeedInspection.KindSummary(kind: row.kind)) }
        kinds[index].rows += 1
        if row.kindOrigin == .guess { kinds[index].guessed += 1 }
        if kinds[index].lines.count < FeedInspection.exampleLimit { kinds[index].lines.append(row.line) }
        for field in row.details?.fields ?? [] { fields[field, default: 0] += 1 }
    }

    private mutating func refuse(_ row: FeedInspection.RefusedRow, _ summary: FeedInspection.RefusalSummary) {
        refused += 1
        let index = refusals.firstIndex { $0.code == summary.code } ?? refusals.count
        if index == refusals.count { refusals.append(summary) }
        refusals[index].rows += 1
        if refusals[index].examples.count < FeedInspection.exampleLimit { refusals[index].examples.append(row) }
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
