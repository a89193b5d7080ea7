import CanonicalCoding
import Exchange
import LedgerFiles
import Testing
import TransparencyLog

@Suite struct `The clock of a node` {
    private func moved(_ seconds: Int64, uptime: Int64 = 0) -> () -> ClockReading {
        let now = ClockReading.ofMachine()
        return {
            ClockReading(
                time: EntryTime(millisecondsSinceEpoch: now.time.millisecondsSinceEpoch + seconds * 1_000),
                uptimeMilliseconds: now.uptimeMilliseconds + uptime * 1_000)
        }
    }

    private let event = LoggedEvent(.stop, [(.reason, "a test")])

    @Test func `that was ahead once stops the log until somebody acknowledges the step`() throws {
        let sandbox = try Sandbox()
        do {
            let node = try sandbox.node("org.a", .writing)
            node.clock = moved(10_800)
            try node.log(event)
        }
        let node = try sandbox.node("org.a", .writing)
        #expect {
            try node.log(event)
        } throws: { error in
            guard case .clockBehind(let seconds)? = error as? LedgerError else { return false }
            let command = "tocsin ledger acknowledge-clock --as NAME --justification TEXT"
            return (10_700...10_800).contains(seconds) && LedgerError.clockBehind(seconds: seconds).hint.contains(command)
        }
        let step = try node.acknowledgeClock(because: "set by NTP")
        #expect((10_700...10_800).contains(step.secondsBehind))
        let entry = try node.log(event)
        #expect(entry.entry.time == step.before)
        let record = try node.ledger().record(at: step.entry)
        #expect(record.type == .clockStep && record.details[.justification]?.string == "set by NTP")
        // Another process goes on as well; a clock that goes back once more does not.
        let other = try sandbox.node("org.a")
        try other.log(event)
        other.clock = moved(-3_600)
        #expect(throws: LedgerError.self) { try other.log(event) }
    }

    @Test func `that is acknowledged holds for a log that seals its entries`() throws {
        let sandbox = try Sandbox()
        let node = try sandbox.node("org.c", .writing)
        node.clock = moved(600)
        try node.log(event)
        node.clock = ClockReading.ofMachine
        let again = try sandbox.node("org.c")
        _ = try again.acknowledgeClock(because: "set by NTP")
        try again.log(event)
    }

    @Test func `that jumps while a process runs stops its log`() throws {
        let sandbox = try Sandbox()
        let node = try sandbox.node("org.a", .writing)
        node.clock = moved(0)
        try node.log(event)
        node.clock = moved(5, uptime: 5)
        try node.log(event)
        node.clock = moved(100, uptime: 6)
        // The readings are shifted from those of the machine, whose own seconds pass between them.
        let error = #expect(throws: LedgerError.self) { try node.log(event) }
        guard case .clockStep(let seconds)? = error else { throw try #require(error) }
        #expect((90...94).contains(seconds))
    }

    @Test func `gives what was decided a minute to be logged`() throws {
        let sandbox = try Sandbox()
        let node = try sandbox.node("org.a", .writing)
        node.clock = moved(0)
        let decidedAt = node.clock().time
        let decision = LoggedEvent(.stop, [(.reason, "a test")], decidedAt: decidedAt)
        try node.log(decision)
        node.clock = moved(59, uptime: 59)
        try node.log(decision)
        let size = try node.ledger().checkpoint.size
        node.clock = moved(62, uptime: 62)
        #expect {
            try node.log([event, decision])
        } throws: { error in
            guard case .stale(let seconds)? = error as? LedgerError else { return false }
            return (61...62).contains(seconds) && LedgerError.stale(seconds: seconds).hint.contains("run the same command again")
        }
        #expect(try node.ledger().checkpoint.size == size)
        try node.log(event)
    }
}
