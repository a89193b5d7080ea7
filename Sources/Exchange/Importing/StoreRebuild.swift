internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import SignedBundles

/// Makes the store anew from the bundle files: it is an index over them and nothing else.
public enum StoreRebuild {
    /// What came of it.
    public struct Result: Sendable {
        /// Streams taken in.
        public internal(set) var streams = 0
        /// Streams that no longer verify, by path; they stay where they are.
        public internal(set) var refused: [String] = []
    }

    /// Moves the old store aside, takes every kept stream in again in the order of chains, and removes the old one.
    ///
    /// Each bundle is judged at the time it was made, so that one that has expired since is not lost.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `FileError`; the old store then lies beside the new one as `.old`.
    public static func run(_ node: Node) throws -> Result {
        let kept = try streams(of: node)
        let old = node.paths.store + ".old"
        for suffix in ["-wal", "-shm"] where Directory.exists(node.paths.store + suffix) {
            try Directory.remove(node.paths.store + suffix)
        }
        if Directory.exists(node.paths.store) { try Directory.rename(node.paths.store, to: old) }
        var result = Result()
        let store = try node.store(for: .writing)
        for stream in kept {
            let importer = try Importer(node, store: store, at: stream.created, isRebuilding: true)
            let outcome = try importer.take([stream.path])[0]
            if (try? outcome.result.get()) == nil { result.refused.append(stream.path) } else { result.streams += 1 }
        }
        try Directory.remove(old)
        return result
    }

    private struct KeptStream {
        let path: String
        let created: Timestamp
        let order: (String, String, Int)
    }

    private static func streams(of node: Node) throws -> [KeptStream] {
        var kept: [KeptStream] = []
        for folder in try Directory.names(in: node.paths.bundles) where Directory.isDirectory(node.paths.bundle(folder)) {
            for name in try Directory.names(in: node.paths.bundle(folder)) {
                let path = "\(node.paths.bundle(folder))/\(name)"
                let file = try IncomingFile(path, identity: { throw NodeError.notForUs }, scratch: node.paths.run)
                guard let head = file.head else { continue }
                kept.append(
                    KeptStream(path: path, created: head.created, order: (head.publisher.name, head.audience.name, head.sequence))
                )
            }
        }
        return kept.sorted { $0.order < $1.order }
    }
}
