public import CanonicalCoding
public import CryptoPrimitives

/// The digest over the transfers between two members that both sides should have: those that one side has confirmed to have taken in.
///
/// The item of a transfer is its digest x followed by the digest of the bundle's manifest; a bucket holds the items whose x begins with its
/// number, ascending. A bucket's root is the RFC 9162 tree head over its items, and the whole one is that over the 256 bucket roots.
public struct DigestPage: Sendable, Hashable {
    /// The roots of the buckets in order.
    public let buckets: [Digest256]
    /// How many transfers there are.
    public let count: Int

    /// A digest has so many buckets.
    public static let bucketCount = 256

    /// Computes the digest over transfers.
    public init(over transfers: [(transfer: Digest256, manifest: Digest256)]) {
        var items = [[[UInt8]]](repeating: [], count: Self.bucketCount)
        for (transfer, manifest) in transfers { items[Int(transfer.bytes[0])].append(transfer.bytes + manifest.bytes) }
        buckets = items.map { bucket in
            MerkleTree.root(ofLeaves: bucket.sorted { $0.lexicographicallyPrecedes($1) }.map { MerkleTree.leaf($0.span) })
        }
        count = transfers.count
    }

    private init(buckets: [Digest256], count: Int) {
        self.buckets = buckets
        self.count = count
    }

    /// The digest over all buckets.
    public var root: Digest256 { MerkleTree.root(ofLeaves: buckets.map { MerkleTree.leaf($0.bytes.span) }) }

    /// The buckets in which two digests differ.
    public func differences(from other: DigestPage) -> [UInt8] {
        buckets.indices.filter { buckets[$0] != other.buckets[$0] }.map { UInt8($0) }
    }

    /// The document, without the buckets where only the whole is asked for.
    public func jsonValue(byBuckets: Bool) -> JSONValue {
        var object = JSONObject()
        if byBuckets { object["buckets"] = .array(buckets.map { .string($0.hex) }) }
        object["count"] = .integer(Int64(count))
        object["root"] = .string(root.hex)
        object["type"] = "six-digest"
        object["v"] = 1
        return .object(object)
    }

    /// Reads the root of a document.
    ///
    /// - Throws: ``DocumentFault``.
    public static func root(parsing bytes: [UInt8]) throws(DocumentFault) -> Digest256 {
        try ReadDocument(bytes, type: "six-digest", members: ["count", "root"]).digest("root")
    }

    /// Reads a document with its buckets.
    ///
    /// - Throws: ``DocumentFault``, also when the root is not the one over the buckets.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-digest", members: ["buckets", "count", "root"])
        let buckets = try document.digests("buckets")
        guard buckets.count == Self.bucketCount else { throw DocumentFault("buckets") }
        self.init(buckets: buckets, count: Int(try document.number("count")))
        guard try document.digest("root") == root else { throw DocumentFault("root") }
    }
}
