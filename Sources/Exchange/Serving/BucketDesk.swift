internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeAPI
internal import NodeStore
internal import TransparencyLog

extension PeerQuestion {
    /// How many bits name a bucket of about 64 to 128 tags, by the tags that begin as a bucket does: all are as likely.
    func bucketWidth(of kind: IndicatorKind, in epoch: EpochNumber) throws -> BucketWidth {
        let store = try node.store(for: .reading)
        var bits = Self.firstBits
        while bits > 0 {
            let prefix = TagPrefix(of: Self.anyTag, bitCount: bits)
            let count = try store.tags(of: kind, in: epoch, beginning: prefix, atMost: BucketAnswer.wantedTags).count
            if count >= BucketAnswer.wantedTags { break }
            bits -= 1
        }
        return BucketWidth(bitCount: bits)
    }

    private static let firstBits = 24
    private static let anyTag = MatchTag(high: 0x5A5A_5A5A_5A5A_5A5A, low: 0)

    /// What is held in a bucket and may be seen by the asker; the audit log has the question before it is answered.
    func bucket(askedBy request: PeerRequest) throws -> BucketAnswer {
        let bytes = try MessageReading.bytes(of: request.body, limitBytes: CallLimits(of: .match).requestBytes)
        let question: BucketQuestion
        do throws(DocumentFault) { question = try BucketQuestion(parsing: bytes) } catch {
            throw Problem(.unprocessable, error.description)
        }
        let grounds = QueryGrounds(
            purpose: question.purpose, justification: question.justification.isEmpty ? nil : question.justification, of: "match",
            caseReference: question.caseReference)
        guard let grounds, let actor = Actor(name: peer.name, role: "service", authentication: "key") else {
            throw Problem(.unprocessable, "the purpose, the justification or the case is empty or too long")
        }
        node.actor = actor
        return try BucketDesk(self, grounds).answer(question)
    }
}

/// Answers for a bucket: stage `query` of the agreement of each row's group decides what the asker sees of it.
private struct BucketDesk {
    private let question: PeerQuestion
    private let grounds: QueryGrounds
    private let store: NodeStore
    private let desk: DecisionDesk
    private let index: SubjectIndex

    init(_ question: PeerQuestion, _ grounds: QueryGrounds) throws {
        self.question = question
        self.grounds = grounds
        // Without secrets: what this node has looked up must not show in its answers.
        store = try question.node.store(for: .reading)
        desk = try DecisionDesk(question.node, at: question.time)
        index = try SubjectIndex(reading: question.node.paths)
    }

    func answer(_ asked: BucketQuestion) throws -> BucketAnswer {
        let tags = try store.tags(of: asked.kind, in: asked.epoch, beginning: asked.prefix, atMost: BucketAnswer.rowLimit + 1)
        let held = try tags.prefix(BucketAnswer.rowLimit).flatMap { try store.history(of: $0) }.filter(\.isInBuckets)
        let (shown, decisions) = try shown(held)
        let problem = problem(asked, tags.count, shown, decisions)
        try log(asked, problem == nil ? shown : [], decisions)
        if let problem { throw problem }
        return BucketAnswer(rows: shown.compactMap(\.bucketRow))
    }

    /// Why a bucket is not answered: too wide, or so narrow that the asker's value could be guessed from it.
    private func problem(
        _ asked: BucketQuestion, _ tagCount: Int, _ shown: [StoredClaim], _ decisions: [Decision]
    ) -> Problem? {
        guard tagCount <= BucketAnswer.rowLimit, shown.count <= BucketAnswer.rowLimit else {
            return Problem(.tooLarge, "the bucket holds more than \(BucketAnswer.rowLimit) rows; name more bits")
        }
        if shown.isEmpty, let reason = decisions.first?.reason, decisions.allSatisfy({ $0.outcome == .deny }) {
            return Problem(.forbidden, "the agreement does not let it be seen", code: reason.rawValue)
        }
        guard asked.prefix.bitCount > 0, Set(shown.map(\.key)).count < BucketAnswer.fewestTags else { return nil }
        return Problem(.unprocessable, "the bucket holds fewer than \(BucketAnswer.fewestTags) tags; name fewer bits")
    }

    /// The rows that the asker may see, each cut to what it may see of it.
    private func shown(_ held: [StoredClaim]) throws -> ([StoredClaim], [Decision]) {
        let groups = Set(question.sharedGroups)
        let sources = Dictionary(grouping: held, by: \.key).mapValues { claims in
            claims.lazy.map(\.claim).sources(ownedBy: question.registry.owner, counting: [.tag])
        }
        let flows = Dictionary(grouping: held.filter { groups.contains($0.claim.origin.audience) }) {
            Flow(group: $0.claim.origin.audience, publisher: $0.claim.origin.publisher)
        }
        var (shown, decisions): ([StoredClaim], [Decision]) = ([], [])
        for flow in flows.keys.sorted(by: { ($0.group, $0.publisher) < ($1.group, $1.publisher) }) {
            guard let (rows, decision) = try decide(flow, flows[flow] ?? [], sources) else { continue }
            shown += rows
            decisions.append(decision)
        }
        return (shown.sorted { ($0.key.tag, $0.claim.id) < ($1.key.tag, $1.claim.id) }, decisions)
    }

    /// Whose claims through which group.
    private struct Flow: Hashable {
        let group: GroupID
        let publisher: MemberID
    }

    /// Groups under no agreement answer nobody: nothing there says what a question may see.
    private func decide(
        _ flow: Flow, _ held: [StoredClaim], _ sources: [TagKey: Int]
    ) throws -> ([StoredClaim], Decision)? {
        let governance = desk.governance(of: flow.group, from: flow.publisher, to: question.peer)
        guard case .agreement(let agreement) = governance else { return nil }
        var input = try desk.input(
            .query, from: flow.publisher, to: question.peer, group: flow.group, under: agreement, for: grounds)
        let classes = held.map { ClaimClass($0).rowClass(sources: sources[$0.key] ?? 0, at: desk.time) }
        input.items = Array(Set(held.map(\.claim.origin.manifest.hex)).sorted().prefix(AgreementLimits.items))
        input.classes = RowClass.counted(classes)
        let decision = desk.decide(input)
        let key = index.comparisonKey(under: agreement.agreement.digest)
        let answers = Dictionary(zip(input.classes, decision.classes).map { ($0.counting(1), $1) }) { first, _ in first }
        let rows = zip(held, classes).compactMap { claim, rows -> StoredClaim? in
            guard let answer = answers[rows], answer.showsCore else { return nil }
            let treated = TreatedCells(answer, key: key)
            return claim.showing { BucketDesk.columns.contains($0.column) ? treated.content($0) : nil }
        }
        return (rows, decision)
    }

    /// A bucket shows no other column: the asker knows which row is its own, the others are others' business.
    private static let columns = [RowSchema.coreColumn, RowSchema.lockedColumn]

    private func log(_ asked: BucketQuestion, _ shown: [StoredClaim], _ decisions: [Decision]) throws {
        let bucket = "bucket/\(asked.epoch)/\(asked.kind.name)/\(asked.prefix.bitCount)/\(asked.prefix.hex)"
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)), (.subject, .string(bucket)),
            (.results, ["rows": .integer(Int64(shown.count)), "status": "bucket"]), (.peer, .string(question.peer.name)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        let decided = try question.node.fields(of: decisions)
        let further = decided.further + [("kind", .item, .string(asked.kind.name))]
        try question.node.log(
            LoggedEvent(
                .query, fields + decided.fields, further: further, decidedAt: decisions.isEmpty ? nil : question.node.clock().time
            ))
    }
}

extension StoredClaim {
    fileprivate var bucketRow: BucketAnswer.Row? {
        guard let core = value(of: RowSchema.coreColumn).flatMap({ try? StrictJSON.parse($0) }) else { return nil }
        let locked = value(of: RowSchema.lockedColumn).flatMap { (try? StrictJSON.parse($0))?.string }
        let origin = claim.origin
        return BucketAnswer.Row(
            publisher: origin.publisher, audience: origin.audience, bundle: origin.bundle, created: origin.created, core: core,
            locked: locked)
    }
}

extension StoredClaim {
    /// Whether it may stand in a bucket. One whose value was found to give another tag stands there, too: no bucket shows values, and that it
    /// was left away would tell that this node has had the value evaluated.
    fileprivate var isInBuckets: Bool { claim.exclusion == nil || claim.exclusion == .tag }
}
