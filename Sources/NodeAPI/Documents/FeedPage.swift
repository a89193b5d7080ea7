public import CanonicalCoding
public import CryptoPrimitives

/// A page of a feed: the bundles of one publisher for one group, in the order of its chain.
public struct FeedPage: Sendable, Hashable {
    /// One bundle.
    public struct Item: Sendable, Hashable {
        /// Its number in the chain.
        public let sequence: Int
        /// The digest of its manifest, by which it is fetched.
        public let manifest: Digest256

        /// Names one.
        public init(sequence: Int, manifest: Digest256) {
            self.sequence = sequence
            self.manifest = manifest
        }
    }

    /// The bundles, ascending.
    public let items: [Item]
    /// Whether there are more after the last one.
    public let hasMore: Bool

    /// States a page.
    public init(items: [Item], hasMore: Bool) {
        self.items = items
        self.hasMore = hasMore
    }

    /// The document.
    public var jsonValue: JSONValue {
        [
            "items": .array(
                items.map { ["manifest": .string($0.manifest.hex), "seq": .integer(Int64($0.sequence))] }),
            "more": .bool(hasMore), "type": "six-feed", "v": 1,
        ]
    }

    /// Reads a page.
    ///
    /// - Throws: ``DocumentFault``, also for numbers that do not ascend.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-feed", members: ["items", "more"])
        var items: [Item] = []
        for value in try document.list("items") {
            let item = try ReadDocument(value, at: "items")
            let sequence = Int(try item.number("seq"))
            guard sequence > items.last?.sequence ?? 0, items.count < CallLimits.pageItems else { throw DocumentFault("items") }
            items.append(Item(sequence: sequence, manifest: try item.digest("manifest")))
        }
        self.init(items: items, hasMore: try document.flag("more"))
    }
}
