public import Agreements
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import NodeStore
internal import TransparencyLog

/// Stage `retain`: what becomes of the claims of others that this node holds, as the timers of their agreements say.
///
/// What lost its legal basis or its agreement freezes: it is neither sent nor shown, and not deleted for that. What has been held for as
/// long as it may be is due to be deleted. Retractions stay, or what they took back would come alive again.
public struct RetainStage {
    private let node: Node
    private let desk: DecisionDesk
    private let grounds: QueryGrounds
    private var flows: [FlowName: [Digest256: HeldRows]] = [:]
    private var governances: [FlowName: NodeAgreements.Governance] = [:]

    private struct FlowName: Hashable {
        let group: GroupID
        let publisher: MemberID
    }

    /// The rows of one bundle.
    private struct HeldRows {
        let since: Timestamp
        var groups: GroupClasses
    }

    /// What was decided about the claims of one publisher in one group.
    public struct Flow: Sendable {
        /// The group.
        public let group: GroupID
        /// Whose claims.
        public let publisher: MemberID
        /// The agreement, unless there is none.
        public let agreement: HeldAgreement?
        /// What was decided; of a flow with very many bundles one of several.
        public let decision: Decision
        /// Until when the rows of each bundle that were held for as long as they may be could be held.
        public let overdue: [Digest256: Timestamp]

        /// How many rows have an outcome.
        public func rowCount(_ outcome: DecisionOutcome) -> Int64 {
            decision.classes.filter { $0.outcome == outcome }.reduce(0) { $0 + $1.rows.rows }
        }
    }

    /// Reads what the store holds.
    ///
    /// - Throws: `StoreError`, ``NodeError``, `FileError`, `RegistryError`.
    public init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds) throws {
        self.node = node
        self.grounds = grounds
        desk = try DecisionDesk(node, at: time)
        let store = try node.store(for: .reading)
        let owners = try Surroundings(node, store, at: time).context.owners
        try store.forEachIndicator { key, claims throws(StoreError) in
            let sources = claims.sources { owners[$0] ?? $0 }
            for stored in try store.history(of: key) { survey(stored, sources: sources) }
        }
    }

    private mutating func survey(_ stored: StoredClaim, sources: Int) {
        let origin = stored.claim.origin
        guard origin.publisher != node.settings.member, stored.claim.statement.type != .retract else { return }
        let name = FlowName(group: origin.audience, publisher: origin.publisher)
        guard rules(over: name) != .profile else { return }
        let rows = HeldRows(since: origin.firstLogged, groups: GroupClasses(held: held(name)))
        _ = flows[name, default: [:]][origin.manifest, default: rows].groups
            .classify(stored, sources: sources, at: desk.time)
    }

    /// What decides about a flow; asked once for each.
    private mutating func rules(over flow: FlowName) -> NodeAgreements.Governance {
        if let known = governances[flow] { return known }
        let found = desk.governance(of: flow.group, from: flow.publisher, to: node.settings.member)
        governances[flow] = found
        return found
    }

    private func held(_ flow: FlowName) -> HeldAgreement? {
        if case .agreement(let held)? = governances[flow] { held } else { nil }
    }

    /// Decides about all of it. Whatever is not simply kept is on record: the decision, and of each bundle once that its time is over.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func decide() throws -> [Flow] {
        let known = try expired()
        var decided: [Flow] = []
        for name in flows.keys.sorted(by: { ($0.group, $0.publisher) < ($1.group, $1.publisher) }) {
            let bundles = (flows[name] ?? [:]).sorted { ($0.value.since, $0.key.hex) < ($1.value.since, $1.key.hex) }
            for batch in Self.batches(bundles) {
                let flow = try decide(batch, of: name)
                if flow.decision.outcome != .allow { try log(flow, batch.map(\.key), unless: known) }
                decided.append(flow)
            }
        }
        return decided
    }

    private typealias Bundles = [(key: Digest256, value: HeldRows)]

    /// Bundles in numbers that one decision takes.
    private static func batches(_ bundles: Bundles) -> [Bundles] {
        var batches: [Bundles] = []
        var classCount = 0
        for bundle in bundles {
            // A bundle that was taken in has no more classes than one decision takes.
            let count = bundle.value.groups.classes.count
            let isFull = classCount + count > AgreementLimits.classes || batches.last?.count == AgreementLimits.items
            if batches.isEmpty || isFull {
                batches.append([])
                classCount = 0
            }
            batches[batches.count - 1].append(bundle)
            classCount += count
        }
        return batches
    }

    private func decide(_ bundles: Bundles, of name: FlowName) throws -> Flow {
        let agreement = held(name)
        var input = try desk.input(
            .retain, from: name.publisher, to: node.settings.member, group: name.group, under: agreement, for: grounds)
        input.items = bundles.map(\.key.hex).sorted()
        var origins: [Digest256] = []
        for (manifest, rows) in bundles {
            for var one in rows.groups.classes {
                one.heldSince = rows.since
                input.classes.append(one)
                origins.append(manifest)
            }
        }
        let decision = desk.decide(input)
        var overdue: [Digest256: Timestamp] = [:]
        for (manifest, answer) in zip(origins, decision.classes) where answer.outcome == .deny {
            let end = answer.retainUntil ?? desk.time
            overdue[manifest] = min(overdue[manifest] ?? end, end)
        }
        return Flow(group: name.group, publisher: name.publisher, agreement: agreement, decision: decision, overdue: overdue)
    }

    private func log(_ flow: Flow, _ manifests: [Digest256], unless known: Set<String>) throws {
        var events = [try node.keep(flow.decision, about: CommittedItems(manifests.map(\.hex)))]
        for (manifest, end) in flow.overdue.sorted(by: { $0.key.hex < $1.key.hex }) where !known.contains(manifest.hex) {
            events.append(
                LoggedEvent(.retentionExpire, [(.item, .string(manifest.hex)), (.retainUntil, .string(end.rfc3339))]))
        }
        try node.log(events)
    }

    /// The bundles of which the log says already that their time is over.
    private func expired() throws -> Set<String> {
        var known: Set<String> = []
        try node.ledger().forEach { (record) throws(LedgerError) in
            if record.type == .retentionExpire, let item = record.details[.item]?.string { known.insert(item) }
        }
        return known
    }
}
