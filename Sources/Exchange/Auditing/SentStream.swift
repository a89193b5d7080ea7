internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import Redaction
internal import SignedBundles
internal import TransparencyLog

/// What a kept stream shows, read from its bytes and from nothing else that this node believes.
struct SentStream: BundleConsumer {
    /// One row of an item.
    struct Row {
        let claim: ClaimID
        let kind: String
        let marking: String
        /// In which form each column of its segment is there, reduced columns under the name of what they are made of.
        let forms: [String: FieldForm]
    }

    /// A segment that was shipped.
    struct Segment {
        let index: Int
        let kind: String
        let marking: String
    }

    /// What a parser that shares nothing with those who wrote the stream found in it.
    private(set) var findings: EgressFindings?
    /// Whether the bytes are those that left: they give the digest of the transfer.
    private(set) var isOriginal = false
    private(set) var segments: [Segment] = []
    private(set) var rows: [Row] = []
    private(set) var manifest: Digest256?
    private let wanted: Set<ClaimID>
    private var columns: [String] = []

    private init(wanted: Set<ClaimID>) { self.wanted = wanted }

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) { self.manifest = digest }

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        segments.append(Segment(index: index, kind: descriptor.kind, marking: descriptor.tlp))
        columns = descriptor.columns.map(\.name)
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        let last = segments.count - 1
        guard let manifest, !wanted.isEmpty else { return }
        let claim = ClaimID(manifest: manifest, segment: UInt32(row.segment), row: UInt32(row.row))
        guard wanted.contains(claim) else { return }
        rows.append(Row(claim: claim, kind: segments[last].kind, marking: segments[last].marking, forms: forms(of: row)))
    }

    private func forms(of row: borrowing RowView) -> [String: FieldForm] {
        var forms: [String: FieldForm] = [:]
        for (place, name) in columns.enumerated() {
            let isShown = row.shown.contains(column: place)
            if let reduced = ReducedColumn(name: name) {
                if isShown, forms[reduced.base] != .clear { forms[reduced.base] = .reduced }
            } else if isShown {
                forms[name] = .clear
            } else if forms[name] == nil {
                // A value that is hidden leaves its match tag in the core.
                forms[name] = name == Self.valueColumn ? .keyed : .absent
            }
        }
        return forms
    }

    static let valueColumn = "value"

    /// Reads a kept stream to its end.
    ///
    /// - Returns: nothing when it is no longer kept.
    /// - Throws: `BundleError` for a stream that does not verify, `FileError`.
    static func read(
        _ transfer: AuditedTransfer, wanted: Set<ClaimID> = [], of node: Node, under keys: any KeyDirectory
    ) throws -> SentStream? {
        guard let digest = transfer.intent.transfer, case let path = node.paths.sentStream(digest), Directory.exists(path),
            let nonce = try nonce(of: digest, node)
        else { return nil }
        var scan = SentStream(wanted: wanted)
        var hash = TransferDigest(nonce: nonce)
        var check = EgressCheck()
        var verifier = BundleVerifier(
            BundleTerms(keys: keys, audience: nil, at: transfer.intent.entry.time.timestamp, isHeld: true))
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty {
            hash.update(piece.span)
            check.feed(piece.span)
            try verifier.feed(piece.span, to: &scan)
        }
        _ = try verifier.finish()
        scan.isOriginal = hash.finalize() == digest && (transfer.manifest.map { $0 == scan.manifest } ?? true)
        scan.findings = check.finish()
        return scan
    }

    /// The nonce of a transfer, out of the document that went with it; it is destroyed when the transfer is erased.
    private static func nonce(of transfer: Digest256, _ node: Node) throws -> Digest256? {
        let path = node.paths.transferDocument(transfer)
        guard Directory.exists(path) else { return nil }
        let envelope = try Node.envelope(at: path)
        let document = (try? StrictJSON.parse(envelope.payload))?.object
        return document?["nonce"]?.string.flatMap { Hex.decode($0) }.flatMap { Digest256(bytes: $0) }
    }
}

extension HomePaths {
    /// The streams that left, before sealing, each under the digest of its transfer.
    var sentStreams: String { "\(root)/\(Self.sentFolder)" }
    static let sentFolder = "sent"
    /// One stream that left.
    func sentStream(_ transfer: Digest256) -> String { "\(sentStreams)/\(transfer.hex).six" }
    /// The document that went with a transfer.
    func transferDocument(_ transfer: Digest256) -> String { "\(ledger)/transfers/\(transfer.hex).json" }
}

extension Node {
    /// The keys that spoke when something was sent or received.
    func pastKeys() throws -> any KeyDirectory { try PastRegistries(before: registry(), of: self) }

    /// Keeps the bytes of a stream that leaves, so that what left can be shown later; until they are erased.
    ///
    /// - Throws: `FileError`.
    func keepSent(_ path: String, as transfer: Digest256) throws(FileError) {
        try Directory.create(paths.sentStreams)
        if !Directory.exists(paths.sentStream(transfer)) { try FileCopy.copy(path, to: paths.sentStream(transfer)) }
    }
}
