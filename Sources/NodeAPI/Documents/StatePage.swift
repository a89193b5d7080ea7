public import CanonicalCoding
public import CryptoPrimitives

/// The digest of everything a node holds, whole or with the roots of its buckets (docs/spec/merge.md).
public struct StatePage: Sendable, Hashable {
    /// The digest of the state.
    public let digest: Digest256
    /// The roots of the buckets in order; none where only the whole is asked for.
    public let buckets: [Digest256]

    /// A state has so many buckets, by the first 12 bits of the match tag.
    public static let bucketCount = 4_096

    /// States a digest.
    public init(digest: Digest256, buckets: [Digest256]) {
        self.digest = digest
        self.buckets = buckets
    }

    /// The document.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        if !buckets.isEmpty { object["buckets"] = .array(buckets.map { .string($0.hex) }) }
        object["digest"] = .string(digest.hex)
        object["type"] = "six-state"
        object["v"] = 1
        return .object(object)
    }

    /// Reads a document. Whether the digest is the one over the buckets is for whoever can compute it.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-state", members: ["digest"])
        let buckets = document.has("buckets") ? try document.digests("buckets") : []
        guard buckets.isEmpty || buckets.count == Self.bucketCount else { throw DocumentFault("buckets") }
        self.init(digest: try document.digest("digest"), buckets: buckets)
    }
}

/// Some items of a bucket of the state, each with the bundles that say something about its match tag; the tag itself is not told.
public struct StateItemsPage: Sendable, Hashable {
    /// One item.
    public struct Item: Sendable, Hashable {
        /// Its leaf hash.
        public let leaf: Digest256
        /// The digests of the manifests of its claims, ascending.
        public let bundles: [Digest256]

        /// Names an item.
        public init(leaf: Digest256, bundles: [Digest256]) {
            self.leaf = leaf
            self.bundles = bundles
        }
    }

    /// The items in the order of the state.
    public let items: [Item]
    /// The number of the item to go on from; nothing at the end of the bucket.
    public let next: UInt64?

    /// Of one item so many bundles are named at most.
    public static let bundlesOfAnItem = 16

    /// States a page.
    public init(items: [Item], next: UInt64?) {
        self.items = items
        self.next = next
    }

    /// The document.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object["items"] = .array(
            items.map { ["bundles": .array($0.bundles.map { .string($0.hex) }), "leaf": .string($0.leaf.hex)] })
        if let next { object["next"] = .integer(Int64(clamping: next)) }
        object["type"] = "six-state-items"
        object["v"] = 1
        return .object(object)
    }

    /// Reads a page.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-state-items", members: ["items"])
        var items: [Item] = []
        for value in try document.list("items") {
            let item = try ReadDocument(value, at: "items")
            let bundles = try item.digests("bundles")
            guard bundles.count <= Self.bundlesOfAnItem else { throw DocumentFault("bundles") }
            items.append(Item(leaf: try item.digest("leaf"), bundles: bundles))
        }
        guard items.count <= Self.itemLimit else { throw DocumentFault("items") }
        self.init(items: items, next: document.has("next") ? UInt64(try document.number("next")) : nil)
    }

    /// A page has at most so many items.
    public static let itemLimit = CallLimits.pageItems / 2
}
