internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore

/// What the organisation's own systems may enforce: every value that is known here in clear, by the tier of its state, as stage `export`
/// of the agreements and the disclosure profile let it be shown (docs/spec/lists.md).
struct EnforcementLists {
    private let node: Node
    private let time: Timestamp
    private let grounds: QueryGrounds

    init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds) {
        self.node = node
        self.time = time
        self.grounds = grounds
    }

    /// Makes a new version when anything it depends on has changed.
    ///
    /// - Throws: `StoreError`, ``NodeError``, ``TransferError`` where officers have to approve first, `LedgerError`, `FileError`.
    func bringUpToDate(_ table: ListTable) throws -> ListTable.Standing {
        let mark = try mark()
        let standing = try table.standing()
        let isDecided = try basis(of: standing.version.number, in: table) != nil
        guard standing.version.number == 0 || standing.mark != mark || !isDecided else { return standing }
        let basis = try draft(into: table)
        try table.adoptDraft(mark: mark, on: groundsMark, basis: basis, at: time)
        return try table.standing()
    }

    /// The decisions that a version rests on for these grounds; nothing where it was not decided about on them within a day.
    ///
    /// - Throws: `StoreError`.
    func basis(of version: Int64, in table: ListTable) throws -> String? {
        try table.basis(of: version, on: groundsMark, since: time.adding(days: -1))
    }

    /// What the agreements may ask of whoever asks: a list that was decided about for one purpose is not handed out for another.
    private var groundsMark: [UInt8] {
        let parts = [
            grounds.purpose, "\(grounds.isStated)", "\(!grounds.caseReference.isEmpty)", "\(grounds.isEmergency)",
            node.actor.role,
        ]
        return SHA256.hash(Array(parts.joined(separator: "\n").utf8)).bytes
    }

    /// Everything a list follows from, as one digest: the day, since states change from one to the next; what is held; who is who; what
    /// officers said of bundles that wait and of popular values; what the profile and the agreements permit at this moment.
    private func mark() throws -> [UInt8] {
        let store = try node.store(for: .reading)
        let tags = try NodeTags(node)
        var parts = ["day \(time.day.iso8601)", "held \(try store.contentMark())"]
        let registry = try node.registry()
        let lists = registry.document.protectedLists.filter { Directory.exists(node.paths.protectedList($0.hex)) }
        parts.append("registry \(registry.document.version) protected \(lists.map(\.hex))")
        parts.append("epochs \(tags.blinders.keys.map(\.value).sorted()) verified \(node.verificationMark())")
        parts.append("profile \(try node.gate().profileDigest)")
        parts.append("objections \(try node.acceptedObjections().map { "\($0)" }.sorted())")
        let words = Directory.exists(node.paths.quarantine) ? try FileDigest.of(node.paths.quarantine).hex : ""
        parts.append("officers' words \(words)")
        parts.append("agreements needed \(node.settings.requiresAgreements)")
        for held in try NodeAgreements(node).held.sorted(by: { $0.agreement.digest.hex < $1.agreement.digest.hex }) {
            let bases = held.agreement.legal.map { $0.from <= time && time < $0.until }
            parts.append("\(held.agreement.digest.hex) \(held.status(at: time)) \(held.isSuperseded(at: time)) \(bases)")
        }
        return SHA256.hash(Array(parts.joined(separator: "\n").utf8)).bytes
    }

    /// Fills the draft in two passes, as an export does: agreements decide about classes of claims, and what they decide is on record
    /// before anything leaves.
    ///
    /// - Returns: the names of the decisions, parted by commas.
    private func draft(into table: ListTable) throws -> String {
        let surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        let stage = try ExportStage(node, for: grounds, at: time)
        var decisions = ExportDecisions(gate: try node.gate(), member: node.settings.member)
        if stage.isRuling {
            try surroundings.store.forEachReported(readingCells: true) { _, stored throws(StoreError) in
                stage.survey(stored, sources: surroundings.sources(of: stored))
            }
            try stage.decide()
        }
        for label in try surroundings.store.segmentLabels() { decisions.decide(kind: label.kind, marking: label.marking) }
        try decisions.record(.begun, at: time, to: node.paths)
        try fill(table, surroundings, stage, &decisions)
        try decisions.record(.done, at: time, to: node.paths)
        return stage.decisionNames.joined(separator: ",")
    }

    private func fill(
        _ table: ListTable, _ surroundings: Surroundings, _ stage: ExportStage, _ decisions: inout ExportDecisions
    ) throws {
        try table.beginDraft()
        var waiting: [(kind: String, value: String, tier: Int)] = []
        try surroundings.store.forEachReported(readingCells: true) { key, stored throws(StoreError) in
            // Only claims that may be shown decide what is listed, or a withheld one would speak through the tier.
            let shown = stage.shown(stored, sources: surroundings.sources(of: stored)).filter {
                decisions.shows($0.claim.statement, kind: key.kind.name, marking: $0.marking)
            }
            guard let value = Self.value(in: shown, of: key.kind, &decisions) else { return }
            let isProtected = surroundings.tags.protected.contains(key.kind, Array(value.utf8))
            let platform = Platform(of: key.kind, Array(value.utf8))?.slug
            let topic = IndicatorTopic(
                kind: key.kind, platform: platform, isProtected: isProtected,
                isPopular: surroundings.popular.guards(key.kind, in: stored))
            let state = IndicatorState.folding(shown.map(\.claim), topic: topic, at: time, in: surroundings.context)
            guard state.tier != .none else { return }
            waiting.append((key.kind.name, value, state.tier.listNumber))
            guard waiting.count >= Self.batchCount else { return }
            try table.addToDraft(waiting)
            waiting.removeAll(keepingCapacity: true)
        }
        try table.addToDraft(waiting)
    }

    private static let batchCount = 4_096

    /// The value in clear, where a report that may be shown has it and it gives the tag.
    private static func value(in stored: [StoredClaim], of kind: IndicatorKind, _ decisions: inout ExportDecisions) -> String? {
        for claim in stored where claim.claim.statement.type == .report {
            guard decisions.columns(kind: kind.name, marking: claim.marking).contains(RowSchema.valueColumn) else { continue }
            if let value = claim.clearValue { return value }
        }
        return nil
    }
}

extension Surroundings {
    /// How many owners report the same.
    func sources(of stored: [StoredClaim]) -> Int {
        stored.lazy.map(\.claim).sources { context.owners[$0] ?? $0 }
    }
}

extension Platform {
    /// The platform of an account or handle; nothing for other kinds.
    fileprivate init?(of kind: IndicatorKind, _ canonical: [UInt8]) {
        guard kind == .acct || kind == .handle else { return nil }
        self.init(ofCanonical: canonical.span)
    }
}

extension EnforcementTier {
    /// By which the table of lists names it.
    var listNumber: Int {
        switch self {
        case .none: 0
        case .observe: 1
        case .warn: 2
        case .block: 3
        }
    }
}
