internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

/// Makes the store anew from the bundle files and the ledger: it is an index over them and nothing else.
public enum StoreRebuild {
    /// What came of it.
    public struct Result: Sendable {
        /// Streams taken in.
        public internal(set) var streams = 0
        /// Streams that were taken in once and no longer verify, with the reason; they stay where they are.
        public internal(set) var refused: [Refused] = []
        /// Streams that no import finished with, by path: leftovers of killed ones, which count for nothing.
        public internal(set) var skipped: [String] = []
        /// A stream that is refused now.
        public struct Refused: Sendable {
            /// Where it lies.
            public let path: String
            /// Why.
            public let error: any Error
        }
        /// Where the store of before lies, when streams were refused that it may know.
        public internal(set) var oldStore: String?
    }

    /// Repeats everything that was taken in and decided, in the order of the ledger, into a new store, and puts it in the
    /// place of the old one.
    ///
    /// Each stream is judged at the time it was first taken in, by the keys of that time. A publication that a kill broke off
    /// is finished after everything else. Until all of that is done the old store stays in its place; when a stream is
    /// refused it is kept beside the new one as `.old`.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `FileError`; the old store is then untouched.
    public static func run(_ node: Node) throws -> Result {
        let hasLog = node.importLog.exists
        let events = try hasLog ? Past.logged(in: node) : Past.guessed(in: node)
        let paths = StorePaths(node.paths.store)
        try paths.removeNew()
        var result = try fill(paths.new, of: node, with: events)
        if hasLog {
            let named = Set(try node.importLog.lines().map(node.path))
            result.skipped = try node.streamsLying().filter { !named.contains($0) }
        }
        try paths.replace(keepingOld: !result.refused.isEmpty)
        try Directory.remove(node.paths.unjudged)
        if Directory.exists(paths.old) { result.oldStore = paths.old }
        try node.judgeBudgets()
        return result
    }

    private static func fill(_ path: String, of node: Node, with events: [Past]) throws -> Result {
        var result = Result()
        let store = try NodeStore(opening: path, bundles: node.paths.bundles, access: .writing)
        var importer: Importer?
        for event in events {
            switch event {
            case .decision(let decision): try node.repeatDecision(decision, in: store)
            case .stream(let path, let time):
                let first = try importer ?? Importer(node, store: store, manner: .repeating(at: time))
                importer = first
                switch try first.repeating(at: time).take([path])[0].result {
                case .success: result.streams += 1
                case .failure(let error): result.refused.append(.init(path: path, error: error))
                }
            }
        }
        let before = try store.keptStreams().count
        try node.finishPublication(in: store)
        result.streams += try store.keptStreams().count - before
        if result.refused.isEmpty { try node.completeLog(from: store) }
        return result
    }
}

/// The files of a store that is made anew beside the old one.
private struct StorePaths {
    let current: String
    var new: String { current + ".new" }
    var old: String { current + ".old" }

    private static let companions = ["-wal", "-shm"]

    init(_ current: String) { self.current = current }

    /// Removes what a rebuild that was killed left.
    func removeNew() throws(FileError) {
        for suffix in Self.companions + ["", ".lock"] { try Directory.remove(new + suffix) }
    }

    /// Gives the new store the place of the old one. An old one that was kept before knows most: it stays what is kept.
    func replace(keepingOld: Bool) throws(FileError) {
        try Directory.remove(new + ".lock")
        for suffix in Self.companions + [""] where Directory.exists(current + suffix) {
            if keepingOld, !Directory.exists(old) {
                try Directory.rename(current + suffix, to: old + suffix)
            } else {
                try Directory.remove(current + suffix)
            }
        }
        for suffix in Self.companions + [""] where Directory.exists(new + suffix) {
            try Directory.rename(new + suffix, to: current + suffix)
        }
        guard !keepingOld else { return }
        for suffix in Self.companions + [""] { try Directory.remove(old + suffix) }
    }
}
