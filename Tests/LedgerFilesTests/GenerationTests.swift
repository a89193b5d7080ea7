import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `The next generation of a ledger` {
    private func change(_ world: LedgerWorld) throws -> AuditLog {
        let next = try LedgerWorld.signer("node.example/audit/2", seed: 17)
        return try GenerationChange(in: SimulatedVolume(world.disk), settings: world.settings)
            .succeed(
                world.signer, by: next, generation: 2, reason: "a new key", at: world.clock, using: &world.generator)
    }

    @Test func `begins with the last head of the one before`() throws {
        let world = try LedgerWorld(seed: 41)
        do { try world.append(3, to: try world.create()) }
        let log = try change(world)
        #expect(log.size == 1)
        let genesis = try log.reader.detail(at: 0)
        let text = try #require(genesis["previous_checkpoint"]?.string)
        let head = try Checkpoint(parsing: SignedNote(parsing: Array(text.utf8)).text)
        #expect(head.origin == "node.example/audit/1" && head.size == 5)
        #expect(genesis["reason"]?.string == "a new key")
        let names = world.disk.visibleNames.keys
        #expect(names.contains("ended/1/checkpoint") && names.contains("ended/1/tile/0/000.p/5"))
    }

    @Test func `is reached however often the change is cut off`() throws {
        let whole = try LedgerWorld(seed: 42)
        do { try whole.append(3, to: try whole.create()) }
        let start = whole.disk.operationCount
        do { _ = try change(whole) }
        for operation in start + 1...whole.disk.operationCount {
            let world = try LedgerWorld(seed: UInt64(operation))
            do { try world.append(3, to: try world.create()) }
            world.disk.fault = .at(operation, .kill)
            _ = try? change(world)
            world.disk.crash(using: &world.generator)
            do {
                let log = try change(world)
                #expect(log.size == 1 && log.checkpoint.origin == "node.example/audit/2")
                #expect(world.disk.visibleNames["ended/1/checkpoint"] != nil)
                #expect(world.disk.visibleNames["successor.json"] == nil)
            } catch {
                Issue.record("killed at operation \(operation): \(error)")
            }
        }
    }

    @Test func `has an origin that ends with its number`() throws {
        let world = try LedgerWorld(seed: 43)
        do { _ = try world.create() }
        let change = GenerationChange(in: SimulatedVolume(world.disk), settings: world.settings)
        let wrong = try LedgerWorld.signer("node.example/audit/3", seed: 17)
        #expect(throws: LedgerError.exists) {
            try change.succeed(
                world.signer, by: wrong, generation: 2, reason: "none", at: world.clock, using: &world.generator)
        }
    }

    @Test func `begins without an end where the one before cannot be signed any more`() throws {
        let world = try LedgerWorld(seed: 44)
        do { try world.append(3, to: try world.create()) }
        let last = try LedgerReader(opening: SimulatedVolume(world.disk)).publishedNote()
        guard case .file(let node)? = world.disk.visibleNames["tile/0/000.p/4"] else {
            Issue.record("no tile")
            return
        }
        node.visible[0] ^= 1
        #expect(throws: LedgerError.self) { try world.open() }
        let next = try LedgerWorld.signer("node.example/audit/2", seed: 17)
        let log = try GenerationChange(in: SimulatedVolume(world.disk), settings: world.settings)
            .abandon(
                for: next, generation: 2, last: last, reason: "a damaged disk", at: world.clock, using: &world.generator)
        #expect(log.size == 1)
        #expect(try log.reader.detail(at: 0)["reason"]?.string == "a damaged disk")
    }
}
