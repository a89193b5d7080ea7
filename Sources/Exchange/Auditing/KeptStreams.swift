internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import SignedBundles

/// What the kept streams of transfers show of one item, and which of them cannot tell any more.
struct KeptStreams {
    /// What is known of one transfer.
    enum Finding {
        /// Rows of the item are in the stream.
        case shown(SentStream)
        /// None is.
        case notShown
        /// Its bundle does not hold the item.
        case otherBundle
        /// The stream is no longer kept.
        case gone
        /// The stream is not the one that left.
        case damaged
    }

    /// The transfers with the item's bundle whose streams are no longer kept.
    private(set) var gone: [String] = []
    /// Those whose kept streams cannot be believed.
    private(set) var damaged: [(transfer: String, file: String, what: String)] = []
    private let item: AuditedItem
    private let node: Node
    private let keys: any KeyDirectory

    init(of item: AuditedItem, at node: Node, under keys: any KeyDirectory) {
        self.item = item
        self.node = node
        self.keys = keys
    }

    /// Reads the stream of a transfer.
    ///
    /// - Throws: `FileError`, ``NodeError``.
    mutating func read(_ transfer: AuditedTransfer) throws -> Finding {
        guard let manifest = transfer.manifest, item.claims.contains(where: { $0.manifest == manifest }) else {
            return .otherBundle
        }
        do {
            guard let stream = try SentStream.read(transfer, wanted: item.claims, of: node, under: keys) else {
                gone.append(transfer.digest)
                return .gone
            }
            if stream.isOriginal { return stream.rows.isEmpty ? .notShown : .shown(stream) }
            note(transfer, "the kept stream is not the one that left")
        } catch let error as BundleError {
            note(transfer, "the stream does not verify: \(error.code.rawValue)")
        }
        return .damaged
    }

    private mutating func note(_ transfer: AuditedTransfer, _ what: String) {
        let file = transfer.intent.transfer.map { "\(HomePaths.sentFolder)/\($0.hex).six" } ?? ""
        damaged.append((transfer.digest, file, what))
    }

    /// Says which streams are damaged.
    func state(in answer: inout AuditAnswer) {
        guard !damaged.isEmpty else { return }
        answer.state(
            "damaged",
            .array(damaged.map { ["file": .string($0.file), "transfer": .string($0.transfer), "what": .string($0.what)] }))
    }
}
