import CanonicalCoding
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `The clock of a ledger` {
    private func moved(_ time: EntryTime, by seconds: Int64) -> EntryTime {
        EntryTime(millisecondsSinceEpoch: time.millisecondsSinceEpoch + seconds * 1000)
    }

    @Test(arguments: [3, 3_600, 86_400, 31_536_000] as [Int64])
    func `stops the log when it is set back, until the step is acknowledged`(seconds: Int64) throws {
        let world = try LedgerWorld(seed: 21)
        let log = try world.create()
        let before = world.clock
        world.clock = moved(before, by: -seconds)
        let event = try world.event()
        #expect(throws: LedgerError.clockBehind(seconds: seconds)) {
            try log.append([event], at: world.clock, using: &world.generator)
        }
        let step = try world.event(
            .clockStep,
            [
                (.clockBefore, .string(before.description)), (.clockAfter, .string(world.clock.description)),
                (.justification, "the clock was wrong"),
            ])
        _ = try log.append([step, event], at: world.clock, using: &world.generator)
        let later = try log.append([event], at: world.clock, using: &world.generator)
        #expect(later.first?.entry.time == before)
        #expect(try log.reader.detail(at: 2)["clock"]?.string == world.clock.description)
    }

    @Test func `that was acknowledged may not go back once more`() throws {
        let world = try LedgerWorld(seed: 25)
        let log = try world.create()
        let before = world.clock
        world.clock = moved(before, by: -600)
        let step = try world.event(
            .clockStep,
            [
                (.clockBefore, .string(before.description)), (.clockAfter, .string(world.clock.description)),
                (.justification, "the clock was wrong"),
            ])
        _ = try log.append([step], at: world.clock, using: &world.generator)
        world.clock = moved(before, by: -540)
        _ = try log.append([world.event()], at: world.clock, using: &world.generator)
        world.clock = moved(before, by: -600)
        let event = try world.event()
        #expect(throws: LedgerError.clockBehind(seconds: 600)) {
            try log.append([event], at: world.clock, using: &world.generator)
        }
    }

    @Test func `is looked for in the last entry alone, however long ago the step was`() throws {
        let world = try LedgerWorld(seed: 27)
        let log = try world.create()
        world.clock = moved(world.clock, by: -3_600)
        let fields: [(DetailField, JSONValue)] = [(.clockBefore, "x"), (.clockAfter, "y"), (.justification, "it was wrong")]
        _ = try log.append([world.event(.clockStep, fields)], at: world.clock, using: &world.generator)
        func readsOfOneMore() throws -> Int {
            let before = world.disk.bundleReadCount
            try world.append(1, to: log)
            return world.disk.bundleReadCount - before
        }
        let first = try readsOfOneMore()
        try world.append(600, to: log)
        #expect(try readsOfOneMore() == first)
    }

    @Test func `is watched on when the log is opened anew`() throws {
        let world = try LedgerWorld(seed: 26)
        var reading: ClockReading?
        do {
            let log = try world.create()
            _ = try log.append([world.event()], at: world.clock, uptime: 1_000, using: &world.generator)
            reading = log.lastReading
        }
        world.clock = moved(world.clock, by: 10)
        let log = try world.open()
        log.lastReading = reading
        let event = try world.event()
        #expect(throws: LedgerError.clockStep(seconds: 9)) {
            try log.append([event], at: world.clock, uptime: 2_000, using: &world.generator)
        }
    }

    @Test func `may be a little behind the last entry, whose time is taken then`() throws {
        let world = try LedgerWorld(seed: 22)
        let log = try world.create()
        let before = world.clock
        world.clock = moved(before, by: -2)
        let entry = try log.append([world.event()], at: world.clock, using: &world.generator).first
        #expect(entry?.entry.time == before)
    }

    @Test(arguments: [-3_600, 3, 86_400] as [Int64])
    func `stops an open log when it jumps`(seconds: Int64) throws {
        let world = try LedgerWorld(seed: 23)
        let log = try world.create()
        _ = try log.append([world.event()], at: world.clock, uptime: 1_000, using: &world.generator)
        world.clock = moved(world.clock, by: 5)
        _ = try log.append([world.event()], at: world.clock, uptime: 6_500, using: &world.generator)
        world.clock = moved(world.clock, by: seconds)
        let event = try world.event()
        #expect(throws: LedgerError.clockStep(seconds: seconds)) {
            try log.append([event], at: world.clock, uptime: 6_500, using: &world.generator)
        }
    }

    @Test func `dates decisions that are committed within a minute, and no others`() throws {
        let world = try LedgerWorld(seed: 24)
        let log = try world.create()
        let event = try world.event()
        _ = try log.append([event], at: moved(world.clock, by: 60), using: &world.generator)
        #expect(throws: LedgerError.stale(seconds: 61)) {
            try log.append([event], at: moved(world.clock, by: 61), using: &world.generator)
        }
    }
}
