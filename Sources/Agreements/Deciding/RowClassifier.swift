/// Sorts the rows of one segment into classes that the rules of an agreement cannot tell apart.
///
/// Numbers are reduced to the bounds the rules name: confidence and sources to the highest bound reached, age to the lowest bound
/// not exceeded, or one day beyond the last. Verbs that neither the agreement nor a profile can tell apart are one. A million rows so make
/// a handful of classes, and each is decided once.
public struct RowClassifier: Sendable {
    private let template: RowClass
    private let confidences: Bounds
    private let sources: Bounds
    private let ages: Bounds
    private var numbers: [UInt64: Int] = [:]
    /// The verbs that the agreement, or the profile of a member, can tell from others; all others are one.
    private let acts: [String: UInt64]
    private let otherAct: String
    private var last: (key: UInt64, number: Int)?

    /// The classes found so far, each with the number of its rows.
    public private(set) var classes: [RowClass] = []

    /// Begins a segment.
    ///
    /// - Parameter segment: what all its rows share: kind, marking, columns, flags; the rest of it is of no account.
    public init(agreement: Agreement, segment: RowClass) {
        template = segment
        let conditions = agreement.rules.map(\.conditions)
        confidences = Bounds(conditions.compactMap(\.leastConfidence) + [RowFaults.largestConfidence + 1])
        sources = Bounds(conditions.compactMap(\.leastSources))
        let named = agreement.rules.reduce(into: AgreementRule.guardedActs) { $0.formUnion($1.types) }
            .union(agreement.retention.entries.flatMap(\.types))
        acts = Dictionary(zip(named.sorted(), UInt64(3)...)) { first, _ in first }
        otherAct = Self.otherAct(besides: named)
        ages = Bounds(conditions.compactMap { $0.greatestAge?.wholeDays.map { $0 + 1 } })
    }

    /// The number of the class a row belongs to, counted from 0 in order of appearance; counts the row.
    public mutating func classify(_ facts: RowFacts) -> Int {
        let key = key(of: facts)
        let number: Int
        if let last, last.key == key {
            number = last.number
        } else {
            number = numbers[key] ?? begin(key, facts)
            last = (key, number)
        }
        classes[number].rows += 1
        return number
    }

    /// What stands for verbs that nothing in the agreement names: a word that it does not name either.
    private static func otherAct(besides named: Set<String>) -> String {
        let candidates = (1...named.count + 1).lazy.map { $0 == 1 ? "other" : "other-\($0)" }
        return candidates.first { !named.contains($0) } ?? brokenAct
    }

    /// What stands for verbs that break the schema.
    private static let brokenAct = "*"

    /// The word of the class that a row with a verb belongs to.
    private func word(for act: String) -> String {
        if act.isEmpty || acts[act] != nil { return act }
        return NameRule.kind.admits(act) ? otherAct : Self.brokenAct
    }

    /// A number for the verb of a row: 0 without one.
    private func place(of act: String) -> UInt64 {
        if act.isEmpty { return 0 }
        return acts[act] ?? (NameRule.kind.admits(act) ? 2 : 1)
    }

    private func key(of facts: RowFacts) -> UInt64 {
        var key = UInt64(facts.type.place) | UInt64(facts.action?.place ?? 7) << 4 | UInt64(facts.subject.place) << 8
        key |=
            confidences.place(of: facts.confidence) << 12 | sources.place(of: facts.sources) << 20 | ages.place(of: facts.age)
            << 31
        return key | place(of: facts.act) << 42
    }

    private mutating func begin(_ key: UInt64, _ facts: RowFacts) -> Int {
        var rows = template
        rows.type = facts.type.rawValue
        rows.act = word(for: facts.act)
        rows.pap = facts.action?.rawValue ?? ""
        rows.subject = facts.subject.rawValue
        rows.confidence = confidences.bound(below: facts.confidence)
        rows.sources = sources.bound(below: facts.sources)
        rows.age = ages.bound(below: facts.age)
        rows.rows = 0
        numbers[key] = classes.count
        classes.append(rows)
        return classes.count - 1
    }
}

/// Ascending bounds, and which of them a number reaches.
private struct Bounds: Sendable {
    private let bounds: [Int64]

    /// There are no more bounds than rules, so that eleven bits count them; confidence has at most 102.
    init(_ values: [Int64]) { bounds = Set(values).sorted() }

    /// How many bounds a number reaches.
    func place(of value: Int64) -> UInt64 {
        var count = 0
        while count < bounds.count, value >= bounds[count] { count += 1 }
        return UInt64(count)
    }

    /// The highest bound a number reaches, or 0.
    func bound(below value: Int64) -> Int64 { bounds.last { value >= $0 } ?? 0 }
}

extension RowFacts.ClaimType {
    fileprivate var place: Int {
        switch self {
        case .report: 0
        case .retract: 1
        case .outcome: 2
        case .object: 3
        }
    }
}

extension PermissibleAction {
    fileprivate var place: Int {
        switch self {
        case .clear: 0
        case .green: 1
        case .amber: 2
        case .red: 3
        }
    }
}

extension SubjectClass {
    fileprivate var place: Int {
        switch self {
        case .suspect: 0
        case .victim: 1
        case .bystander: 2
        case .business: 3
        case .unknown: 4
        }
    }
}
