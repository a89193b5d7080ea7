import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `Many writers of one log` {
    private static let start = EntryTime(millisecondsSinceEpoch: 1_800_000_000_000)

    private func event(capturedAt time: EntryTime = Self.start) throws -> Event {
        try Event(.signIn, capturedAt: time, fields: LedgerWorld.who)
    }

    /// A log on a disk of its own, taken over by a queue.
    private func queue(_ seed: UInt64, limit: Int = AuditLog.queueLimit) throws -> GroupCommit<SplitMix64> {
        var generator = SplitMix64(state: seed)
        let log = try AuditLog.create(
            in: SimulatedVolume(SimulatedDisk()), signer: LedgerWorld.signer("node.example/audit/1", seed: 7),
            settings: AuditLogSettings(who: LedgerWorld.who, ballastBytes: 0) { _ in }, at: Self.start, using: &generator)
        return GroupCommit(log, using: generator, queueLimit: limit) { ClockReading(time: Self.start, uptimeMilliseconds: 0) }
    }

    @Test func `each get indexes of their own, and all of them are used`() async throws {
        let queue = try queue(61)
        let event = try event()
        let indexes = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for count in 1...12 {
                group.addTask { try await queue.append(Array(repeating: event, count: count)).map(\.index) }
            }
            var all: [UInt64] = []
            for try await indexes in group {
                #expect(indexes == Array(indexes[0]..<indexes[0] + UInt64(indexes.count)))
                all += indexes
            }
            return all
        }
        #expect(indexes.sorted() == Array(1...78))
    }

    @Test func `are not refused with a neighbour's bad request`() async throws {
        let queue = try queue(62)
        let (good, stale) = (try event(), try event(capturedAt: EntryTime(millisecondsSinceEpoch: 0)))
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do throws(LedgerError) {
                        _ = try await queue.append([number % 5 == 0 ? stale : good])
                        return true
                    } catch {
                        #expect(error == .stale(seconds: 1_800_000_000))
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { count, isAccepted in count += isAccepted ? 1 : 0 }
        }
        #expect(accepted == 40)
    }

    @Test func `are refused when too many wait`() async throws {
        let queue = try queue(63, limit: 3)
        let event = try event()
        let entries = try await queue.append([event, event, event])
        #expect(entries.map(\.index) == [1, 2, 3])
        await #expect(throws: LedgerError.queueFull) { try await queue.append([event, event, event, event]) }
        #expect(try await queue.append([event]).map(\.index) == [4])
    }
}
