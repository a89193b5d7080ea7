public import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import Synchronization

/// The index of a node over its bundle files: which claims stand under which match tag.
///
/// One process writes at a time and holds a lock for it; any number may read. Everything in it follows from the
/// files under the bundles directory and can be rebuilt from them.
public final class NodeStore: Sendable {
    private let engine: Mutex<StoreEngine>
    /// Where the SQLite file is.
    public let path: String
    /// Where the exact bytes of bundles are kept, as `<manifest digest>/<stream digest>`.
    public let bundlesDirectory: String

    /// What a process wants with a store.
    public enum Access: Sendable, Hashable {
        case reading, writing
    }

    /// Opens a store, making it when it is missing and `access` is `.writing`.
    ///
    /// - Throws: ``StoreError``: `.locked` when another process writes, `.notFound`, `.notWritable`, `.notAStore`.
    public init(opening path: String, bundles: String, access: Access) throws(StoreError) {
        self.path = path
        bundlesDirectory = bundles
        engine = Mutex(try StoreEngine(opening: path, bundles: bundles, isWritable: access == .writing))
    }

    /// Whether rows of an epoch were ever taken in.
    ///
    /// - Throws: ``StoreError``.
    public func knows(_ epoch: EpochNumber) throws(StoreError) -> Bool {
        try withEngine { (engine) throws(StoreError) in engine.number(of: epoch) != nil }
    }

    /// Lets answers check proofs of possession wherever a row under the same tag shows the value.
    public func check(with blinders: [EpochNumber: EpochBlinder]) { engine.withLock { $0.blinders = blinders } }

    /// Runs a piece of work alone.
    func withEngine<Result>(_ body: (StoreEngine) throws(StoreError) -> sending Result) throws(StoreError) -> sending Result {
        try engine.withLock { (engine) throws(StoreError) in
            try engine.refresh()
            return try body(engine)
        }
    }

    /// Where a stream of a bundle is kept.
    public func path(ofStream stream: Digest256, manifest: Digest256) -> String {
        StreamFiles.path(in: bundlesDirectory, manifest: manifest, stream: stream)
    }

    /// When a stream was first taken in, as its file remembers it: all there is to know in a home without a log of imports.
    public static func firstTaken(streamAt path: String) -> Timestamp? { StreamFiles.firstTaken(path) }
}
