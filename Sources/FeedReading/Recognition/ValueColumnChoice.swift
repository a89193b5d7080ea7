internal import Indicators

/// Chooses the column of a table that holds the values, so that neither a counter nor a victim is taken for one.
struct ValueColumnChoice {
    let options: FeedOptions
    /// The records of the sample without the heading.
    let records: ArraySlice<[[UInt8]]>
    let shape: TableShape

    /// Leaves a meaning as values to the columns that are read as such, and to no other.
    ///
    /// - Throws: ``FeedError`` with the reason `severalValues` when columns of several sorts qualify by their names.
    func choose(in plan: inout TablePlan, source: String) throws(FeedError) {
        let mapped = options.mappings.contains { $0.field == .value }
        guard !mapped else { return }
        dropUnfit(in: &plan)
        let own = columns(in: plan) { $0.rank <= ColumnMeaning.Rank.anyKind }
        if !own.isEmpty { return keep(own, in: &plan) }
        if narrowByKind(in: &plan) { return }
        let named = columns(in: plan) { $0.rank < ColumnMeaning.Rank.weak }
        guard !named.isEmpty else { return guess(in: &plan) }
        guard Set(named.map { plan.meanings[$0]?.family }).count == 1 else {
            throw FeedError(.severalValues(named.map { ShownName.text(plan.names[$0].utf8.span) }), source: source)
        }
        keep(named, in: &plan)
    }

    /// Takes the meaning from names that are also those of other things, and from the address of who filled in a form.
    private func dropUnfit(in plan: inout TablePlan) {
        let isForm = isForm(plan)
        for index in plan.meanings.indices {
            guard let meaning = plan.meanings[index], meaning.field == .value, let family = meaning.family else { continue }
            if isForm, family == .mail { plan.meanings[index] = nil }
            if meaning.isUnsure, !holds(family, index) { plan.meanings[index] = nil }
        }
    }

    /// Whether a table is what people sent by a form, with the time at which they did.
    private func isForm(_ plan: TablePlan) -> Bool {
        plan.hasHeader && plan.names.contains { ColumnWords($0).isTimeOfForm }
    }

    /// Whether at least half of the texts of a column are of a sort; a column without texts may be of any.
    private func holds(_ family: ValueFamily, _ column: Int) -> Bool {
        let texts = records.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
        return texts.count { shape.isOf(family, $0) } * 2 >= texts.count
    }

    /// Narrows the choice to the kind of the options, by name and otherwise by what the columns hold.
    private func narrowByKind(in plan: inout TablePlan) -> Bool {
        guard let family = ValueFamily(options.kind) else { return false }
        if case .fixed(let kind) = options.kind, let known = KnownKind(kind) {
            let exact = columns(in: plan) { $0.hint == .exact(known) && $0.rank < ColumnMeaning.Rank.weak }
            if !exact.isEmpty {
                keep(exact, in: &plan)
                return true
            }
        }
        let named = columns(in: plan) { $0.family == family && $0.rank < ColumnMeaning.Rank.weak }
        if !named.isEmpty {
            keep(named, in: &plan)
            return true
        }
        guard family != .account, let found = best(in: plan, where: { shape.isOf(family, $0) }) else { return false }
        keep([], in: &plan)
        plan.meanings[found] = ColumnMeaning(.value, rank: ColumnMeaning.Rank.guessed)
        return true
    }

    /// Takes the column in which most texts look like values, when no name says which it is.
    private func guess(in plan: inout TablePlan) {
        let found = best(in: plan, where: { shape.looksLikeValue($0) })
        let only = plan.meanings.count == 1 ? 0 : nil
        guard let column = found ?? only else { return }
        let meaning = plan.meanings[column] ?? ColumnMeaning(.value, rank: ColumnMeaning.Rank.guessed)
        keep([], in: &plan)
        plan.meanings[column] = meaning
    }

    /// The column of which most texts pass a test; one that may be the place of a report only when there is no other.
    private func best(in plan: TablePlan, where test: ([UInt8]) -> Bool) -> Int? {
        var (strong, weak) = ((column: 0, hits: 0), (column: 0, hits: 0))
        for index in plan.meanings.indices where plan.meanings[index].map({ $0.field == .value }) ?? true {
            let words = ColumnWords(plan.hasHeader ? plan.names[index] : "")
            if words.isNeverValue || words.isMail && isForm(plan) { continue }
            let hits = records.count { index < $0.count && test($0[index]) }
            // Beside other values an e-mail address is that of who reported them more often than not.
            let isMail =
                options.kind == .auto && hits > 0 && records.count { index < $0.count && shape.isOf(.mail, $0[index]) } * 2 > hits
            if words.isWeak || isMail {
                if hits > weak.hits { weak = (index, hits) }
            } else if hits > strong.hits {
                strong = (index, hits)
            }
        }
        return strong.hits > 0 ? strong.column : weak.hits > 0 ? weak.column : nil
    }

    private func columns(in plan: TablePlan, where test: (ColumnMeaning) -> Bool) -> [Int] {
        plan.meanings.indices.filter { index in
            guard let meaning = plan.meanings[index], meaning.field == .value else { return false }
            return test(meaning)
        }
    }

    private func keep(_ kept: [Int], in plan: inout TablePlan) {
        for index in columns(in: plan, where: { _ in true }) where !kept.contains(index) { plan.meanings[index] = nil }
    }
}
