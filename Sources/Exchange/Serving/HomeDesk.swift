internal import Dispatch
internal import Foundation
public import CanonicalCoding
internal import LedgerFiles

/// The one place of a process that works on a home: job after job, each with a node opened for it, off the threads of the tasks that
/// wait for it. Verbs typed meanwhile get their turn between two jobs.
public actor HomeDesk {
    private let thread: HomeThread
    private let opening: @Sendable (Node.Access) throws -> Node
    /// The moment at which a job judges.
    public nonisolated let now: @Sendable () -> Timestamp
    private var book = TransferBook()

    /// Prepares to work on a home.
    ///
    /// - Parameters:
    ///   - now: the clock.
    ///   - opening: opens the home, for reading or for writing.
    public init(
        now: @escaping @Sendable () -> Timestamp = HomeDesk.machineClock,
        opening: @escaping @Sendable (Node.Access) throws -> Node
    ) {
        thread = HomeThread()
        self.now = now
        self.opening = opening
    }

    /// Another desk at the same home, for short readings that must not wait for the jobs of this one.
    nonisolated func another() -> HomeDesk { HomeDesk(now: now, opening: opening) }

    /// Jobs run on a thread of the desk's own, because they wait for the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Does one job. Where another process of this home is writing, it waits for its end a while.
    ///
    /// A job whose caller has given up before its turn is not begun.
    ///
    /// - Throws: what opening the home and the job throw; `CancellationError`; `FileError` with `.locked` when the other does not come to its end.
    public func work<Result: Sendable>(
        _ access: Node.Access, _ job: @Sendable (Node, Timestamp) throws -> Result
    ) throws -> Result {
        try Task.checkCancellation()
        return try job(try opened(access), now())
    }

    /// Does one job with the transfers of the log at hand.
    ///
    /// - Throws: as ``work(_:_:)``.
    func work<Result: Sendable>(
        _ access: Node.Access, _ job: @Sendable (Node, TransferBook, Timestamp) throws -> Result
    ) throws -> Result {
        try Task.checkCancellation()
        let node = try opened(access)
        try book.update(from: node)
        return try job(node, book, now())
    }

    private func opened(_ access: Node.Access) throws -> Node { try Self.opened(access, by: opening) }

    /// Opens a home; waits a while where another process, or another desk of this one, is writing.
    static func opened(_ access: Node.Access, by opening: (Node.Access) throws -> Node) throws -> Node {
        let deadline = Date.now.addingTimeInterval(longestWaitSeconds)
        while true {
            do {
                return try opening(access)
            } catch let error as FileError where error.reason == .locked && Date.now < deadline {
                Thread.sleep(forTimeInterval: pauseSeconds)
            }
        }
    }

    private static let longestWaitSeconds = 20.0
    private static let pauseSeconds = 0.01

    /// The machine's clock, in whole seconds.
    public static func machineClock() -> Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
}

/// A thread that runs the jobs of a desk one after the other.
final class HomeThread: SerialExecutor {
    private let queue = DispatchQueue(label: "home")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
