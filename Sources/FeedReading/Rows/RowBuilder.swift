internal import CanonicalCoding
internal import Indicators

/// What a list says about the values on it.
enum Stance {
    /// They take part in scams, as the values of any list that says nothing else.
    case accuses
    /// They are sound.
    case vouches
    /// They are named, and the list does not say for what.
    case unstated
}

/// Puts one row together from its fields and decides whether it is read or refused.
struct RowBuilder {
    private var settler: KindSettler
    let limits: FeedLimits
    private let constants: [(field: FeedField, text: [UInt8])]
    let accusesByConstant: Bool
    private(set) var row = FeedRow()
    var counts = FeedCounts()
    private var fault: (reason: FeedRefusalReason, field: FeedField?)?
    private(set) var stance = Stance.accuses
    /// What the row's own columns say about its value.
    var verdicts: Set<StatedVerdict> = []
    private var rowHint: KindHint?
    private var formatHint: KindHint?
    private var draft = DetailsDraft()
    private var kindNames = KindNameMemory()
    var verdictMemory = VerdictMemory()

    init(options: FeedOptions) {
        self.limits = options.limits
        var constants: [(field: FeedField, text: [UInt8])] = []
        for mapping in options.mappings {
            guard let field = mapping.field, case .constant(let text) = mapping.origin else { continue }
            constants.append((field, Array(text.utf8)))
        }
        self.constants = constants
        self.accusesByConstant = constants.contains { $0.field == .scam }
        self.settler = KindSettler(
            kind: options.kind, region: options.region, namesOnePlatform: constants.contains { $0.field == .platform })
    }

    /// Starts a row.
    mutating func begin(line: Int, stance: Stance = .accuses) {
        row.line = line
        row.text.removeAll()
        row.region = settler.region
        self.stance = stance
        if !verdicts.isEmpty { verdicts.removeAll(keepingCapacity: true) }
        fault = nil
        rowHint = nil
        formatHint = nil
        draft.reset()
        if !constants.isEmpty { takeConstants() }
    }

    private mutating func takeConstants() {
        for constant in constants { take(constant.field, constant.text.span) }
    }

    /// Takes the value, and the kind its format or column gives it.
    mutating func takeValue(_ bytes: Span<UInt8>, hint: KindHint? = nil) {
        let range = bytes.trimmedRange
        takeTrimmedValue(bytes.extracting(range), contents: bytes.extracting(range).contents, hint: hint)
    }

    /// Takes a value without blanks at its ends, of whose bytes something is known.
    mutating func takeTrimmedValue(_ value: Span<UInt8>, contents: ByteContents, hint: KindHint? = nil) {
        if contents.hasControls { blame(.controlCharacter) }
        if !contents.isASCII, !UTF8Text.isValid(value) { blame(.notUTF8) }
        if value.count > limits.lineBytes { blame(.lineTooLong) }
        row.text.replace(with: value)
        formatHint = hint
    }

    /// Takes a kind as the row names it.
    ///
    /// A loose name comes from a column that is not ours: one that means nothing is passed over, and `domain` may be
    /// any name of a site, since other lists do not keep hosts and registrable domains apart.
    mutating func takeKind(_ text: Span<UInt8>, isLoose: Bool) {
        let name = text.extracting(text.trimmedRange)
        guard !name.isEmpty else { return }
        if let hint = kindNames.hint(naming: name) {
            rowHint = isLoose && hint == .exact(.domain) ? .site : hint
        } else if !isLoose {
            rowHint = .unsupported
        }
    }

    /// Takes the kind that the sign of a currency stands for.
    mutating func takeCurrencyOfAddress(_ text: Span<UInt8>) {
        let sign = text.extracting(text.trimmedRange)
        if !sign.isEmpty { rowHint = KindHint(currency: sign) }
    }

    /// Takes a field other than the value by its text.
    ///
    /// A loose text stands under a name that is not ours: one that cannot be read is passed over.
    mutating func take(_ field: FeedField, _ bytes: Span<UInt8>, isLoose: Bool = false) {
        let text = bytes.extracting(bytes.trimmedRange)
        guard !text.isEmpty else { return }
        if let reason = take(trimmed: text, as: field), !isLoose { blame(reason, field) }
    }

    /// Takes one label more.
    mutating func takeLabel(_ bytes: Span<UInt8>) {
        let text = bytes.extracting(bytes.trimmedRange)
        if !text.isEmpty, let reason = draft.addLabel(text, limits: limits) { blame(reason, .labels) }
    }

    /// Takes a marking that stands among labels; one that cannot be read refuses the row, since it says who may see it.
    mutating func takeMarking(_ text: Span<UInt8>) {
        if draft.takeMarking(text) != nil { blame(.badField, .tlp) }
    }

    /// Takes a connection to another value.
    mutating func takeRelation(verb: Span<UInt8>, kind: Span<UInt8>, value: Span<UInt8>) {
        if let reason = draft.addRelation(verb: verb, kind: kind, value: value, limits: limits) { blame(reason, .rel) }
    }

    /// Notes that the row vouches for its value, whatever the list around it does.
    mutating func vouch() {
        stance = .vouches
    }

    /// Whether a member of a record holds values of the kind that the person named, first by family and then by kind.
    var kindTests: [(ColumnMeaning) -> Bool] {
        guard let hint = settler.optionHint, let family = ValueFamily(hint) else { return [] }
        return [{ $0.family == family }, { $0.hint == hint }]
    }

    /// Whether the row has a platform already.
    var namesPlatform: Bool { draft.details.platform != nil }

    /// Whether the row has a scam code already.
    var namesScam: Bool { draft.details.scam != nil }

    /// Notes the first thing that is wrong with the row.
    mutating func blame(_ reason: FeedRefusalReason, _ field: FeedField? = nil) {
        if fault == nil { fault = (reason, field) }
    }

    private mutating func take(trimmed text: Span<UInt8>, as field: FeedField) -> FeedRefusalReason? {
        switch field {
        case .value: takeValue(text)
        case .kind: takeKind(text, isLoose: false)
        case .region:
            guard let region = FieldText.region(text) else { return .badField }
            row.region = region
        default: return draft.take(text, as: field, limits: limits)
        }
        return nil
    }
}

extension RowBuilder {
    /// Ends the row: it is counted and either stands in ``row`` or is refused.
    mutating func finish() -> FeedStep {
        if let reason = stanceFault { return refuse(reason) }
        if let reason = draft.close() { blame(reason, reason == .badField ? .amount : nil) }
        if let fault { return refuse(fault.reason, field: fault.field) }
        guard !row.text.isEmpty else { return refuse(.missingValue) }
        let platform = draft.details.platform
        if let reason = settler.settle(&row, rowHint: rowHint, formatHint: formatHint, platform: platform) {
            return refuse(reason)
        }
        row.box = draft.isEmpty ? nil : DetailsBox(draft.takeAll())
        counts.read += 1
        row.number = counts.rows
        return .row
    }

    /// Refuses the row that was begun.
    private mutating func refuse(_ reason: FeedRefusalReason, field: FeedField? = nil) -> FeedStep {
        counts.refused += 1
        let excerpt = row.text.prefix(FeedLimits.excerptBytes)
        return .refused(FeedRefusal(line: row.line, number: counts.rows, reason: reason, field: field, excerpt: excerpt))
    }

    /// Refuses a row that could not be begun.
    mutating func refuse(line: Int, _ reason: FeedRefusalReason, excerpt: Span<UInt8>) -> FeedStep {
        counts.refused += 1
        let excerpt = excerpt.extracting(first: FeedLimits.excerptBytes).array
        return .refused(FeedRefusal(line: line, number: counts.rows, reason: reason, excerpt: excerpt))
    }

    /// Refuses a row of which nothing is kept.
    mutating func refuse(line: Int, _ reason: FeedRefusalReason) -> FeedStep {
        counts.refused += 1
        return .refused(FeedRefusal(line: line, number: counts.rows, reason: reason))
    }
}
