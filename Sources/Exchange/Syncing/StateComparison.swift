public import CryptoPrimitives
public import Indicators
internal import MergeEngine
public import NodeAPI
internal import NodeStore

/// The states of two nodes that may see the same, held against each other: first whole, then by buckets, then item by item.
public struct StateComparison: Sendable, Hashable {
    /// The member.
    public let peer: MemberID
    /// The digests of both states.
    public let digests: (here: Digest256, there: Digest256)
    /// The buckets that differ.
    public let buckets: [UInt16]
    /// How many items are only here, or are others here, and how many there.
    public let itemCounts: (here: Int, there: Int)
    /// The bundles behind the items that are only there, ascending: what to fetch.
    public let bundles: [Digest256]

    /// Whether both hold the same cells.
    public var isSame: Bool { digests.here == digests.there }

    /// Compares two values by what they say.
    public static func == (left: Self, right: Self) -> Bool {
        left.peer == right.peer && left.digests == right.digests && left.buckets == right.buckets && left.bundles == right.bundles
    }

    /// Hashes what they say.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(peer)
        hasher.combine(digests.here)
        hasher.combine(digests.there)
    }

    /// Asks a peer that shows its state.
    ///
    /// - Throws: `PeerFailure`, `Problem`, `DocumentFault`, and what opening the home throws.
    public static func run(
        _ home: HomeDesk, _ transport: any PeerTransport, with peer: MemberID
    ) async throws -> StateComparison {
        let own = try await home.work(.reading) { node, _, _ in try ownState(node) }
        let whole = try StatePage(parsing: try await transport.document(.stateDigest(byBuckets: false), of: peer))
        guard whole.digest != own.digest else {
            return StateComparison(
                peer: peer, digests: (own.digest, own.digest), buckets: [], itemCounts: (0, 0), bundles: [])
        }
        let bytes = try await transport.document(.stateDigest(byBuckets: true), of: peer)
        let theirs = try page(bytes, of: peer)
        let different = own.buckets.indices.filter { own.buckets[$0] != theirs.buckets[$0] }.map { UInt16($0) }
        var found = Differences()
        for bucket in different {
            try Task.checkCancellation()
            let leaves = try await leaves(of: bucket, home)
            found.note(leaves, try await items(of: bucket, transport, peer))
        }
        return StateComparison(peer: peer, between: own, theirs, in: different, found)
    }

    @inline(never)
    private init(peer: MemberID, between own: StatePage, _ theirs: StatePage, in buckets: [UInt16], _ found: Differences) {
        self.init(
            peer: peer, digests: (own.digest, theirs.digest), buckets: buckets, itemCounts: (found.here, found.there),
            bundles: found.bundles.sorted())
    }

    private init(
        peer: MemberID, digests: (Digest256, Digest256), buckets: [UInt16], itemCounts: (Int, Int), bundles: [Digest256]
    ) {
        self.peer = peer
        self.digests = digests
        self.buckets = buckets
        self.itemCounts = itemCounts
        self.bundles = bundles
    }

    @inline(never)
    private static func ownState(_ node: Node) throws -> StatePage {
        let store = try node.store(for: .reading)
        return StatePage(digest: try store.digest(), buckets: try store.bucketRoots())
    }

    @inline(never)
    private static func page(_ bytes: [UInt8], of peer: MemberID) throws -> StatePage {
        let page = try StatePage(parsing: bytes)
        guard page.buckets.count == StatePage.bucketCount,
            StateDigest.digest(ofBuckets: page.buckets.enumerated().map { ($0.offset, $0.element) }) == page.digest
        else { throw PeerFailure(.malformed, peer) }
        return page
    }

    /// What differs, bucket after bucket.
    private struct Differences: Sendable {
        var here = 0
        var there = 0
        var bundles: Set<Digest256> = []

        // Kept out of functions that wait: the release build of compiler 6.3.1 crashes on them together.
        @inline(never)
        mutating func note(_ own: Set<Digest256>, _ theirs: [StateItemsPage.Item]) {
            here += own.subtracting(theirs.map(\.leaf)).count
            let others = theirs.filter { !own.contains($0.leaf) }
            there += others.count
            for item in others where bundles.count < StateComparison.bundleLimit { bundles.formUnion(item.bundles) }
        }
    }

    private static func leaves(of bucket: UInt16, _ home: HomeDesk) async throws -> Set<Digest256> {
        try await home.work(.reading) { node, _, _ in try ownLeaves(of: bucket, node) }
    }

    @inline(never)
    private static func ownLeaves(of bucket: UInt16, _ node: Node) throws -> Set<Digest256> {
        Set(try node.store(for: .reading).items(ofBucket: bucket).map(\.leaf))
    }

    private static func items(
        of bucket: UInt16, _ transport: any PeerTransport, _ peer: MemberID
    ) async throws -> [StateItemsPage.Item] {
        var (items, next): ([StateItemsPage.Item], UInt64?) = ([], 0)
        while let from = next, items.count < itemLimit {
            let call = PeerCall.stateItems(bucket: bucket, from: from)
            let page = try StateItemsPage(parsing: try await transport.document(call, of: peer))
            guard page.next.map({ $0 > from }) ?? true else { throw PeerFailure(.malformed, peer) }
            items += page.items
            next = page.next
        }
        return items
    }

    /// Of one bucket so many items are looked at: 4,096 of them make two billion.
    private static let itemLimit = 500_000
    /// So many bundles are named to be fetched; the next comparison names the others.
    private static let bundleLimit = 1_000
}

extension PeerRound {
    /// Fetches the bundles that a comparison of states named, each decided about and taken in as any other.
    ///
    /// - Returns: how many came.
    public mutating func fetch(_ bundles: [Digest256]) async throws -> Int {
        var count = 0
        for manifest in bundles where try await fetch(manifest) { count += 1 }
        return count
    }
}
