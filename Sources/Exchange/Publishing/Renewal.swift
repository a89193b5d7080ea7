internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import NodeStore
internal import SignedBundles

/// This member's own live reports of earlier epochs, which are to be published once more under the tags of the epoch that is open.
///
/// Cells are those of the old row; only what depends on the epoch is made anew: tag and proof, `alt`, the other ends of `rel`, `locked`.
struct Renewal {
    /// A report that lives.
    struct Report {
        let row: StoredClaim
        let canonical: [UInt8]
        /// The other ends of its connections whose values are known here.
        let relations: [RowDraft.Relation]

        var kind: IndicatorKind { row.key.kind }
    }

    private let node: Node
    private let request: PublishRequest
    private let surroundings: Surroundings
    /// The epoch that is open.
    let epoch: EpochNumber

    init(_ node: Node, _ store: NodeStore, for request: PublishRequest, in epoch: EpochNumber) throws {
        self.node = node
        self.request = request
        self.epoch = epoch
        surroundings = try Surroundings(node, store, at: request.time)
    }

    /// The tags of earlier epochs under which a report of this member for the group lives, in their order.
    ///
    /// - Throws: `StoreError`.
    func keys() throws -> [TagKey] {
        var keys: [TagKey] = []
        try surroundings.store.forEachIndicator { key, claims throws(StoreError) in
            if key.epoch < epoch, newest(of: claims, kind: key.kind) != nil { keys.append(key) }
        }
        return keys
    }

    /// The own report that lives under a tag, with its cells; nothing where it shows no value.
    ///
    /// - Throws: `StoreError`.
    func report(under key: TagKey) throws -> Report? {
        let rows = try surroundings.store.history(of: key)
        guard let id = newest(of: rows.map(\.claim), kind: key.kind), let row = rows.first(where: { $0.claim.id == id }),
            let value = Self.value(of: row)
        else { return nil }
        return Report(row: row, canonical: Array(value.utf8), relations: try relations(of: row))
    }

    private static func value(of row: StoredClaim) -> String? {
        row.value(of: RowSchema.valueColumn).flatMap { try? StrictJSON.parse($0) }?.string
    }

    /// A connection names its other end by tag alone, which means nothing in another epoch: its value has to be found.
    private func relations(of row: StoredClaim) throws -> [RowDraft.Relation] {
        guard let cell = row.value(of: "rel"), let entries = try StrictJSON.parse(cell).array else { return [] }
        return try entries.compactMap { entry in
            guard let verb = entry.object?["verb"]?.string, let name = entry.object?["kind"]?.string,
                let kind = try? IndicatorKind(parsing: name),
                let tag = entry.object?["tag"]?.string.flatMap({ MatchTag(base64url: $0) })
            else { return nil }
            let ends = try surroundings.store.history(of: TagKey(kind: kind, epoch: row.key.epoch, tag: tag))
            guard let value = ends.lazy.compactMap(\.clearValue).first else { return nil }
            return RowDraft.Relation(verb: verb, kind: kind, canonical: Array(value.utf8))
        }
    }

    /// Whether this member reports a value under the open epoch already.
    ///
    /// - Throws: `StoreError`.
    func isRenewed(_ kind: IndicatorKind, _ tag: MatchTag) throws -> Bool {
        let claims = try surroundings.store.history(of: TagKey(kind: kind, epoch: epoch, tag: tag)).map(\.claim)
        return newest(of: claims, kind: kind) != nil
    }

    /// The claim that speaks for this member's report, when it is active: later ones replace earlier ones, a retraction empties all.
    private func newest(of claims: [Claim], kind: IndicatorKind) -> ClaimID? {
        let own = claims.filter {
            $0.origin.publisher == node.settings.member && $0.origin.audience == request.group && $0.exclusion == nil
        }
        guard own.contains(where: { $0.statement.type == .report }) else { return nil }
        let topic = IndicatorTopic(kind: kind, isProtected: false, isPopular: false)
        let state = IndicatorState.folding(own, topic: topic, at: request.time, in: surroundings.context)
        guard [.asserted, .corroborated, .contested].contains(state.status) else { return nil }
        return own.filter { $0.statement.type == .report }
            .max { ($0.origin.created, $0.origin.sequence, $0.id) < ($1.origin.created, $1.origin.sequence, $1.id) }?.id
    }
}

extension Renewal.Report {
    /// Everything whose tags the new row needs: its own first, then the mailbox of an address, then the ends of connections.
    func inputs() throws(BlindingError) -> [MatchInput] {
        var inputs = [try MatchInput(kind: kind, canonical: canonical.span)]
        if let mailbox { inputs.append(try MatchInput(kind: .mbox, canonical: mailbox.span)) }
        for relation in relations { inputs.append(try MatchInput(kind: relation.kind, canonical: relation.canonical.span)) }
        return inputs
    }

    private var mailbox: [UInt8]? {
        guard kind == .email else { return nil }
        return (try? Canonicaliser.canonicalForm(of: canonical.span, kind: kind, region: nil))?.mailbox
    }

    /// The cells of the new row, by column.
    ///
    /// - Parameters:
    ///   - secrets: those of ``inputs()`` under the new epoch.
    ///   - old: the secret of the value under the epoch of the report, which opens what was locked.
    ///   - isLinked: whether the new row names the old tag.
    func cells(
        _ secrets: ArraySlice<MatchSecret>, in epoch: EpochNumber, by publisher: MemberID, opening old: MatchSecret?,
        isLinked: Bool
    ) throws -> [String: [UInt8]] {
        var cells: [String: [UInt8]] = [:]
        for cell in row.cells { if case .value(let bytes) = cell.content { cells[cell.column] = bytes } }
        for column in ["alt", RowSchema.lockedColumn, RowSchema.previousTagColumn, "rel"] { cells[column] = nil }
        var rest = secrets
        guard let own = rest.popFirst(), let core = cells[RowSchema.coreColumn], var object = try StrictJSON.parse(core).object
        else {
            return [:]
        }
        object["tag"] = .string(own.tag(epoch: epoch).base64url)
        object["pop"] = .string(own.pop(epoch: epoch, publisher: publisher).base64url)
        cells[RowSchema.coreColumn] = JSONValue.object(object).canonicalBytes()
        if rest.count > relations.count, let mailbox = rest.popFirst() {
            cells["alt"] = ClaimRow.alternatives(mailbox, epoch, publisher)
        }
        cells["rel"] = ClaimRow.relations(relations, rest, epoch)
        for member in opened(with: old)?.members ?? [] where PublishRequest.lockableColumns.contains(member.key) {
            cells[member.key] = member.value.canonicalBytes()
        }
        if isLinked {
            let previous: JSONValue = ["epoch": .integer(Int64(row.key.epoch.value)), "tag": .string(row.key.tag.base64url)]
            cells[RowSchema.previousTagColumn] = previous.canonicalBytes()
        }
        return cells
    }

    private func opened(with secret: MatchSecret?) -> JSONObject? {
        guard let secret, let cell = row.value(of: RowSchema.lockedColumn).flatMap({ try? StrictJSON.parse($0) })?.string else {
            return nil
        }
        let origin = row.claim.origin
        guard let bundle = Hex.decode(origin.bundle) else { return nil }
        let key = secret.lockKey(epoch: row.key.epoch, publisher: origin.publisher, bundleID: bundle.span)
        let object = try? LockedCell.open(cell, lockKey: key, bundleID: bundle, column: RowSchema.lockedColumn)
        return object.flatMap { try? StrictJSON.parse($0).object }
    }
}
