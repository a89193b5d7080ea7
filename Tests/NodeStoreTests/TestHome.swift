import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MemberRegistry
import MergeEngine
import NodeStore
import SignedBundles
import Testing

/// A directory with a store and bundle files, gone after the test.
final class TestHome {
    let directory: URL
    let world: StoreWorld

    init(_ world: StoreWorld) throws {
        self.world = world
        directory = FileManager.default.temporaryDirectory.appending(path: "tocsin-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: bundles, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var bundles: URL { directory.appending(path: "bundles") }
    var storePath: String { directory.appending(path: "store.sqlite").path }

    func open(_ access: NodeStore.Access = .writing) throws -> NodeStore {
        try NodeStore(opening: storePath, bundles: bundles.path, access: access)
    }

    /// Verifies a stream, makes its file and commits it.
    @discardableResult
    func take(
        _ stream: [UInt8], into store: NodeStore, at time: Timestamp = StoreWorld.time, checks: StagingChecks? = nil,
        pieceBytes: Int = 4096
    ) throws -> ImportReceipt {
        let (staging, bundle) = try stage(stream, into: store, at: time, checks: checks, pieceBytes: pieceBytes)
        try keep(stream, bundle, in: store)
        return try store.commit(staging, bundle, at: time)
    }

    func stage(
        _ stream: [UInt8], into store: NodeStore, at time: Timestamp = StoreWorld.time, checks: StagingChecks? = nil,
        pieceBytes: Int = 4096
    ) throws -> (BundleStaging, VerifiedBundle) {
        let chains = StoreChains(store: store)
        var staging = store.staging(chains: chains, checks: checks ?? self.checks, at: time)
        let terms = BundleTerms(keys: world.keys, audience: nil, at: time)
        var verifier = BundleVerifier(importing: terms, into: chains)
        var start = 0
        while start < stream.count {
            let end = min(start + pieceBytes, stream.count)
            try verifier.feed(stream.span.extracting(start..<end), to: &staging)
            start = end
        }
        return (staging, try verifier.finish())
    }

    func keep(_ stream: [UInt8], _ bundle: VerifiedBundle, in store: NodeStore) throws {
        let digest = try #require(bundle.streamDigest)
        let path = URL(filePath: store.path(ofStream: digest, manifest: bundle.digest))
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(stream).write(to: path)
    }

    var checks: StagingChecks {
        var checks = StagingChecks()
        checks.blinders[StoreWorld.epoch] = world.blinder
        return checks
    }
}

/// Chains as the store keeps them; every epoch is open.
struct StoreChains: ChainDirectory {
    let store: NodeStore

    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState {
        do throws(StoreError) {
            return try store.chain(of: publisher, for: audience)
        } catch {
            throw .stoppedByConsumer
        }
    }

    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow? {
        EpochWindow(publishFrom: Timestamp(secondsSinceEpoch: 0), matchUntil: Timestamp(secondsSinceEpoch: 4_000_000_000))
    }
}

/// Collects the rows of a verified stream for the in-memory state, cell by cell, without the store's byte paths.
struct RowCollector: BundleConsumer {
    private(set) var rows: [HeldRow] = []
    private var manifest: Manifest?
    private var digest = Digest256.zero
    private var segment: (descriptor: SegmentDescriptor, isMust: Bool)?

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        (self.manifest, self.digest) = (manifest, digest)
    }

    mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        segment = (descriptor, opening.isMust)
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        guard let manifest, let segment, let kind = try? IndicatorKind(parsing: segment.descriptor.kind) else { return }
        var cells: [String: KnownCell] = [:]
        for column in row.shown.indices {
            let bytes = row.withCell(ofColumn: column) { cell in cell.indices.map { cell[$0] } }
            cells[segment.descriptor.columns[column].name] = bytes.map { .value($0) } ?? .absent
        }
        let origin = BundleOrigin(
            manifest: digest, bundle: manifest.bundle.hex, publisher: manifest.publisher, audience: manifest.audience,
            sequence: UInt64(manifest.sequence), created: manifest.created, epoch: manifest.epoch,
            firstLogged: StoreWorld.time)
        let frame = SegmentFrame(
            marking: segment.descriptor.tlp, isMust: segment.isMust,
            isCoreRequired: segment.descriptor.columns.contains { $0.name == "core" && $0.isRequired })
        rows.append(
            HeldRow(
                origin: origin, segment: UInt32(row.segment), row: UInt32(row.row), kind: kind, frame: frame, cells: cells))
    }

    /// The rows of a stream that passes plain verification.
    static func rows(of stream: [UInt8], keys: FixedKeyDirectory) throws -> [HeldRow] {
        var collector = RowCollector()
        var verifier = BundleVerifier(BundleTerms(keys: keys, audience: nil, at: StoreWorld.time))
        try verifier.feed(stream.span, to: &collector)
        _ = try verifier.finish()
        return collector.rows
    }
}
