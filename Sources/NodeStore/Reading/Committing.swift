public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
public import SignedBundles

extension NodeStore {
    /// Begins to take rows of a stream; hand the result to a ``BundleVerifier`` as its consumer.
    ///
    /// - Parameters:
    ///   - chains: what the verifier was begun with too.
    ///   - time: when the stream is judged and, if its bundle is new, first logged.
    public func staging(chains: any ChainDirectory, checks: StagingChecks, at time: Timestamp) -> BundleStaging {
        BundleStaging(chains: chains, at: time, checks: checks, spillDirectory: spillDirectory) {
            (bundle) throws(StoreError) in
            try self.withEngine { (engine) throws(StoreError) in try engine.rowsBeside(bundle) }
        }
    }

    /// Makes everything that was staged visible in one transaction, or nothing.
    ///
    /// The exact bytes must already be durable at ``path(ofStream:manifest:)``. Taking the same stream again changes
    /// nothing and says so.
    ///
    /// - Parameter admits: asked before anything becomes visible, with the number of rows that are no retractions and were in no stream held before; whether
    ///   they count among what came of the publisher on that day. It must not use the store.
    /// - Throws: ``StoreError``; `.openedForReading`, `.noSpace`, `.notWritable`, and what `admits` throws. After an error nothing has changed.
    public func commit(
        _ staging: consuming BundleStaging, _ bundle: VerifiedBundle, at time: Timestamp,
        admits: (Int) throws(StoreError) -> Bool = { _ in true }
    ) throws(StoreError) -> ImportReceipt {
        let staging = staging
        return try withEngine { (engine) throws(StoreError) in
            try engine.commit(staging, bundle, at: time, admits)
        }
    }

    private var spillDirectory: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
}

extension StoreEngine {
    func commit(
        _ staging: consuming BundleStaging, _ bundle: VerifiedBundle, at time: Timestamp,
        _ admits: (Int) throws(StoreError) -> Bool
    ) throws(StoreError) -> ImportReceipt {
        try database.requireWritable()
        guard let streamDigest = bundle.streamDigest else {
            throw StoreError(.damaged, action: "take a bundle without a stream digest into", path: database.path)
        }
        if try holds(stream: streamDigest, manifest: bundle.digest) {
            return ImportReceipt(staging, counts: staging.accepted, isRepetition: true)
        }
        try files.stamp(manifest: bundle.digest, stream: streamDigest, byteCount: bundle.streamByteCount, at: time)
        do throws(StoreError) {
            let counts = try database.connection.transaction { () throws(StoreError) in
                try write(&staging, bundle, stream: streamDigest, at: time, admits)
            }
            return ImportReceipt(staging, counts: counts, isRepetition: false)
        } catch {
            try? reload()
            throw error
        }
    }

    private func write(
        _ staging: inout BundleStaging, _ bundle: VerifiedBundle, stream: Digest256, at time: Timestamp,
        _ admits: (Int) throws(StoreError) -> Bool
    ) throws(StoreError) -> ClaimCounts {
        let number = try bundleNumber(bundle, isTooLate: staging.isTooLate, at: time)
        try write(staging.segments, ofBundle: number)
        let numbers = StagedNumbers(
            stream: try addStream(stream, bundle, ofBundle: number, at: time), kinds: try self.numbers(of: staging.kinds),
            epochs: try self.numbers(of: staging.epochs))
        var merge = IndexMerge(
            try staging.takeSorted(), numbers: numbers,
            classifier: try ClaimClassifier(
                streams, bundle: number, budget: staging.rowBudget,
                allowance: staging.allowance - rows(ofBundle: number)))
        try self.merge(&merge)
        try markDirty(merge.touchedBuckets)
        try add(merge.newRows, toBundle: number)
        try add(staging.objections, ofBundle: number, on: bundle.manifest.created.day)
        if var chain = staging.chain {
            if bundle.chainVerdict == .new {
                chain.record(bundle.manifest, digest: bundle.digest, isTooLate: staging.isTooLate)
            }
            try save(chain)
        }
        let newRows = merge.newRows.others
        try add(admits(newRows) ? newRows : 0, ofPublisher: bundle.manifest.publisher, on: time.day)
        return merge.counts
    }

    /// The store's number for a bundle, given now if it has none.
    private func bundleNumber(
        _ bundle: VerifiedBundle, isTooLate: Bool, at time: Timestamp
    ) throws(StoreError) -> Int {
        var query = try database.connection.prepare("SELECT ordinal FROM bundles WHERE digest = ?1")
        try query.bind(bundle.digest.bytes, at: 1)
        if try query.step() {
            let number = Int(query.number(0))
            try add(bundle.signers, toBundle: number)
            return number
        }
        let number = Int(try database.connection.number("SELECT count(*) FROM bundles") ?? 0)
        var insert = try database.connection.prepare(
            """
            INSERT INTO bundles (ordinal, digest, name, pub, aud, seq, created, epoch, first_logged, too_late, signers)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        let manifest = bundle.manifest
        try insert.bind(number, at: 1)
        try insert.bind(bundle.digest.bytes, at: 2)
        try insert.bind(manifest.bundle.hex, at: 3)
        try insert.bind(manifest.publisher.name, at: 4)
        try insert.bind(manifest.audience.name, at: 5)
        try insert.bind(manifest.sequence, at: 6)
        try insert.bind(manifest.created.secondsSinceEpoch, at: 7)
        try insert.bind(Int64(manifest.epoch.value), at: 8)
        try insert.bind(time.secondsSinceEpoch, at: 9)
        try insert.bind(isTooLate ? 1 : 0, at: 10)
        try insert.bind(bundle.signers.joined(separator: "\n"), at: 11)
        try insert.run()
        return number
    }

    /// Adds the signers that another copy of the first line shows. Who holds none but compromised keys cannot do so.
    private func add(_ signers: [String], toBundle number: Int) throws(StoreError) {
        let known = try streams.origin(ofBundle: number).signers
        let new = signers.filter { signer in !known.contains { $0.utf8.elementsEqual(signer.utf8) } }
        guard !new.isEmpty else { return }
        var update = try database.connection.prepare("UPDATE bundles SET signers = ?2 WHERE ordinal = ?1")
        try update.bind(number, at: 1)
        try update.bind((known + new).joined(separator: "\n"), at: 2)
        try update.run()
        streams.removeAll()
    }

    private func addStream(
        _ stream: Digest256, _ bundle: VerifiedBundle, ofBundle number: Int, at time: Timestamp
    ) throws(StoreError) -> Int {
        let ordinal = Int(try database.connection.number("SELECT count(*) FROM streams") ?? 0)
        var insert = try database.connection.prepare(
            "INSERT INTO streams (ordinal, bundle, digest, bytes, rows, first_logged) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        try insert.bind(ordinal, at: 1)
        try insert.bind(number, at: 2)
        try insert.bind(stream.bytes, at: 3)
        try insert.bind(bundle.streamByteCount, at: 4)
        try insert.bind(bundle.rowCount, at: 5)
        try insert.bind(time.secondsSinceEpoch, at: 6)
        try insert.run()
        return ordinal
    }

    private func write(_ segments: [StagedSegmentFacts], ofBundle number: Int) throws(StoreError) {
        var insert = try database.connection.prepare(
            """
            INSERT OR IGNORE INTO segments (bundle, segment, kind, marking, must, columns) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
        for segment in segments where segment.isHeld {
            try insert.bind(number, at: 1)
            try insert.bind(segment.index, at: 2)
            try insert.bind(segment.kind, at: 3)
            try insert.bind(segment.marking, at: 4)
            try insert.bind(segment.isMust ? 1 : 0, at: 5)
            try insert.bind(segment.columns.joined(separator: " "), at: 6)
            try insert.run()
        }
    }

    private func markDirty(_ buckets: BucketSet) throws(StoreError) {
        guard buckets.count < Self.bucketsDirtiedOneByOne else {
            try database.connection.execute("DELETE FROM buckets")
            return
        }
        var delete = try database.connection.prepare("DELETE FROM buckets WHERE bucket = ?1")
        for bucket in buckets.members {
            try delete.bind(bucket, at: 1)
            try delete.run()
        }
    }

    /// Beyond this many touched buckets, all are computed again.
    private static let bucketsDirtiedOneByOne = 3072
}
