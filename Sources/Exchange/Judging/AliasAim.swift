internal import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore
internal import SignedBundles

/// Finds the pairs of tags that a person means who names two values, or a value and a claim.
struct AliasAim {
    private let lookup: Lookup
    private var tags: NodeTags { lookup.surroundings.tags }

    init(_ lookup: Lookup) { self.lookup = lookup }

    /// The pairs, one for each epoch in which both tags are known; what is split has to lead there, what is joined to be split.
    ///
    /// - Throws: ``JudgementError/nothingJoins``, ``JudgementError/notSplit``, `IndicatorError`, `StoreError`.
    func pairs(
        of question: AliasQuestion, _ row: JudgedRow, for act: JudgementDocument.Act
    ) throws -> [AliasPair] {
        if let pairs = try fitting(question, row, act) { return pairs }
        if case .value(let other) = row {
            let turned = AliasQuestion(other, region: question.region)
            if let pairs = try fitting(turned, .value(question.text), act) { return pairs }
        }
        throw act == .split ? JudgementError.nothingJoins : JudgementError.notSplit
    }

    private func fitting(
        _ question: AliasQuestion, _ row: JudgedRow, _ act: JudgementDocument.Act
    ) throws -> [AliasPair]? {
        for expression in try lookup.plan(for: question).expressions {
            guard let rowKind = expression.alternativeOf else { continue }
            let leads = try lookup.surroundings.leads(from: expression)
            guard let rowKeys = try keys(of: row, kind: rowKind, region: question.region, among: leads) else { continue }
            let pairs = tags.keys(of: expression.kind, expression.canonical).flatMap { name in
                rowKeys.filter { $0.epoch == name.epoch }.map { AliasPair(name: name, row: $0) }
            }
            let isMeant =
                switch act {
                case .split: leads.contains { pairs.contains($0.pair) }
                case .join: pairs.contains { lookup.lastWords.split(of: $0) != nil }
                }
            if isMeant { return pairs }
        }
        return nil
    }

    /// The tags of the row's indicator in every epoch in which they can be known.
    private func keys(
        of row: JudgedRow, kind: IndicatorKind, region: RegionCode?, among leads: [AliasLead]
    ) throws -> [TagKey]? {
        switch row {
        case .value(let text):
            guard let named = try? NamedIndicator(text, kind: kind, region: region ?? lookup.region) else { return nil }
            return tags.keys(of: named.kind, named.canonical)
        case .claim(let id):
            for lead in leads {
                let rows = try lookup.rows(of: lead)
                guard rows.naming.contains(where: { $0.claim.id == id }) else { continue }
                let known = rows.value.map { tags.keys(of: kind, Array($0.utf8)) } ?? []
                return known.contains(rows.key) ? known : [rows.key]
            }
            return nil
        }
    }
}

extension Lookup {
    /// What is asked for a value.
    ///
    /// - Throws: `IndicatorError`.
    func plan(for question: AliasQuestion) throws(IndicatorError) -> LookupPlan {
        let named = try NamedIndicator(question.text, kind: question.kind, region: question.region ?? region)
        return LookupPlan(named, alsoRead: question.kind == nil ? question.text : nil)
    }
}
