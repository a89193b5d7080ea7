internal import CanonicalCoding
internal import Indicators

/// The further fields of the row that is being read.
struct DetailsDraft {
    private(set) var details = FeedDetails()
    private(set) var isEmpty = true
    private var amount: [UInt8] = []
    private var currency: String?
    private var victims: Int?
    /// The marking among the labels.
    private var labelled: Marking?

    /// Forgets the row before.
    mutating func reset() {
        guard !isEmpty else { return }
        self = DetailsDraft()
    }

    /// Hands over the fields and forgets them.
    mutating func takeAll() -> FeedDetails {
        let all = details
        self = DetailsDraft()
        return all
    }

    /// Takes one field; a reason means that it cannot be read.
    mutating func take(_ text: Span<UInt8>, as field: FeedField, limits: FeedLimits) -> FeedRefusalReason? {
        isEmpty = false
        switch field {
        case .first, .last, .until: return takeDay(text, as: field)
        case .conf, .sev, .victims: return takeNumber(text, as: field)
        case .labels: return takeLabels(text, limits: limits)
        case .amount:
            guard text.count <= FieldText.longestNumber else { return .fieldTooLong }
            amount = text.array
            return nil
        case .rel: return .badField
        default: return takeWord(text, as: field) ?? takeText(text, as: field, limits: limits)
        }
    }

    /// Adds one label.
    mutating func addLabel(_ text: Span<UInt8>, limits: FeedLimits) -> FeedRefusalReason? {
        isEmpty = false
        if Self.isMarking(text) {
            guard let end = text.firstIndex(of: Byte.comma) else { return takeMarking(text) }
            let rest = text.extracting(text.trimming(end + 1..<text.count))
            let reason = takeMarking(text.extracting(text.trimming(0..<end)))
            return reason ?? (rest.isEmpty ? nil : addLabel(rest, limits: limits))
        }
        guard text.count <= limits.labelBytes, details.labels.count < limits.labels else { return .fieldTooLong }
        guard let label = FieldText.line(text) else { return .badField }
        details.labels.append(label)
        return nil
    }

    /// Whether a label or tag is a TLP marking.
    static func isMarking(_ text: Span<UInt8>) -> Bool {
        text.hasText("tlp:") || text.hasText("TLP:") || text.hasText("Tlp:")
    }

    /// Takes a marking that stands among labels: the most restrictive of several counts, and only where no column says it.
    mutating func takeMarking(_ text: Span<UInt8>) -> FeedRefusalReason? {
        isEmpty = false
        guard let marking = FieldText.marking(text) else { return .badField }
        labelled = labelled.map { max($0, marking) } ?? marking
        return nil
    }

    /// Adds one connection to another value.
    mutating func addRelation(
        verb: Span<UInt8>, kind: Span<UInt8>, value: Span<UInt8>, limits: FeedLimits
    ) -> FeedRefusalReason? {
        isEmpty = false
        guard details.relations.count < limits.relations, value.count <= limits.textBytes else { return .fieldTooLong }
        guard let verb = FeedRelation.Verb(rawValue: verb.string), case .exact(let kind) = KindHint(naming: kind),
            FieldText.line(value) != nil, !value.isEmpty
        else { return .badField }
        details.relations.append(FeedRelation(verb: verb, kind: kind.kind, value: value.array))
        return nil
    }

    /// Brings the fields together that depend on each other.
    mutating func close() -> FeedRefusalReason? {
        guard !isEmpty else { return nil }
        if details.first == nil { details.first = details.last }
        if details.marking == nil { details.marking = labelled }
        if let first = details.first, let last = details.last, last < first { return .datesOutOfOrder }
        guard !amount.isEmpty || currency != nil || victims != nil else { return nil }
        var minorUnits: Int64?
        if !amount.isEmpty {
            guard let currency, let units = Money.minorUnits(amount.span, currency: currency) else { return .badField }
            minorUnits = units
        }
        details.impact = FeedImpact(currency: currency, minorUnits: minorUnits, victims: victims)
        return nil
    }
}

extension DetailsDraft {
    private mutating func takeDay(_ text: Span<UInt8>, as field: FeedField) -> FeedRefusalReason? {
        guard let day = DayText.day(text) else { return .badField }
        switch field {
        case .first: details.first = day
        case .last: details.last = day
        default: details.until = day
        }
        return nil
    }

    private mutating func takeNumber(_ text: Span<UInt8>, as field: FeedField) -> FeedRefusalReason? {
        guard let number = FieldText.number(text) else { return .badField }
        switch field {
        case .conf where number <= 100: details.confidence = number
        case .sev where number <= 4: details.severity = number
        case .victims: victims = number
        default: return .badField
        }
        return nil
    }

    private mutating func takeLabels(_ text: Span<UInt8>, limits: FeedLimits) -> FeedRefusalReason? {
        var start = 0
        while start <= text.count {
            let end = text.firstIndex(of: Byte.semicolon, from: start) ?? text.count
            let range = text.trimming(start..<end)
            if !range.isEmpty, let reason = addLabel(text.extracting(range), limits: limits) { return reason }
            start = end + 1
        }
        return nil
    }

    /// Fields whose text is one of few or has a fixed form; nil also means that the field is none of them.
    private mutating func takeWord(_ text: Span<UInt8>, as field: FeedField) -> FeedRefusalReason? {
        switch field {
        case .tlp: details.marking = FieldText.marking(text)
        case .basis: details.basis = FeedBasis(rawValue: FieldText.lowercased(text))
        case .subject: details.subject = FeedSubject(rawValue: FieldText.lowercased(text))
        case .scam: details.scam = FieldText.code(text, lengths: 1...64)
        case .platform: details.platform = FieldText.platform(text)
        case .country: details.country = FieldText.capitals(text, count: 2)
        case .currency: currency = FieldText.capitals(text, count: 3).flatMap { Money.isCurrency($0) ? $0 : nil }
        case .language: details.language = FieldText.languageTag(text)
        default: return nil
        }
        return isMissing(field) ? .badField : nil
    }

    private func isMissing(_ field: FeedField) -> Bool {
        switch field {
        case .tlp: details.marking == nil
        case .basis: details.basis == nil
        case .subject: details.subject == nil
        case .scam: details.scam == nil
        case .platform: details.platform == nil
        case .country: details.country == nil
        case .currency: currency == nil
        default: details.language == nil
        }
    }

    private mutating func takeText(_ text: Span<UInt8>, as field: FeedField, limits: FeedLimits) -> FeedRefusalReason? {
        let limit = field == .note ? limits.noteBytes : limits.textBytes
        switch field {
        case .brand, .campaign, .note, .source: break
        default: return nil
        }
        guard text.count <= limit else { return .fieldTooLong }
        guard let string = field == .note ? FieldText.paragraph(text) : FieldText.line(text) else { return .badField }
        switch field {
        case .brand: details.brand = string
        case .campaign: details.campaign = string
        case .note: details.note = string
        default: details.source = string
        }
        return nil
    }
}
