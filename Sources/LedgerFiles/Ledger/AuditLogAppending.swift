internal import CanonicalCoding
internal import CryptoPrimitives
public import TransparencyLog

extension AuditLog {
    /// Commits a batch: when this returns, every entry of it is durable and covered by a signed head.
    ///
    /// Writing the published files comes after that; when it fails, the entries are committed all the same, and the next call
    /// writes the files first.
    ///
    /// - Parameters:
    ///   - clock: what the clock shows.
    ///   - uptime: milliseconds since the machine started, by which a jump of the clock is noticed.
    /// - Throws: ``LedgerError``. For a fault of the request nothing was committed. After a failure of the machine the log takes nothing
    ///   more, and the batch may count or not: the next start tells.
    public func append(
        _ events: [Event], at clock: EntryTime, uptime: Int64? = nil, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> [CommittedEntry] {
        let committed = try commit(events, at: clock, uptime: uptime, using: &generator)
        settle(at: clock, using: &generator)
        return committed
    }

    /// The first half of ``append(_:at:uptime:using:)``, after which the entries count; ``settle(at:using:)`` has to follow.
    func commit(
        _ events: [Event], at clock: EntryTime, uptime: Int64? = nil, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> [CommittedEntry] {
        if let stop { throw stop.isRefusal ? stop : .stopped }
        guard (1...Self.batchLimit).contains(events.count) else { throw .batch }
        try publishRest()
        for event in events { try ClockWatch.requireFresh(event, clock) }
        if events.first?.type == .clockStep { clockWatch.acknowledge() }
        try clockWatch.requireSteady(clock, uptime: uptime)
        let time = try entryTime(clock, for: events)
        var records: [(entry: LogEntry, details: DetailRecord)] = []
        do throws(EventError) {
            for event in events { records.append(try event.record(at: time, clock: clock, using: &generator)) }
        } catch {
            throw .event(error)
        }
        let first = tail.size
        try commit(records, at: time)
        return records.enumerated().map { offset, record in
            CommittedEntry(events[offset], entry: record.entry, index: first + UInt64(offset), treeSize: tail.size)
        }
    }

    /// The time of the entries: never before the last one's.
    private func entryTime(_ clock: EntryTime, for events: [Event]) throws(LedgerError) -> EntryTime {
        if let seconds = ClockWatch.secondsBehind(clock, tail.lastTime), events.first?.type != .clockStep {
            let acknowledged = try acknowledgedClock()
            guard acknowledged != nil, ClockWatch.secondsBehind(clock, acknowledged) == nil else {
                throw .clockBehind(seconds: seconds)
            }
        }
        return max(clock, tail.lastTime ?? clock)
    }

    private func commit(_ records: [(entry: LogEntry, details: DetailRecord)], at time: EntryTime) throws(LedgerError) {
        let items = records.map { StagingFrame.Item(entry: $0.entry.bytes, details: $0.details.json.canonicalBytes()) }
        guard items.reduce(0, { $0 + $1.entry.count + $1.details.count }) <= Self.batchLimitBytes,
            items.allSatisfy({ $0.details.count <= DetailRecord.limitBytes })
        else { throw .batch }
        var next = tail
        let growth = next.append(items, endingAt: time)
        do throws(LogError) { try growth.verify() } catch { throw stopped(by: .verification(error)) }
        let frame = StagingFrame(
            oldSize: tail.size, oldRoot: tail.root, newSize: next.size, newRoot: next.root, items: items)
        try write(frame, head: signer.head(size: next.size, root: next.root))
        tail = next
        unpublished = growth
    }

    /// Staging file, then head: the batch counts when the second is durable.
    private func write(_ frame: StagingFrame, head next: SignedNote) throws(LedgerError) {
        do throws(LedgerError) {
            try store.requireInPlace()
            try withReserve { () throws(LedgerError) in try store.stage(frame) }
            try withReserve { () throws(LedgerError) in try store.swapHead(from: head.bytes, to: next.bytes) }
        } catch {
            throw stopped(by: error)
        }
        head = next
    }

    /// From here on nothing is taken until the ledger was opened again.
    func stopped(by error: LedgerError) -> LedgerError {
        stop = error
        return error
    }
}
