internal import Indicators

/// Sorts of reports and outcomes that rules can tell apart by `types`: for each kind the types and verbs, as bits.
///
/// Retractions and objections are left out: they pass whatever rules say.
struct RowSorts: Equatable {
    /// By kind; the first bit is that of reports, the others are those of ``acts``.
    private var masks: [UInt64]
    /// Verbs of outcomes, ascending.
    private let acts: [String]

    /// The kinds this version knows, and one that stands for all others.
    private static let kinds = IndicatorKind.all.map(\.name) + [""]
    private static let report = RowFacts.ClaimType.report.rawValue
    private static let outcome = RowFacts.ClaimType.outcome.rawValue

    /// What a rule speaks of.
    init(of rule: AgreementRule, _ words: KnownWords) {
        let acts = Array(words.verbs.sorted().prefix(UInt64.bitWidth - 1))
        self.acts = acts
        masks = Self.kinds.map { kind in
            ([""] + acts).enumerated().reduce(0) { $0 | (Self.speaks(rule, kind, $1.element) ? 1 << UInt64($1.offset) : 0) }
        }
    }

    /// - Parameter act: the verb of an outcome; empty for a report.
    private static func speaks(_ rule: AgreementRule, _ kind: String, _ act: String) -> Bool {
        // Outcomes carry no confidence.
        if !act.isEmpty, rule.conditions.leastConfidence ?? 0 > 0 { return false }
        if rule.effect == .allow, AgreementRule.guardedActs.contains(act) { return rule.types.contains(act) }
        return !rule.types.isDisjoint(with: [AgreementRule.anyType, kind, act.isEmpty ? report : outcome, act])
    }

    var isEmpty: Bool { masks.allSatisfy { $0 == 0 } }

    func isDisjoint(with other: Self) -> Bool { zip(masks, other.masks).allSatisfy { $0 & $1 == 0 } }

    mutating func formUnion(_ other: Self) {
        for index in masks.indices { masks[index] |= other.masks[index] }
    }

    func subtracting(_ other: Self) -> Self {
        var rest = self
        for index in masks.indices { rest.masks[index] &= ~other.masks[index] }
        return rest
    }

    /// Whether outcomes with a verb are among them, of whatever kind.
    func contains(act: String) -> Bool {
        acts.firstIndex(of: act).map { place in masks.contains { $0 & 2 << UInt64(place) != 0 } } ?? false
    }

    /// The kinds, types and verbs that are here as a whole, as they are in another, and that say why the two differ; none where all are.
    func words(within whole: Self) -> [String] {
        let kinds = Self.kinds.indices.filter { whole.masks[$0] != 0 }
        let missing = kinds.filter { masks[$0] == whole.masks[$0] }
        let all = whole.masks.reduce(0, |)
        let rest = whole.subtracting(self).masks.reduce(0, |)
        let acts = ([Self.report] + acts).enumerated().filter { (all & ~rest) >> UInt64($0.offset) & 1 == 1 }.map(\.element)
        let isWholly = missing.count == kinds.count
        return isWholly ? [] : missing.map { Self.kinds[$0].isEmpty ? "other kinds" : Self.kinds[$0] } + acts
    }
}
