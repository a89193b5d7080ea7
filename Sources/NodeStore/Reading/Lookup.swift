public import CanonicalCoding
public import Indicators
public import MergeEngine

/// What a state depends on beside the claims of the store.
public struct StateQuestion: Sendable {
    /// The time the state is asked for.
    public var time: Timestamp
    /// Owners, roles, suspensions, reliability and thresholds.
    public var context: MergeContext
    /// Match tags on an allow-list in force.
    public var protected: Set<TagKey>

    /// Asks about a time.
    public init(at time: Timestamp, in context: MergeContext = MergeContext(), protected: Set<TagKey> = []) {
        self.time = time
        self.context = context
        self.protected = protected
    }
}

extension NodeStore {
    /// The claims about a value whose match tags are given, one for each epoch the asker can compute; with the claims
    /// that publishers joined to them by their own `prev_tag`.
    ///
    /// Joined claims are about a value nobody here could compare, so no pop of theirs counts as checked. A join into an
    /// epoch that one of the keys is of is either known without it or false, and dropped.
    ///
    /// - Parameter known: the value for keys of which the asker has it: values and proofs of possession are checked with it.
    /// - Throws: ``StoreError``.
    public func claims(of keys: [TagKey], knowing known: [TagKey: KnownValue] = [:]) throws(StoreError) -> [Claim] {
        try withEngine { (engine) throws(StoreError) in
            guard keys.count != 1 else {
                return try engine.joinedClaims(of: keys[0], asked: keys, knowing: known[keys[0]])
            }
            var claims: [Claim] = []
            for key in keys { claims += try engine.joinedClaims(of: key, asked: keys, knowing: known[key]) }
            return claims
        }
    }

    /// The state of the value whose match tags are given.
    ///
    /// - Parameter platform: the platform of an account or handle, when the asker knows the value.
    /// - Throws: ``StoreError``.
    public func state(
        of keys: [TagKey], kind: IndicatorKind, platform: String? = nil, asking question: StateQuestion
    ) throws(StoreError) -> IndicatorState {
        let isProtected = !question.protected.isEmpty && keys.contains { question.protected.contains($0) }
        return IndicatorState.folding(
            try claims(of: keys), topic: IndicatorTopic(kind: kind, platform: platform, isProtected: isProtected),
            at: question.time, in: question.context)
    }

    /// The claims under one match tag with all their cells, in ascending order of their ids: for explaining and history.
    ///
    /// - Parameter known: the value, if the asker has it: values and proofs of possession are checked with it.
    /// - Throws: ``StoreError``.
    public func history(of key: TagKey, knowing known: KnownValue? = nil) throws(StoreError) -> [StoredClaim] {
        try withEngine { (engine) throws(StoreError) in
            guard let group = engine.group(of: key) else { return [] }
            let united = try engine.united(engine.records(of: key.tag).filter { $0.group == group })
            let claims = try engine.settledClaims(of: united, under: key, knowing: known, readingRegarding: true)
            var found: [StoredClaim] = []
            for (row, claim) in zip(united, claims) { found.append(try engine.stored(row, claim: claim, key: key)) }
            return found.sorted { $0.claim.id < $1.claim.id }
        }
    }

    /// The claims among given ones with their cells: what stands under the given tags, and under those that publishers joined to them
    /// by `prev_tag`. A claim that cannot be found so is left out.
    ///
    /// - Throws: ``StoreError``.
    public func stored(_ claims: [Claim], under keys: [TagKey]) throws(StoreError) -> [StoredClaim] {
        var wanted = Dictionary(claims.map { ($0.id, $0) }) { first, _ in first }
        var found: [StoredClaim] = []
        var seen = Set(keys)
        var frontier = keys
        for _ in 0...StoreLimits.previousTagSteps where !wanted.isEmpty && !frontier.isEmpty {
            for key in frontier {
                for stored in try history(of: key) {
                    // As they were given: whoever gave them may know more of the value.
                    guard let claim = wanted.removeValue(forKey: stored.claim.id) else { continue }
                    found.append(StoredClaim(claim: claim, key: stored.key, marking: stored.marking, cells: stored.cells))
                }
            }
            guard !wanted.isEmpty else { break }
            let here = frontier
            let next = try withEngine { (engine) throws(StoreError) in try engine.keysJoined(to: here) }
            frontier = next.subtracting(seen).sorted()
            seen.formUnion(frontier)
        }
        return found
    }

    /// The match tags of rows that name the given tag in their `alt`: pointers for lookup, which join nothing.
    ///
    /// - Throws: ``StoreError``.
    public func rows(namingAsAlternative key: TagKey) throws(StoreError) -> [TagKey] {
        try withEngine { (engine) throws(StoreError) in
            guard let group = engine.group(of: key) else { return [] }
            var keys: Set<TagKey> = []
            for record in try engine.records(of: key.tag) where record.flags.contains(.isAlias) && record.group == group {
                if let owner = try engine.keyOfRow(record) { keys.insert(owner) }
            }
            return keys.sorted()
        }
    }
}

extension StoreEngine {
    /// The match tag of the row that a pointer leads to.
    func keyOfRow(_ pointer: IndexRecord) throws(StoreError) -> TagKey? {
        let bundle = try streams.bundle(ofStream: pointer.stream)
        let segment = try streams.segment(pointer.segment, ofBundle: bundle)
        let line = try line(pointer)
        guard let range = line.range(of: RowSchema.coreColumn), let kind = try? IndicatorKind(parsing: segment.kind)
        else { return nil }
        let core = Array(line.bytes[range])
        guard let facts = CoreFacts(reading: core.span) else { return nil }
        return TagKey(kind: kind, epoch: try streams.origin(ofBundle: bundle).epoch, tag: facts.tag)
    }

    /// The claims under a match tag, and of each publisher those under the other tags it joined to it itself.
    func joinedClaims(
        of key: TagKey, asked: [TagKey], knowing known: KnownValue?
    ) throws(StoreError) -> [Claim] {
        guard let group = group(of: key) else { return [] }
        let records = try records(of: key.tag)
        if records.count == 1, records[0].flags.isDisjoint(with: Self.joining), try isSettled(records[0], knowing: known) {
            var claims = try soleClaim(records[0], group)
            excludeOverBudget(&claims, under: key)
            return claims
        }
        return try joinedClaims(of: key, records.filter { $0.group == group }, asked: asked, knowing: known)
    }

    /// Whether nothing that came after a record could say more of its value and proof.
    private func isSettled(_ record: IndexRecord, knowing known: KnownValue?) throws(StoreError) -> Bool {
        guard record.pop == .unchecked, record.exclusion == nil else { return true }
        guard known == nil else { return false }
        return try !showsValue(record, ofBundle: streams.bundle(ofStream: record.stream))
    }

    /// The marks of records through which a publisher joined two tags.
    private static let joining: IndexRecord.Flags = [.isPrevious, .hasPrevious]

    /// The claim of a tag with one record, which is what most tags have.
    private func soleClaim(_ record: IndexRecord, _ group: UInt64) throws(StoreError) -> [Claim] {
        guard record.group == group, record.isPrimary, !record.flags.contains(.isRefused) else { return [] }
        let origin = try streams.origin(ofBundle: streams.bundle(ofStream: record.stream))
        return [
            Claim(
                origin: origin, segment: UInt32(record.segment), row: UInt32(record.row), statement: record.statement,
                pop: record.pop, exclusion: record.exclusion)
        ]
    }

    private func joinedClaims(
        of key: TagKey, _ records: [IndexRecord], asked: [TagKey], knowing known: KnownValue?
    ) throws(StoreError) -> [Claim] {
        let united = try united(records)
        var claims = try settledClaims(of: united, under: key, knowing: known)
        guard records.contains(where: { !$0.flags.isDisjoint(with: Self.joining) }) else { return claims }
        let frames = Set(asked.map(TagFrame.init))
        var joined = try links(of: key)
        var seen = joined
        for _ in 0..<StoreLimits.previousTagSteps where !joined.isEmpty {
            var next: Set<TagLink> = []
            for link in joined where !frames.contains(TagFrame(link.key)) {
                claims += try self.claims(joinedBy: link)
                next.formUnion(try links(of: link.key).filter { $0.publisher == link.publisher })
            }
            joined = next.subtracting(seen)
            seen.formUnion(joined)
        }
        return claims
    }

    /// The claims a publisher joined, none of them with a checked pop.
    private func claims(joinedBy link: TagLink) throws(StoreError) -> [Claim] {
        var claims: [Claim] = []
        for var claim in try self.claims(of: link.key) where claim.origin.publisher == link.publisher {
            if claim.pop == .valid { claim.pop = .unchecked }
            claims.append(claim)
        }
        return claims
    }

    /// The tags that publishers joined to some tags by `prev_tag`.
    fileprivate func keysJoined(to keys: [TagKey]) throws(StoreError) -> Set<TagKey> {
        var joined: Set<TagKey> = []
        for key in keys { joined.formUnion(try links(of: key).map(\.key)) }
        return joined
    }

    /// The tags that publishers joined to a tag by `prev_tag`, in either direction.
    private func links(of key: TagKey) throws(StoreError) -> Set<TagLink> {
        guard let group = group(of: key) else { return [] }
        var found: Set<TagLink> = []
        for record in try records(of: key.tag) where record.group == group {
            let publisher = try streams.origin(ofBundle: streams.bundle(ofStream: record.stream)).publisher
            if record.flags.contains(.isPrevious), let row = try keyOfRow(record), try !isDisproved(record, under: row) {
                found.insert(TagLink(key: row, publisher: publisher))
            }
            guard record.flags.contains(.hasPrevious), !record.flags.contains(.isRefused), record.exclusion == nil,
                try !isDisproved(record, under: key)
            else { continue }
            let line = try line(record)
            guard let range = line.range(of: "prev_tag"), let previous = try? PreviousTag(Array(line.bytes[range]).span)
            else { continue }
            let older = TagKey(kind: key.kind, epoch: previous.epoch, tag: previous.tag)
            found.insert(TagLink(key: older, publisher: publisher))
        }
        return found
    }
}

/// Kind and epoch of a tag: a value has one tag in each.
struct TagFrame: Hashable {
    let kind: IndicatorKind
    let epoch: EpochNumber

    init(_ key: TagKey) {
        kind = key.kind
        epoch = key.epoch
    }
}

/// One publisher's word that two tags stand for one indicator, which binds its own claims only.
private struct TagLink: Hashable {
    let key: TagKey
    let publisher: MemberID
}
