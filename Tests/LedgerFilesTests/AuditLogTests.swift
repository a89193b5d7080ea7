import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `The audit log` {
    @Test func `acknowledges entries that can be read back with their details`() throws {
        let world = try LedgerWorld(seed: 1)
        let log = try world.create()
        #expect(log.size == 1)
        #expect(try log.reader.entry(at: 0).type == "genesis")
        try world.append(1, to: log)
        try world.append(255, to: log)
        try world.append(270, to: log)
        #expect(log.size == 527)
        try world.requireLaws(log)
    }

    @Test func `goes on where it ended`() throws {
        let world = try LedgerWorld(seed: 2)
        do { try world.append(3, to: try world.create()) }
        for count in [252, 1, 1, 255, 1] {
            let log = try world.open()
            try world.append(count, to: log)
            try world.requireLaws(log)
        }
        #expect(try world.open().size == 514)
    }

    @Test func `keeps the type and the flow of a sealed entry for its owner alone`() throws {
        let world = try LedgerWorld(seed: 3)
        let log = try world.create()
        let event = try world.event(
            .query, [(.purpose, "fraud"), (.justification, "case"), (.subject, "hmac"), (.results, 0)], reference: 0)
        let committed = try #require(try log.append([event], at: world.clock, using: &world.generator).first)
        #expect(committed.entry.type == "sealed")
        #expect(committed.entry.reference == nil)
        var records: [LedgerRecord] = []
        try log.reader.forEach(from: 1) { (record) throws(LedgerError) in records.append(record) }
        #expect(records.first?.type == .query)
        #expect(records.first?.reference == 0)
    }

    @Test func `hands out the proof of a commit only for what comes before an act`() throws {
        let world = try LedgerWorld(seed: 4)
        let log = try world.create()
        let intent = try world.event(.viewAudit, [(.purpose, "review"), (.filter, "all")])
        let entries = try log.append([intent, try world.event()], at: world.clock, using: &world.generator)
        #expect(entries[0].intent?.index == 1)
        #expect(entries[0].intent?.treeSize == 3)
        #expect(entries[1].intent == nil)
    }

    @Test func `lists transfers of which nothing is known since`() throws {
        let world = try LedgerWorld(seed: 5)
        let log = try world.create()
        let fields = EntryRequirements.of(.sendIntent).fields.map { ($0, JSONValue.string("given")) }
        let x = SHA256.hash("stream")
        let intent = try Event(.sendIntent, capturedAt: world.clock, fields: fields, transfer: x)
        _ = try log.append([intent, intent], at: world.clock, using: &world.generator)
        #expect(try log.reader.inDoubt().map(\.index) == [1, 2])
        let done = try Event(
            .sendDone, capturedAt: world.clock, fields: LedgerWorld.who + [(.recipient, "b"), (.receipt, "r")], transfer: x,
            reference: 1)
        _ = try log.append([done], at: world.clock, using: &world.generator)
        #expect(try log.reader.inDoubt().map(\.index) == [2])
        #expect(try log.reader.inDoubt().first?.transfer == x)
    }

    @Test func `takes batches up to a limit`() throws {
        let world = try LedgerWorld(seed: 6)
        let log = try world.create()
        #expect(throws: LedgerError.batch) { try world.append(0, to: log) }
        #expect(throws: LedgerError.batch) { try world.append(AuditLog.batchLimit + 1, to: log) }
        try world.append(AuditLog.batchLimit, to: log)
        try world.requireLaws(log)
    }

    @Test func `is made once`() throws {
        let world = try LedgerWorld(seed: 7)
        #expect(throws: LedgerError.missing) { try world.open() }
        do { _ = try world.create() }
        #expect(throws: LedgerError.exists) { try world.create() }
    }

    @Test func `has one writer`() throws {
        let world = try LedgerWorld(seed: 8)
        let log = try world.create()
        #expect {
            _ = try world.open()
        } throws: { error in
            guard case .file(let failure)? = error as? LedgerError else { return false }
            return failure.reason == .locked
        }
        try world.append(1, to: log)
    }

    @Test func `notices that its directory was replaced`() throws {
        let world = try LedgerWorld(seed: 9)
        let log = try world.create()
        let volume = SimulatedVolume(world.disk)
        volume.close(try volume.create("staging", access: .secret))
        #expect(throws: LedgerError.replaced(path: "staging")) { try world.append(1, to: log) }
        #expect(throws: LedgerError.replaced(path: "staging")) { try world.append(1, to: log) }
    }
}
