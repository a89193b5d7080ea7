import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

/// A ledger is made and grows by batches while something goes wrong at one of its steps, at each of them in turn.
@Suite struct `A ledger after a crash` {
    private static let batches = [1, 2, 3]

    /// Makes and grows a ledger until something goes wrong.
    private func grow(_ world: LedgerWorld) {
        guard let log = try? world.create() else { return }
        for count in Self.batches { try? world.append(count, to: log) }
    }

    /// How many operations that takes when nothing goes wrong.
    private func operationCount() throws -> Int {
        let world = try LedgerWorld(seed: 0)
        grow(world)
        return world.disk.operationCount
    }

    /// The ledger opens, or was never made; then it goes on.
    private func requireRestart(_ world: LedgerWorld, _ what: String) throws {
        do {
            let log = try Result { try world.open() }.flatMapError { error -> Result<AuditLog, any Error> in
                error as? LedgerError == .missing && world.acknowledged.isEmpty
                    ? Result { try world.create() } : .failure(error)
            }.get()
            try world.requireLaws(log)
            try world.append(2, to: log)
            try world.requireLaws(log)
        } catch {
            Issue.record("\(what): \(error)")
        }
    }

    @Test func `that lost any part of what was not synced has all that was acknowledged`() throws {
        for operation in 1...(try operationCount()) {
            for variant in 0..<3 {
                let seed = UInt64(operation * 8 + variant)
                let world = try LedgerWorld(seed: seed)
                world.disk.fault = .at(operation, .kill)
                grow(world)
                world.disk.crash(using: &world.generator)
                try requireRestart(world, "killed at operation \(operation), seed \(seed)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `of the process alone goes on`(isDone: Bool) throws {
        for operation in 1...(try operationCount()) {
            let world = try LedgerWorld(seed: UInt64(operation))
            world.disk.fault = .at(operation, .fail(.system(5), isDone: isDone))
            grow(world)
            world.disk.restart()
            try requireRestart(world, "EIO at operation \(operation), done: \(isDone)")
        }
    }

    @Test(arguments: [false, true])
    func `after an operation that failed has all that was acknowledged`(isDone: Bool) throws {
        for operation in 1...(try operationCount()) {
            let world = try LedgerWorld(seed: UInt64(operation))
            world.disk.fault = .at(operation, .fail(.system(5), isDone: isDone))
            grow(world)
            world.disk.crash(using: &world.generator)
            try requireRestart(world, "EIO at operation \(operation), done: \(isDone), then a power cut")
        }
    }

    @Test(arguments: [0, 1 << 16])
    func `with a full disk at any step has all that was acknowledged`(ballastBytes: Int) throws {
        let roomy = try LedgerWorld(seed: 0)
        roomy.ballastBytes = ballastBytes
        grow(roomy)
        for capacity in stride(from: 1, to: roomy.disk.usedBytes, by: 499) {
            let world = try LedgerWorld(seed: UInt64(capacity))
            world.ballastBytes = ballastBytes
            world.disk.capacityBytes = capacity
            grow(world)
            world.disk.restart()
            world.disk.capacityBytes = .max
            try requireRestart(world, "a disk of \(capacity) bytes")
        }
    }

    @Test func `while a tile became full goes on`() throws {
        let base = try LedgerWorld(seed: 1)
        do { try base.append(253, to: try base.create()) }
        let whole = try LedgerWorld(seed: 2, disk: base.disk.copy())
        do { try whole.append(4, to: try whole.open()) }
        let step = LawRun.setsPerBatch > 25 ? 1 : 3
        for operation in stride(from: 1, through: whole.disk.operationCount, by: step) {
            let world = try LedgerWorld(seed: UInt64(operation), disk: base.disk.copy())
            world.disk.fault = .at(operation, .kill)
            _ = try? world.append(4, to: try world.open())
            world.disk.crash(using: &world.generator)
            try requireRestart(world, "killed at operation \(operation) of a batch that fills a tile")
        }
    }

    @Test func `in the middle of finishing what an earlier crash cut off finishes it the next time`() throws {
        for operation in stride(from: 20, through: try operationCount(), by: 3) {
            for second in stride(from: 1, through: 13, by: LawRun.setsPerBatch > 25 ? 1 : 4) {
                let seed = UInt64(operation * 100 + second)
                let world = try LedgerWorld(seed: seed)
                world.disk.fault = .at(operation, .kill)
                grow(world)
                world.disk.crash(using: &world.generator)
                world.disk.fault = .at(world.disk.operationCount + second, .kill)
                _ = try? world.open()
                world.disk.crash(using: &world.generator)
                try requireRestart(world, "killed at operation \(operation) and at the next start, seed \(seed)")
            }
        }
    }
}
