internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import SignedBundles

/// A bundle and what says which other bundles count with it.
struct ChainBundle: Sendable {
    let manifest: Manifest
    let digest: Digest256
    /// Bundles that a reset put out of the chain.
    let setAside: Set<Digest256>
}

extension StoreEngine {
    /// The rows held of the other bundles of the same publisher, group and epoch, without those set aside.
    func rowsBeside(_ bundle: ChainBundle) throws(StoreError) -> RowCount {
        var query = try database.connection.prepare(
            "SELECT digest, retractions, others FROM bundles WHERE pub = ?1 AND aud = ?2 AND epoch = ?3")
        try query.bind(bundle.manifest.publisher.name, at: 1)
        try query.bind(bundle.manifest.audience.name, at: 2)
        try query.bind(Int64(bundle.manifest.epoch.value), at: 3)
        var sum = RowCount()
        while try query.step() {
            guard let digest = Digest256(bytes: query.bytes(0)), digest != bundle.digest, !bundle.setAside.contains(digest)
            else { continue }
            sum = sum + RowCount(retractions: Int(query.number(1)), others: Int(query.number(2)))
        }
        return sum
    }

    /// The rows held of a bundle.
    func rows(ofBundle number: Int) throws(StoreError) -> RowCount {
        var query = try database.connection.prepare("SELECT retractions, others FROM bundles WHERE ordinal = ?1")
        try query.bind(number, at: 1)
        guard try query.step() else { return RowCount() }
        return RowCount(retractions: Int(query.number(0)), others: Int(query.number(1)))
    }

    /// Notes rows taken in of a bundle. Inside the transaction of a commit.
    func add(_ rows: RowCount, toBundle number: Int) throws(StoreError) {
        guard rows != RowCount() else { return }
        var update = try database.connection.prepare(
            "UPDATE bundles SET retractions = retractions + ?2, others = others + ?3 WHERE ordinal = ?1")
        try update.bind(number, at: 1)
        try update.bind(rows.retractions, at: 2)
        try update.bind(rows.others, at: 3)
        try update.run()
    }
}
