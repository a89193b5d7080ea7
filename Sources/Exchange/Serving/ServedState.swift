internal import CryptoPrimitives
internal import NodeAPI
internal import NodeStore

/// What a peer may learn of the digests of the state: nothing, unless the settings name it.
///
/// A root covers rows that may have been withheld from the peer; with them it could test guesses about these.
extension PeerQuestion {
    func stateDigest(byBuckets: Bool) throws -> StatePage {
        let store = try openState()
        return StatePage(digest: try store.digest(), buckets: byBuckets ? try store.bucketRoots() : [])
    }

    func stateItems(of bucket: UInt16, from number: UInt64) throws -> StateItemsPage {
        let items = try openState().items(ofBucket: bucket)
        let first = Int(min(number, UInt64(items.count)))
        let page = items[first...].prefix(StateItemsPage.itemLimit)
        return StateItemsPage(
            items: page.map { .init(leaf: $0.leaf, bundles: Array($0.bundles.prefix(StateItemsPage.bundlesOfAnItem))) },
            next: page.endIndex < items.count ? UInt64(page.endIndex) : nil)
    }

    private func openState() throws -> NodeStore {
        guard node.settings.serving.stateReaders.contains(peer) else {
            throw Problem(.forbidden, "this node does not show the digests of its state to the caller", code: "STATE_NOT_SHOWN")
        }
        return try node.store(for: .reading)
    }
}
