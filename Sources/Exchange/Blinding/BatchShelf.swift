internal import Blinding
internal import CanonicalCoding
internal import LedgerFiles

/// The batches of one epoch in the home: those under way, and those that are finished and wait for an auditor until the epoch is destroyed.
struct BatchShelf: Sendable {
    private let root: String

    init(at directory: String) { root = directory }

    private var open: String { root + "/open" }

    /// A batch that this process works on; no other does as long as this exists.
    final class Held: Sendable {
        let batch: KeptBatch
        private let lock: DirectoryLock

        fileprivate init(_ batch: KeptBatch, _ lock: consuming DirectoryLock) {
            self.batch = batch
            self.lock = lock
        }
    }

    /// Puts a new batch down, durably, before anybody is asked.
    func begin(_ batch: KeptBatch) throws(FileError) -> Held {
        try Directory.create(open)
        let lock = try DirectoryLock(taking: lockPath(batch.id))
        try batch.write(to: openPath(Hex.encode(batch.id)))
        return Held(batch, lock)
    }

    /// The names of batches that a kill, or a failure, left under way.
    func unfinished() throws(FileError) -> [String] {
        guard Directory.isDirectory(open) else { return [] }
        try DurableFile.removeLeftovers(in: open)
        return try Directory.names(in: open).compactMap {
            $0.hasSuffix(Self.ending) ? String($0.dropLast(Self.ending.count)) : nil
        }
    }

    /// Takes up a batch that was left; nothing where another process has it, or has finished it. One that is damaged asked nobody anything
    /// that could be repeated: it goes.
    func resume(_ name: String) throws(FileError) -> Held? {
        guard let id = Hex.decode(name), let lock = try freeLock(id), Directory.exists(openPath(name)) else { return nil }
        guard let batch = try KeptBatch.read(openPath(name)), batch.id == id else {
            try Directory.remove(openPath(name))
            return nil
        }
        return Held(batch, lock)
    }

    private func freeLock(_ id: [UInt8]) throws(FileError) -> DirectoryLock? {
        do throws(FileError) { return try DirectoryLock(taking: lockPath(id)) } catch {
            guard error.reason == .locked else { throw error }
            return nil
        }
    }

    /// Lays a finished batch away.
    func finish(_ held: Held) throws(FileError) {
        let name = Hex.encode(held.batch.id)
        try Directory.create(folder(name))
        try Directory.rename(openPath(name), to: path(name))
        try Directory.remove(lockPath(held.batch.id))
    }

    /// A batch that was finished; nothing when there is none of that name.
    func finished(_ id: [UInt8]) throws(FileError) -> KeptBatch? {
        let name = Hex.encode(id)
        for path in [path(name), openPath(name)] where Directory.exists(path) { return try KeptBatch.read(path) }
        return nil
    }

    /// Erases everything, with the epoch.
    func erase() throws(FileError) {
        guard Directory.isDirectory(root) else { return }
        for folder in try Directory.names(in: root) {
            let path = "\(root)/\(folder)"
            for name in try Directory.names(in: path) { try Directory.remove("\(path)/\(name)") }
            try Directory.removeIfEmpty(path)
        }
        try Directory.removeIfEmpty(root)
    }

    private static let ending = ".batch"
    private func openPath(_ name: String) -> String { "\(open)/\(name)\(Self.ending)" }
    private func lockPath(_ id: [UInt8]) -> String { "\(open)/\(Hex.encode(id)).lock" }
    private func folder(_ name: String) -> String { "\(root)/\(name.prefix(2))" }
    private func path(_ name: String) -> String { "\(folder(name))/\(name)\(Self.ending)" }
}
