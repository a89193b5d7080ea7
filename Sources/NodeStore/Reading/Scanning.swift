public import Indicators
public import MergeEngine
internal import SignedBundles

extension NodeStore {
    /// Hands every match tag with its claims to `body`, in order of the tags, reading a leaf at a time.
    ///
    /// The store may be used meanwhile; what is committed meanwhile may or may not be seen.
    ///
    /// - Throws: ``StoreError``, or what `body` throws wrapped by the caller.
    public func forEachIndicator(_ body: (TagKey, [Claim]) throws(StoreError) -> Void) throws(StoreError) {
        var next: UInt64? = 0
        while let from = next {
            let page = try withEngine { (engine) throws(StoreError) in try engine.page(from: from) }
            for (key, claims) in page.indicators { try body(key, claims) }
            next = page.next
        }
    }

    /// Every kind and marking that some segment held here has, in order.
    ///
    /// - Throws: ``StoreError``.
    public func segmentLabels() throws(StoreError) -> [(kind: String, marking: String)] {
        try withEngine { (engine) throws(StoreError) in
            var query = try engine.database.connection.prepare(
                "SELECT DISTINCT kind, marking FROM segments ORDER BY kind, marking")
            var labels: [(kind: String, marking: String)] = []
            while try query.step() { labels.append((query.text(0), query.text(1))) }
            return labels
        }
    }

    /// What `tocsin digest` reports beside the digest: counts by kind, publishers and chains.
    ///
    /// - Throws: ``StoreError``.
    public func summary(asking question: StateQuestion) throws(StoreError) -> StoreSummary {
        var summary = StoreSummary()
        try forEachIndicator { (key, claims) throws(StoreError) in summary.add(key, claims, question) }
        for chain in try chains() {
            if let head = chain.head { summary.chains.append((chain.publisher, chain.audience, head.sequence)) }
        }
        return summary
    }

    /// How far every owner was borne out by the outcomes of others.
    ///
    /// - Throws: ``StoreError``.
    public func reliability(in context: MergeContext) throws(StoreError) -> [MemberID: PartsPerMillion] {
        var tally = ReliabilityTally(in: context)
        let keys = try withEngine { (engine) throws(StoreError) in try engine.judgedKeys() }
        var groups = TagGroups()
        var known: [TagKey: KnownValue] = [:]
        for key in keys {
            let same = try withEngine { (engine) throws(StoreError) in try engine.keysOfSameValue(as: key) }
            for entry in same { known[entry.key] = entry.known ?? known[entry.key] }
            groups.join(same.map(\.key))
        }
        for group in groups.all {
            let claims = try withEngine { (engine) throws(StoreError) in
                var claims: [Claim] = []
                for key in group { claims += try engine.claims(of: key, knowing: known[key], readingRegarding: true) }
                return claims
            }
            tally.add(claimsOfOneTag: claims, topic: IndicatorTopic(kind: group[0].kind))
        }
        return tally.reliability
    }
}

/// Counts over a whole store.
public struct StoreSummary: Sendable {
    /// Claims held.
    public private(set) var claims = 0
    /// Match tags with a report, active or not, by kind.
    public private(set) var indicators: [IndicatorKind: Int] = [:]
    /// Match tags with active reports of two or more owners, by kind.
    public private(set) var corroborated: [IndicatorKind: Int] = [:]
    /// Match tags whose every report was taken back, by kind.
    public private(set) var retracted: [IndicatorKind: Int] = [:]
    /// Every chain with the number of its newest bundle.
    public internal(set) var chains: [(publisher: MemberID, audience: GroupID, sequence: Int)] = []

    /// The highest number over a publisher's groups.
    public var publishers: [MemberID: Int] {
        chains.reduce(into: [:]) { highest, chain in
            highest[chain.publisher] = max(highest[chain.publisher] ?? 0, chain.sequence)
        }
    }

    mutating func add(_ key: TagKey, _ all: [Claim], _ question: StateQuestion) {
        claims += all.count
        guard all.contains(where: { $0.statement.type == .report }) else { return }
        let state = IndicatorState.folding(
            all, topic: IndicatorTopic(kind: key.kind), at: question.time, in: question.context)
        guard state.hasReport else { return }
        indicators[key.kind, default: 0] += 1
        if state.owners.count >= Corroboration.ownersNeeded { corroborated[key.kind, default: 0] += 1 }
        if state.isWhollyRetracted { retracted[key.kind, default: 0] += 1 }
    }
}

extension StoreEngine {
    /// Calls `body` with all records of each tag whose first half lies in a range, in order.
    func forEachTag(
        from first: UInt64, through last: UInt64, _ body: ([IndexRecord]) throws(StoreError) -> Void
    ) throws(StoreError) {
        var group: [IndexRecord] = []
        var index = directory.span(containing: first).lowerBound
        while index < directory.entries.count, directory.entries[index].bound <= last {
            let leaf = try uncachedLeaf(index)
            var place = directory.entries[index].bound < first ? leaf.lowerBound(high: first, low: 0) : 0
            while place < leaf.count {
                let record = leaf[place]
                guard record.high <= last else { break }
                if let open = group.first, !open.hasTag(of: record) {
                    try body(group)
                    group.removeAll(keepingCapacity: true)
                }
                if record.high >= first { group.append(record) }
                place += 1
            }
            index += 1
        }
        if !group.isEmpty { try body(group) }
    }

    /// The indicators of the span that holds a place in the tag space, and where the next span begins.
    func page(from start: UInt64) throws(StoreError) -> (indicators: [(TagKey, [Claim])], next: UInt64?) {
        let span = directory.span(containing: start)
        guard !span.isEmpty else { return ([], nil) }
        let next = directory.upperBound(of: span)
        var indicators: [(TagKey, [Claim])] = []
        try forEachTag(from: start, through: next.map { $0 - 1 } ?? .max) { (records) throws(StoreError) in
            for group in Set(records.lazy.filter(\.isPrimary).map(\.group)).sorted() {
                let mine = records.filter { $0.group == group }
                let united = try united(mine)
                guard !united.isEmpty else { continue }
                let key = try key(of: mine[0])
                // Rows are not read for it: a pass over everything takes their values as they were judged when they came in.
                indicators.append((key, try settledClaims(of: united, under: key, comparingShown: false)))
            }
        }
        return (indicators, next)
    }

    /// The match tags with outcomes that judge reports.
    func judgedKeys() throws(StoreError) -> [TagKey] {
        var query = try database.connection.prepare("SELECT tag, kind, epoch FROM judged_tags")
        var keys: [TagKey] = []
        while try query.step() {
            guard let tag = MatchTag(bytes: query.bytes(0)) else { continue }
            var record = IndexRecord(tag: tag)
            record.kind = Int(query.number(1))
            record.epoch = Int(query.number(2))
            keys.append(try key(of: record))
        }
        return keys
    }
}
