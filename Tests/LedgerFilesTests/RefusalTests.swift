import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `A ledger that is not what it should be` {
    private func grown(_ counts: Int...) throws -> LedgerWorld {
        let world = try LedgerWorld(seed: 11)
        let log = try world.create()
        for count in counts { try world.append(count, to: log) }
        return world
    }

    private func node(_ path: String, _ world: LedgerWorld) throws -> SimulatedDisk.Node {
        guard case .file(let node)? = world.disk.visibleNames[path] else {
            throw FileError(.notFound, action: "find", path: path)
        }
        return node
    }

    private func reason(_ world: LedgerWorld) -> LedgerError? {
        do {
            _ = try world.open()
            return nil
        } catch {
            return error as? LedgerError
        }
    }

    @Test func `refuses when its head is older than its files`() throws {
        let world = try grown(3)
        let old = try node("head", world).visible
        do { try world.append(2, to: try world.open()) }
        try node("head", world).visible = old
        #expect(reason(world) == .filesAhead(path: "checkpoint"))
        try node("checkpoint", world).visible = old
        #expect(reason(world) == .filesAhead(path: "tile/0/000.p/6"))
    }

    @Test func `refuses when its files are older than its head and nothing waits`() throws {
        let world = try grown(3)
        let old = try node("checkpoint", world).visible
        do { try world.append(2, to: try world.open()) }
        try node("checkpoint", world).visible = old
        #expect(reason(world) == .stagingMissing)
    }

    @Test func `without its published head is read up to the committed one and takes nothing`() throws {
        let world = try grown(3)
        world.disk.visibleNames["checkpoint"] = nil
        #expect(reason(world) == .published(path: "checkpoint"))
        #expect(try LedgerReader(opening: SimulatedVolume(world.disk)).checkpoint.size == 4)
    }

    @Test func `refuses a head that its key did not sign`() throws {
        let world = try grown(3)
        let stranger = try LedgerWorld.signer("node.example/audit/1", seed: 8)
        #expect(throws: LedgerError.self) {
            try AuditLog(opening: SimulatedVolume(world.disk), signer: stranger, settings: world.settings)
        }
    }

    @Test func `refuses or shows a change of any bit of a published or private file`() throws {
        let world = try grown(3, 2)
        for (path, entry) in world.disk.visibleNames.sorted(by: { $0.key < $1.key }) {
            guard case .file(let node) = entry, isChecked(path) else { continue }
            let good = node.visible
            for place in stride(from: 0, to: good.count, by: path.hasPrefix("details") && LawRun.setsPerBatch <= 25 ? 13 : 1) {
                node.visible[place] ^= 1 << UInt8(place % 8)
                let found = reason(world)
                #expect(found?.isRefusal == true, "\(path), byte \(place): \(String(describing: found))")
                if let found { #expect(!found.hint.isEmpty && !found.description.isEmpty) }
                node.visible = good
            }
        }
        #expect(reason(world) == nil)
    }

    /// What a start reads: the head, the newest files and their details. Older partial files and heads are the verifier's.
    private func isChecked(_ path: String) -> Bool {
        ["head", "checkpoint", "tile/0/000.p/6", "tile/entries/000.p/6", "details/000"].contains(path)
    }

    @Test func `says of a file that cannot be read that it may be whole`() throws {
        let world = try grown(3)
        for path in ["tile/0/000.p/4", "tile/entries/000.p/4", "details/000"] {
            let fault = FileError(.system(5), action: "read", path: path)
            world.disk.unreadable = path
            #expect(reason(world) == .unreadable(fault))
            #expect(LedgerError.unreadable(fault).isRefusal && !LedgerError.unreadable(fault).hint.contains("next-generation"))
        }
        world.disk.unreadable = nil
        #expect(reason(world) == nil)
    }

    @Test func `keeps what is published when the waiting batch is not of this log`() throws {
        let world = try grown(3)
        try node("staging", world).visible = Array("TOCLOG01 and nothing else".utf8)
        #expect(reason(world) == nil)
    }

    /// A ledger that grew by a batch and was killed when that was committed and no file of it was published yet.
    private func committed(_ base: LedgerWorld, seed: UInt64) throws -> LedgerWorld {
        for operation in 1..<50 {
            let world = try LedgerWorld(seed: seed, disk: base.disk.copy())
            let old = try node("head", world).visible
            world.disk.fault = .at(operation, .kill)
            try? world.append(2, to: world.open())
            world.disk.restart()
            if try node("head", world).visible != old { return world }
        }
        throw LedgerError.missing
    }

    @Test func `publishes nothing of a waiting batch that its head does not cover`() throws {
        let base = try grown(3)
        let world = try committed(base, seed: 14)
        let good = world.disk.copy()
        try node("staging", world).visible = node("staging", committed(base, seed: 15)).visible
        let before = world.disk.visibleNames.keys.sorted()
        #expect(reason(world) == .head)
        #expect(world.disk.visibleNames.keys.sorted() == before)
        #expect(try node("checkpoint", world).visible == node("checkpoint", base).visible)
        let untouched = try LedgerWorld(seed: 16, disk: good)
        #expect(reason(untouched) == nil)
        #expect(untouched.disk.visibleNames["tile/0/000.p/6"] != nil)
    }

    @Test func `is noticed as an older copy by what a witness holds`() throws {
        let world = try grown(3)
        let backup = world.disk.copy()
        do { try world.append(2, to: try world.open()) }
        let newest = try SignedNote(parsing: node("head", world).visible)
        let restored = try LedgerWorld(seed: 12, disk: backup)
        let log = try restored.open()
        #expect(throws: LedgerError.rolledBack(size: 6)) { try log.compare(with: newest) }
        #expect(throws: LedgerError.rolledBack(size: 6)) { try restored.append(1, to: log) }
        withExtendedLifetime(log) {}
    }

    @Test func `is contradicted by heads of its own alone`() throws {
        let world = try grown(3)
        let log = try world.open()
        let own = try SignedNote(parsing: node("checkpoint", world).visible)
        #expect(try log.compare(with: own) == .ofThisHistory(size: 4))
        let text = Checkpoint(origin: "node.example/audit/1", size: 90, root: .zero).text
        let stranger = try LedgerWorld.signer("node.example/audit/1", seed: 8)
        #expect(try log.compare(with: SignedNote(text: text, signatures: [stranger.signature(for: text)])) == .unsigned)
        let other = Checkpoint(origin: "node.example/audit/2", size: 90, root: .zero).text
        let signed = try SignedNote(text: other, signatures: [world.signer.signature(for: other)])
        #expect(try log.compare(with: signed) == .ofAnotherLog(origin: "node.example/audit/2"))
        try world.append(1, to: log)
        #expect(throws: LedgerError.witnessAhead(size: 9, own: 5)) { try log.witnessRequest(from: 9) }
    }

    @Test func `stays refused after it was noticed`() throws {
        let world = try grown(3)
        let backup = world.disk.copy()
        do { try world.append(2, to: try world.open()) }
        let newest = try SignedNote(parsing: node("head", world).visible)
        let restored = try LedgerWorld(seed: 12, disk: backup)
        do { _ = try? restored.open().compare(with: newest) }
        #expect(reason(restored) == .rolledBack(size: 6))
    }

    @Test func `that was copied and written twice is a fork with both heads kept`() throws {
        let world = try grown(3)
        let twin = try LedgerWorld(seed: 13, disk: world.disk.copy())
        do { try world.append(2, to: try world.open()) }
        do { try twin.append(2, to: try twin.open()) }
        let theirs = try SignedNote(parsing: node("head", twin).visible)
        do {
            let log = try world.open()
            #expect(throws: LedgerError.fork(size: 6)) { try log.compare(with: theirs) }
            #expect(throws: LedgerError.fork(size: 6)) { try world.append(1, to: log) }
        }
        let kept = world.disk.visibleNames.keys.filter { $0.hasPrefix("head-forks/") && $0.hasSuffix(".note") }
        #expect(kept.count == 2)
        #expect(reason(world) == .fork(size: 6))
    }
}
