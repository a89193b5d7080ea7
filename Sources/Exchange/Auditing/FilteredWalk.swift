internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import SignedBundles
internal import TransparencyLog

/// A filter on its way over the log, from its first entry on.
///
/// Entries of transfers name neither kinds nor the id of an agreement. Kinds are those of the decision they rest on, else of the segments
/// of the bundle; an id stands for the digests of all its versions.
struct FilteredWalk {
    /// The filter, its agreement by digests.
    let filter: AuditFilter
    private let node: Node
    /// Whether decisions spoke of the kind, by name, and the entries that do.
    private var decisions: [String: Bool] = [:]
    private var places: Set<UInt64> = []
    private var bundles: [Digest256: Set<String>] = [:]

    init(_ filter: AuditFilter, of node: Node, in reader: LedgerReader) throws {
        var filter = filter
        if let name = filter.agreement { filter.agreementDigests = try Self.digests(of: name, of: node, in: reader) }
        self.filter = filter
        self.node = node
    }

    /// Takes the next entry of the log.
    ///
    /// - Returns: whether it is one of those asked about.
    mutating func takes(_ record: LedgerRecord) -> Bool {
        // What later entries refer to counts, whether it is admitted itself or not.
        let isOfKind = filter.kind.map { speaks(record, of: $0) } ?? true
        return isOfKind && filter.admitsButKind(record)
    }

    private mutating func speaks(_ record: LedgerRecord, of kind: String) -> Bool {
        let isOfKind: Bool
        if let own = try? record.kinds(at: node) {
            isOfKind = own.contains(kind)
            if record.type == .decision, let name = record.decisionID { decisions[name] = isOfKind }
        } else if let name = record.details["decision"]?.string, let decided = decisions[name] {
            isOfKind = decided
        } else {
            isOfKind = record.reference.map(places.contains) ?? false || kinds(ofBundle: record).contains(kind)
        }
        if isOfKind { places.insert(record.index) }
        return isOfKind
    }

    /// The kinds of the segments of the bundle that an entry names, as it is kept here.
    private mutating func kinds(ofBundle record: LedgerRecord) -> Set<String> {
        guard let digest = record.digest(DetailField.bundle.rawValue) else { return [] }
        if let known = bundles[digest] { return known }
        let kinds = (try? KindScan.kinds(inside: node.paths.bundle(digest.hex), of: node, at: record.entry.time)) ?? []
        bundles[digest] = kinds
        return kinds
    }

    /// The digests that a name stands for: itself, those that begin with it, every version of an id. The log says which there are, and
    /// so do the agreements that were activated under earlier logs.
    private static func digests(of name: String, of node: Node, in reader: LedgerReader) throws -> Set<String> {
        var found: Set<String> = []
        func take(_ digest: String, id: String?) {
            if digest == name || id == name || name.count >= shortestName && digest.hasPrefix(name) { found.insert(digest) }
        }
        for held in (try? NodeAgreements(node))?.held ?? [] { take(held.agreement.digest.hex, id: held.agreement.id) }
        try reader.forEach { (record) throws(LedgerError) in
            let named = record.details["record"]?.object?["agreement"]?.object?["id"]?.string
            let id = record.type == .agreementActivate || record.type == .agreementAmend ? record.details["id"]?.string : named
            for digest in record.agreements { take(digest, id: id) }
        }
        return found
    }

    private static let shortestName = 8
}

extension LedgerRecord {
    /// The kinds of indicators that an entry itself speaks of: a question, or the record of a decision; nothing when it names none.
    fileprivate func kinds(at node: Node) throws -> Set<String>? {
        if let kind = details["kind"]?.string { return [kind] }
        guard type == .decision,
            let record = try decisionBytes(at: node).flatMap({ try? StrictJSON.parse($0, limits: .decision).object })
        else { return nil }
        return Set((record["classes"]?.array ?? []).compactMap { $0.object?["class"]?.object?["kind"]?.string })
    }
}

/// The kinds of a stream's segments.
private struct KindScan: BundleConsumer {
    private var kinds: Set<String> = []

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {}
    mutating func row(_ row: borrowing RowView) throws(BundleError) {}

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        kinds.insert(descriptor.kind)
    }

    /// Reads the streams of a folder, each as far as it verifies.
    static func kinds(inside folder: String, of node: Node, at time: EntryTime) throws -> Set<String> {
        var scan = KindScan()
        for name in try Directory.names(in: folder) {
            var verifier = BundleVerifier(BundleTerms(keys: try node.pastKeys(), audience: nil, at: time.timestamp, isHeld: true))
            var reader = try FileReader(opening: "\(folder)/\(name)")
            while case let piece = try reader.next(), !piece.isEmpty {
                guard (try? verifier.feed(piece.span, to: &scan)) != nil else { break }
            }
        }
        return scan.kinds
    }
}
