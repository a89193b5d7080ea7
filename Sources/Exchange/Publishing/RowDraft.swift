internal import Blinding
internal import CanonicalCoding
internal import FeedReading
internal import Indicators

/// One feed row in canonical form, before its tag is known.
struct RowDraft {
    let feed: Int
    let line: Int
    let form: CanonicalForm
    /// The published canonical bytes: those of the form, or shorter when personal data was cut off.
    let canonical: [UInt8]
    let wasCut: Bool
    let isProtected: Bool
    let report: CoreCell.Report
    let marking: Marking
    let details: FeedDetails?
    let relations: [Relation]

    /// A connection whose other end is in canonical form.
    struct Relation {
        let verb: String
        let kind: IndicatorKind
        let canonical: [UInt8]
    }

    /// Free texts that hold an e-mail address and stay here.
    let withheldTexts: [String]

    /// A row of a kind that whoever publishes may not publish.
    static let otherKindReason = "kind-not-in-scope"
    static let cutReason = "personal-data-cut"
    static let withheldReason = "personal-data-withheld:"
    static let protectedReason = "E_PROTECTED"

    /// Everything whose tags the row needs, its own first.
    func inputs() throws(BlindingError) -> [MatchInput] {
        var inputs = [try MatchInput(kind: form.kind, canonical: canonical.span)]
        if let mailbox = form.mailbox { inputs.append(try MatchInput(kind: .mbox, canonical: mailbox.span)) }
        for relation in relations { inputs.append(try MatchInput(kind: relation.kind, canonical: relation.canonical.span)) }
        return inputs
    }

    /// What the report says of an accepted row beyond its acceptance.
    var note: String {
        var notes: [String] = []
        if wasCut { notes.append(Self.cutReason) }
        notes += withheldTexts.map { Self.withheldReason + $0 }
        if isProtected { notes.append(Self.protectedReason) }
        return notes.joined(separator: ",")
    }
}

/// Turns feed rows into drafts under the defaults of one request.
struct RowDrafter {
    let request: PublishRequest
    let protected: ProtectedIndicators
    private let suites: SuiteTable?
    let today: CalendarDay

    /// - Parameter suites: how the epoch makes tags; nil where that is not known and refuses nothing.
    init(_ request: PublishRequest, protected: ProtectedIndicators, suites: SuiteTable?) {
        self.suites = suites
        self.request = request
        self.protected = protected
        today = request.time.day
    }

    /// Canonical form, search for personal data, dates: everything about a row that needs no secret.
    func draft(_ row: FeedRow, feed: Int) throws(RowRefusal) -> RowDraft {
        let form = try canonical(row.value, row.kind, row.region)
        try requireSuites(form)
        if let amount = row.details?.impact?.minorUnits, amount.magnitude > UInt64(JSONValue.largestInteger) {
            throw .publishing(.amountOutOfRange)
        }
        let (bytes, wasCut) = try published(form)
        let report = try report(row.details, form)
        let (details, withheld) = try screened(row.details)
        return RowDraft(
            feed: feed, line: row.line, form: form, canonical: bytes, wasCut: wasCut, isProtected: isProtected(form.kind, bytes),
            report: report, marking: row.details?.marking ?? request.marking, details: details,
            relations: try relations(row), withheldTexts: withheld)
    }

    /// A note or source that holds somebody's e-mail address is treated like a URL that does.
    private func screened(_ details: FeedDetails?) throws(RowRefusal) -> (FeedDetails?, [String]) {
        guard let details, request.personalData != .keep else { return (details, []) }
        let (rest, withheld) = details.withholdingTexts(where: PersonalData.holdsAddress)
        if !withheld.isEmpty, request.personalData == .refuse { throw .publishing(.personalText) }
        return (rest, withheld)
    }

    private func canonical(
        _ value: [UInt8], _ kind: IndicatorKind, _ region: RegionCode?
    ) throws(RowRefusal) -> CanonicalForm {
        do throws(IndicatorError) {
            let form = try Canonicaliser.canonicalForm(of: value.span, kind: kind, region: region)
            try Platform.requireKnown(in: form.canonical.span, of: form.kind)
            return form
        } catch {
            throw .canonical(error.reason)
        }
    }

    /// A kind that the epoch cannot tag is a matter of the row, not of the whole feed.
    private func requireSuites(_ form: CanonicalForm) throws(RowRefusal) {
        guard let suites else { return }
        do throws(BlindingError) {
            _ = try suites.suite(of: form.kind)
            if form.mailbox != nil { _ = try suites.suite(of: .mbox) }
        } catch {
            throw .publishing(.noSuite)
        }
    }

    private func published(_ form: CanonicalForm) throws(RowRefusal) -> (bytes: [UInt8], wasCut: Bool) {
        guard form.kind == .url else { return (form.canonical, false) }
        let outcome = PersonalData.outcome(ofPublishing: form.canonical.span, mode: request.personalData) { host in
            isProtected(.host, host.indices.map { host[$0] })
        }
        switch outcome {
        case .clean, .kept: return (form.canonical, false)
        case .cut(let shorter, _): return (shorter, true)
        case .refused(.personalData, _): throw .publishing(.personalData)
        case .refused(.onlyProtectedRootLeft, _): throw .publishing(.onlyProtectedRootLeft)
        }
    }

    private func isProtected(_ kind: IndicatorKind, _ canonical: [UInt8]) -> Bool { protected.contains(kind, canonical) }

    /// `first` ≤ `last` ≤ the day of publication, or no verifier will take the row.
    private func report(_ details: FeedDetails?, _ form: CanonicalForm) throws(RowRefusal) -> CoreCell.Report {
        let first = details?.first ?? request.first ?? details?.last ?? today
        let last = details?.last ?? first
        guard first <= last else { throw .publishing(.firstAfterLast) }
        guard last <= today else { throw .publishing(.dateInTheFuture) }
        return CoreCell.Report(
            confidence: details?.confidence ?? request.confidencePercent, first: first, last: last, until: details?.until,
            scam: details?.scam ?? request.scam, severity: details?.severity,
            basis: details?.basis.flatMap { $0 == .observed ? nil : $0.rawValue },
            subject: details?.subject.flatMap { $0 == .unknown ? nil : $0.rawValue }, length: form.lengthSpan)
    }

    private func relations(_ row: FeedRow) throws(RowRefusal) -> [RowDraft.Relation] {
        var relations: [RowDraft.Relation] = []
        for relation in row.details?.relations ?? [] {
            let form = try canonical(relation.value, relation.kind, row.region)
            try requireSuites(form)
            let bytes = try published(form).bytes
            relations.append(.init(verb: relation.verb.rawValue, kind: form.kind, canonical: bytes))
        }
        return relations
    }
}
