internal import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore
internal import SignedBundles

/// The indicator of rows that carry a name in `alt`, as far as those wrote it who proved that they knew the name.
struct NamedRows {
    /// The match tag of the rows.
    let key: TagKey
    /// The claims that carry the name, by members that proved it; empty when the name's tag was only copied.
    let naming: [StoredClaim]

    /// Who proved the name.
    var namers: Set<MemberID> { Set(naming.map(\.claim.origin.publisher)) }

    /// The value, when a row that carries the name shows it and it gives the tag.
    var value: String? { naming.lazy.compactMap(\.clearValue).first }

    /// Reads the rows of a pair.
    ///
    /// - Parameters:
    ///   - secret: the secret of the name.
    ///   - stage: what agreements let an answer be made of; a name that they withhold leads nowhere.
    /// - Throws: `StoreError`, and what `stage` throws.
    init(of key: TagKey, naming name: TagKey, _ secret: MatchSecret, in store: NodeStore, shownBy stage: QueryStage) throws {
        self.key = key
        naming = try stage.shown(store.history(of: key)).filter { stored in
            guard stored.claim.exclusion == nil, let cell = stored.value(of: "alt"),
                let entries = try? AlternativeTag.list(cell.span)
            else { return false }
            let pop = secret.pop(epoch: name.epoch, publisher: stored.claim.origin.publisher)
            return entries.contains { $0.kind == name.kind && $0.tag == name.tag && $0.pop == pop }
        }
    }
}

extension AliasPair {
    /// The pair of a name and the rows that carry it; a row and its `alt` are always of one epoch.
    init(name: TagKey, row: TagKey) {
        self.init(
            epoch: name.epoch, name: Side(kind: name.kind, tag: name.tag), row: Side(kind: row.kind, tag: row.tag))
    }

    /// The match tag of the rows.
    var rowKey: TagKey { TagKey(kind: row.kind, epoch: epoch, tag: row.tag) }
}

/// A name, and the tag under which rows that carry it lie: not yet held against proof or judgement.
struct AliasLead {
    let pair: AliasPair
    let name: TagKey
    let secret: MatchSecret

    /// The rows the lead ends at.
    ///
    /// - Throws: `StoreError`, and what `stage` throws.
    func rows(in store: NodeStore, shownBy stage: QueryStage) throws -> NamedRows {
        try NamedRows(of: pair.rowKey, naming: name, secret, in: store, shownBy: stage)
    }
}

extension Surroundings {
    /// Where an expression leads as a name; nowhere when it is none.
    ///
    /// - Throws: `StoreError`.
    func leads(from expression: LookupPlan.Expression) throws -> [AliasLead] {
        guard let rowKind = expression.alternativeOf else { return [] }
        var leads: [AliasLead] = []
        for (name, secret) in tags.secrets(of: expression.kind, expression.canonical) {
            for row in try store.rows(namingAsAlternative: name) where row.kind == rowKind {
                leads.append(AliasLead(pair: AliasPair(name: name, row: row), name: name, secret: secret))
            }
        }
        return leads
    }
}
