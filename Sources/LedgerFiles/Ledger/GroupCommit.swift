public import TransparencyLog

/// Many writers and one log: what comes while a batch is being committed makes the next one, so that all share its syncs.
///
/// Nobody waits for a batch to fill. A batch is acknowledged when it is committed, before its files are published.
public actor GroupCommit<Generator: RandomNumberGenerator> {
    private struct Request {
        let events: [Event]
        let answer: CheckedContinuation<Result<[CommittedEntry], LedgerError>, Never>
    }

    private let log: AuditLog
    private let queueLimit: Int
    private let clock: @Sendable () -> ClockReading
    private var generator: Generator
    private var requests: [Request] = []
    private var waitingCount = 0
    private var isCommitting = false

    /// Takes a log over.
    ///
    /// - Parameters:
    ///   - clock: reads the clock; called once for each batch.
    ///   - queueLimit: more events than these do not wait.
    public init(
        _ log: sending AuditLog, using generator: sending Generator, queueLimit: Int = AuditLog.queueLimit,
        clock: @escaping @Sendable () -> ClockReading
    ) {
        self.log = log
        self.queueLimit = queueLimit
        self.generator = generator
        self.clock = clock
    }

    /// Commits events in one batch with those of others; all of them or none.
    ///
    /// - Throws: ``LedgerError``; `.queueFull` when too many wait.
    public func append(_ events: [Event]) async throws(LedgerError) -> [CommittedEntry] {
        guard events.count <= AuditLog.batchLimit else { throw .batch }
        guard waitingCount + events.count <= queueLimit else { throw .queueFull }
        waitingCount += events.count
        let result = await withCheckedContinuation { answer in
            requests.append(Request(events: events, answer: answer))
            if !isCommitting {
                isCommitting = true
                Task { await self.commitAll() }
            }
        }
        return try result.get()
    }

    /// Commits until nobody waits; between two batches others get their turn to ask.
    private func commitAll() async {
        while !requests.isEmpty {
            commitNext()
            await Task.yield()
        }
        isCommitting = false
    }

    private func commitNext() {
        let batch = takeBatch()
        let reading = clock()
        do throws(LedgerError) {
            let events = batch.flatMap(\.events)
            let entries = try log.commit(events, at: reading.time, uptime: reading.uptimeMilliseconds, using: &generator)
            var rest = entries[...]
            for request in batch {
                request.answer.resume(returning: .success(Array(rest.prefix(request.events.count))))
                rest = rest.dropFirst(request.events.count)
            }
            log.settle(at: reading.time, using: &generator)
        } catch {
            settleAlone(batch, after: error, reading)
        }
    }

    /// One stale or oversized request must not refuse its neighbours: each is tried by itself.
    private func settleAlone(_ batch: [Request], after error: LedgerError, _ reading: ClockReading) {
        guard batch.count > 1, error.isOfRequest else {
            for request in batch { request.answer.resume(returning: .failure(error)) }
            log.settle(at: reading.time, using: &generator)
            return
        }
        for request in batch {
            let result: Result<[CommittedEntry], LedgerError>
            do throws(LedgerError) {
                result = .success(
                    try log.append(request.events, at: reading.time, uptime: reading.uptimeMilliseconds, using: &generator))
            } catch {
                result = .failure(error)
            }
            request.answer.resume(returning: result)
        }
    }

    private func takeBatch() -> [Request] {
        var (batch, count): ([Request], Int) = ([], 0)
        while let next = requests.first, count + next.events.count <= AuditLog.batchLimit {
            count += next.events.count
            batch.append(requests.removeFirst())
        }
        waitingCount -= count
        return batch
    }
}
