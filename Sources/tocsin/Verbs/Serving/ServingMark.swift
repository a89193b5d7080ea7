import Exchange
import LedgerFiles

/// That a node runs in this home: a second `tocsin serve` is refused, and verbs may wait a little for its jobs.
final class ServingMark {
    private let lock: DirectoryLock

    init(_ paths: HomePaths) throws { lock = try Self.lock(paths) }

    private static func lock(_ paths: HomePaths) throws -> DirectoryLock {
        do throws(FileError) {
            return try DirectoryLock(taking: "\(paths.run)/serving")
        } catch {
            guard error.reason == .locked else { throw error }
            throw Failure(.stateRefuses, "a node runs in this home already", hint: "stop it first, or name another --home")
        }
    }

    /// Runs the node while the mark stands.
    func held<Result>(_ body: () async throws -> Result) async rethrows -> Result { try await body() }
}
