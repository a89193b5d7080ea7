public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
public import Indicators
internal import MergeEngine
public import NodeStore
internal import TransparencyLog

/// An identifier that somebody asks about. The log never learns it: questions are on record by its name in the index.
public struct AuditedItem {
    /// Its name in the audit log.
    public let subject: String
    /// Its kind.
    public let kind: IndicatorKind
    /// The claims of it that this node holds.
    let claims: Set<ClaimID>
    /// What each of them is.
    private let types: [ClaimID: RowType]
    /// Under which markings they came, by the bundle.
    private let markings: [Digest256: Set<String>]

    /// Finds an identifier: by its name in the index, and by the claims in the store.
    ///
    /// - Parameter kind: nil guesses.
    /// - Throws: `IndicatorError`, `StoreError`, ``NodeError``, `FileError`.
    public init(_ text: String, kind: IndicatorKind?, region: RegionCode?, in node: Node) throws {
        let named = try NamedIndicator(text, kind: kind, region: region ?? node.settings.region)
        let store = try node.store(for: .reading)
        let keys = try NodeTags(node).keys(of: named.kind, named.canonical)
        try self.init(named, claims: keys.flatMap { try store.history(of: $0) }, in: node)
    }

    /// An identifier of which somebody may see some claims.
    ///
    /// - Throws: `FileError`.
    public init(_ named: NamedIndicator, claims history: [StoredClaim], in node: Node) throws {
        kind = named.kind
        subject = try SubjectIndex(reading: node.paths).name(of: named.kind, named.canonical)
        claims = Set(history.map(\.claim.id))
        types = Dictionary(history.map { ($0.claim.id, $0.claim.statement.type) }) { first, _ in first }
        markings = Dictionary(grouping: history, by: \.claim.origin.manifest).mapValues { Set($0.map(\.marking)) }
    }

    /// Under which markings the item stands in a bundle; none when it is not in it.
    func markings(in manifest: Digest256?) -> Set<String> { manifest.flatMap { markings[$0] } ?? [] }

    /// What a claim of the item is.
    func type(of claim: ClaimID) -> RowType? { types[claim] }

    /// What the log keeps of the question.
    public var filter: JSONObject { ["kind": .string(kind.name), "subject": .string(subject)] }
}
