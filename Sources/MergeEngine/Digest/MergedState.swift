public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators

/// A set of claims in memory: the definition that every storage engine is held against.
///
/// A pure function of the set of rows it took in; order, repetition and grouping leave no trace.
public struct MergedState: Sendable, Equatable {
    private var rows: [ClaimID: HeldRow] = [:]

    /// A state without claims.
    public init() {}

    /// The state of a collection of rows.
    ///
    /// - Throws: ``CellContradiction``.
    public static func folding(_ rows: some Sequence<HeldRow>) throws(CellContradiction) -> MergedState {
        var state = MergedState()
        for row in rows { try state.insert(row) }
        return state
    }

    /// Takes in a row, or further cells of a row it has.
    ///
    /// - Throws: ``CellContradiction``, after which the state is unchanged.
    public mutating func insert(_ row: HeldRow) throws(CellContradiction) {
        guard var known = rows[row.id] else {
            rows[row.id] = row
            return
        }
        try known.formUnion(row)
        rows[row.id] = known
    }

    /// The union of two states.
    ///
    /// - Throws: ``CellContradiction``.
    public func merging(_ other: MergedState) throws(CellContradiction) -> MergedState {
        var union = self
        for row in other.rows.values { try union.insert(row) }
        return union
    }
}

extension MergedState {
    /// The rows that are claims by the schema, by match tag, in ascending order of their ids.
    public var rowsByTag: [TagKey: [HeldRow]] {
        var groups: [TagKey: [HeldRow]] = [:]
        for row in rows.values where !row.isPadding {
            guard let facts = try? row.facts() else { continue }
            groups[TagKey(kind: row.kind, epoch: row.origin.epoch, tag: facts.tag), default: []].append(row)
        }
        return groups.mapValues { group in group.sorted { $0.id < $1.id } }
    }

    /// How many rows are claims by the schema.
    public var claimCount: Int { rowsByTag.values.reduce(0) { $0 + $1.count } }

    /// The claims about one match tag, in ascending order of their ids.
    public func claims(of key: TagKey) -> [Claim] {
        (rowsByTag[key] ?? []).compactMap { try? $0.claim() }
    }

    /// The state of one match tag.
    public func state(
        of key: TagKey, topic: IndicatorTopic? = nil, at time: Timestamp, in context: MergeContext
    ) -> IndicatorState {
        IndicatorState.folding(claims(of: key), topic: topic ?? IndicatorTopic(kind: key.kind), at: time, in: context)
    }

    /// The objections beyond the limit of their members and days.
    ///
    /// A row counts whatever becomes of it: neither what is known here nor another redaction moves the limit.
    public func waitingObjections(
        limit: Int = ObjectionLimit.perDay, in context: MergeContext
    ) -> WaitingObjections {
        var tally = ObjectionTally(in: context, limit: limit)
        for row in rows.values where !row.isPadding {
            guard let facts = try? row.coreFacts(), facts.canContest else { continue }
            tally.add(
                ObjectionPlace(
                    origin: row.origin, segment: row.segment, row: row.row, isRecycled: facts.reason == .recycled))
        }
        return tally.waiting
    }

    /// The digest over every known cell.
    public var digest: Digest256 {
        var buckets: [(bucket: Int, items: [Digest256])] = []
        for (key, group) in rowsByTag.sorted(by: { $0.key < $1.key }) {
            var item = ItemHasher(key)
            for row in group { item.add(row.id, cells: row.cellsDigest) }
            if buckets.last?.bucket != key.tag.bucket { buckets.append((key.tag.bucket, [])) }
            buckets[buckets.count - 1].items.append(item.finalize())
        }
        return StateDigest.digest(ofBuckets: buckets.map { ($0.bucket, StateDigest.bucketRoot(ofItems: $0.items)) })
    }
}

extension HeldRow {
    /// The claim this row makes.
    ///
    /// - Throws: ``SchemaViolation``.
    public func claim() throws(SchemaViolation) -> Claim {
        let facts = try facts()
        guard case .value(let core)? = cells[RowSchema.coreColumn] else { throw SchemaViolation(.core, .missing) }
        return Claim(
            origin: origin, segment: segment, row: row, statement: facts.statement(in: core.span), pop: pop,
            exclusion: exclusion)
    }

    /// The digest of the known cells in order of their columns.
    public var cellsDigest: Digest256 {
        var hasher = CellsHasher()
        for (name, cell) in cells.sorted(by: { $0.key < $1.key }) {
            switch cell {
            case .absent: hasher.addAbsent(column: Array(name.utf8).span)
            case .value(let bytes): hasher.add(column: Array(name.utf8).span, value: bytes.span)
            }
        }
        return hasher.finalize()
    }
}
