internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeStore
internal import SignedBundles

/// Makes the store anew from the bundle files and from what was decided about chains: it is an index over them and nothing
/// else.
public enum StoreRebuild {
    /// What came of it.
    public struct Result: Sendable {
        /// Streams taken in.
        public internal(set) var streams = 0
        /// Streams that no longer verify, by path; they stay where they are.
        public internal(set) var refused: [String] = []
    }

    /// Moves the old store aside, repeats everything that was taken in and decided in the order of then, and removes the
    /// old one.
    ///
    /// Each stream is judged at the time it was first taken in, which its file remembers, by the keys of that time.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `FileError`; the old store then lies beside the new one as `.old`.
    public static func run(_ node: Node) throws -> Result {
        let decisions = try node.chainDecisions()
        let events = try (streams(of: node) + decisions.map(Event.init)).sorted { $0.order < $1.order }
        let old = node.paths.store + ".old"
        for suffix in ["-wal", "-shm"] where Directory.exists(node.paths.store + suffix) {
            try Directory.remove(node.paths.store + suffix)
        }
        if Directory.exists(node.paths.store) { try Directory.rename(node.paths.store, to: old) }
        var result = Result()
        let store = try node.store(for: .writing)
        for event in events {
            switch event.act {
            case .decision(let decision): try node.repeatDecision(decision, in: store)
            case .stream(let path):
                let outcome = try Importer(node, store: store, at: event.time, isRebuilding: true).take([path])[0]
                if (try? outcome.result.get()) == nil { result.refused.append(path) } else { result.streams += 1 }
            }
        }
        try Directory.remove(old)
        return result
    }

    /// Something that happened to the store.
    private struct Event {
        enum Act {
            case stream(String)
            case decision(ChainDecision)
        }

        let act: Act
        let time: Timestamp
        let publisher: MemberID
        let audience: GroupID
        let sequence: Int

        init(stream path: String, _ head: Manifest, at time: Timestamp) {
            act = .stream(path)
            self.time = time
            publisher = head.publisher
            audience = head.audience
            sequence = head.sequence
        }

        init(_ decision: ChainDecision) {
            act = .decision(decision)
            time = decision.time
            publisher = decision.publisher
            audience = decision.audience
            sequence = decision.place.sequence
        }

        /// By time, which counts whole seconds; within one, beginnings and accepted gaps come before the next number of
        /// their chain, forks and resets after everything.
        var order: (Int64, Int, String, String, Int, Int) {
            var (phase, rank) = (0, 1)
            if case .decision(let decision) = act {
                (phase, rank) = decision.act == .begin || decision.act == .gap ? (0, 0) : (1, 0)
            }
            return (time.secondsSinceEpoch, phase, publisher.name, audience.name, sequence, rank)
        }
    }

    private static func streams(of node: Node) throws -> [Event] {
        var kept: [Event] = []
        for folder in try Directory.names(in: node.paths.bundles) where Directory.isDirectory(node.paths.bundle(folder)) {
            for name in try Directory.names(in: node.paths.bundle(folder)) {
                let path = "\(node.paths.bundle(folder))/\(name)"
                let file = try IncomingFile(path, identity: { throw NodeError.notForUs }, scratch: node.paths.run)
                guard let head = file.head else { continue }
                kept.append(Event(stream: path, head, at: NodeStore.firstTaken(streamAt: path) ?? head.created))
            }
        }
        return kept
    }
}
