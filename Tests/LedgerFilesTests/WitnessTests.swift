import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `A witness` {
    private let time = Timestamp(secondsSinceEpoch: 1_800_000_000)

    private func witness(_ disk: SimulatedDisk, logs: [NoteKey]) throws -> Witness {
        let signer = try LedgerWorld.signer("witness.example/w", seed: 9, algorithm: .cosignature)
        return try Witness(in: SimulatedVolume(disk), signer: signer, logs: logs) { _ in }
    }

    private var key: NoteKey {
        get throws { try LedgerWorld.signer("witness.example/w", seed: 9, algorithm: .cosignature).key }
    }

    @Test func `signs heads that continue each other, and the log merges its signatures`() throws {
        let world = try LedgerWorld(seed: 31)
        let log = try world.create()
        let disk = SimulatedDisk()
        var known: UInt64 = 0
        for count in [3, 300, 1] {
            try world.append(count, to: log)
            let request = try log.witnessRequest(from: known)
            let parsed = try #require(AddCheckpointRequest(parsing: request.bytes))
            #expect(parsed == request)
            let answer = try witness(disk, logs: [world.signer.key]).answer(request.bytes, at: time)
            #expect(WitnessAnswer(parsing: answer.bytes) == answer)
            guard case .signed(let signature) = answer else {
                Issue.record("\(answer)")
                return
            }
            try log.merge(signature, by: key, size: log.size)
            known = log.size
            let policy = try WitnessPolicy(parsing: "log \(world.signer.key.text)\nwitness w \(try key.text)\nquorum w\n")
            let entry = try log.reader.entry(at: log.size - 1)
            #expect(try log.reader.receipt(at: log.size - 1).verified(entry: entry.bytes, by: policy).size == log.size)
        }
        try world.requireLaws(log)
    }

    @Test func `refuses with the codes of tlog-witness`() throws {
        let world = try LedgerWorld(seed: 32)
        let log = try world.create()
        let disk = SimulatedDisk()
        let first = try log.witnessRequest(from: 0)
        #expect(try witness(disk, logs: []).addCheckpoint(first, at: time) == .unknownLog)
        let stranger = try LedgerWorld.signer("node.example/audit/1", seed: 8).key
        #expect(try witness(disk, logs: [stranger]).addCheckpoint(first, at: time) == .unsigned)
        let own = try witness(disk, logs: [world.signer.key])
        #expect(try own.answer(Array("old x\n\n".utf8), at: time) == .malformed)
        let behind = AddCheckpointRequest(oldSize: 9, proof: [], checkpoint: first.checkpoint)
        #expect(try own.addCheckpoint(behind, at: time) == .malformed)
        #expect(try own.addCheckpoint(first, at: time).status == 200)
        try world.append(4, to: log)
        #expect(try own.addCheckpoint(log.witnessRequest(from: 0), at: time) == .conflict(size: 1))
        let wrong = AddCheckpointRequest(oldSize: 1, proof: [.zero], checkpoint: log.committedHead)
        #expect(try own.addCheckpoint(wrong, at: time) == .inconsistent)
        #expect(try own.addCheckpoint(log.witnessRequest(from: 1), at: time).status == 200)
        #expect(try own.addCheckpoint(log.witnessRequest(from: 5), at: time).status == 200)
        #expect(try own.newestHead(of: "node.example/audit/1")?.text == log.committedHead.text)
    }

    /// A log that was copied after two entries: a witness signed what two more made of it, and what `count` others made is to be shown.
    private func twoHistories(
        seed: UInt64, second count: Int
    ) throws -> (disk: SimulatedDisk, own: Witness, log: AuditLog) {
        let world = try LedgerWorld(seed: seed)
        do { try world.append(1, to: try world.create()) }
        let twin = try LedgerWorld(seed: seed + 1, disk: world.disk.copy())
        let disk = SimulatedDisk()
        let own = try witness(disk, logs: [world.signer.key])
        do {
            let log = try world.open()
            try world.append(2, to: log)
            #expect(try own.addCheckpoint(log.witnessRequest(from: 0), at: time).status == 200)
        }
        let log = try twin.open()
        try twin.append(count, to: log)
        return (disk, own, log)
    }

    @Test func `keeps both heads of a fork`() throws {
        let (disk, own, log) = try twoHistories(seed: 33, second: 2)
        let request = AddCheckpointRequest(oldSize: 4, proof: [], checkpoint: log.committedHead)
        #expect(try own.addCheckpoint(request, at: time) == .inconsistent)
        let kept = disk.visibleNames.keys.filter { $0.hasSuffix(".note") }
        #expect(kept.count == 2)
        #expect(own.fork?.hasPrefix("head-forks/") == true && own.refused == nil)
        // An outdated request shows the fork as well.
        let outdated = try log.witnessRequest(from: 0)
        #expect(try own.addCheckpoint(outdated, at: time) == .conflict(size: 4))
        #expect(own.fork != nil)
    }

    @Test func `keeps heads to which no proof leads, which alone prove nothing`() throws {
        let (disk, own, log) = try twoHistories(seed: 37, second: 5)
        #expect(try own.addCheckpoint(log.witnessRequest(from: 4), at: time) == .inconsistent)
        let folder = try #require(own.refused)
        #expect(own.fork == nil)
        let names = disk.visibleNames.keys
        #expect(names.contains("\(folder)/kept.note") && names.contains("\(folder)/refused.note"))
        #expect(!names.contains { $0.hasPrefix("head-forks/") })
    }

    @Test func `never signs two heads of one size, whatever operation fails`() throws {
        let world = try LedgerWorld(seed: 35)
        let log = try world.create()
        let twin = try LedgerWorld(seed: 36, disk: world.disk.copy())
        let other = try twin.open()
        try world.append(1, to: log)
        try twin.append(1, to: other)
        let requests = [try log.witnessRequest(from: 0), try other.witnessRequest(from: 0)]
        for operation in 1..<20 {
            var generator = SplitMix64(state: UInt64(operation))
            let disk = SimulatedDisk()
            disk.fault = .at(operation, .kill)
            var signed: Set<[UInt8]> = []
            for request in requests {
                let answer = try? witness(disk, logs: [world.signer.key]).addCheckpoint(request, at: time)
                if answer?.status == 200 { signed.insert(request.checkpoint.text) }
                disk.crash(using: &generator)
            }
            #expect(signed.count <= 1, "operation \(operation)")
        }
    }

    @Test func `has one key for one name, of the algorithm of cosignatures`() throws {
        #expect(throws: LedgerError.signing) {
            try Witness(in: SimulatedVolume(SimulatedDisk()), signer: LedgerWorld.signer("w", seed: 9), logs: []) { _ in }
        }
    }

    @Test func `stands once in a policy, however often it is named`() throws {
        let log = try LedgerWorld.signer("node.example/audit/1", seed: 7).key
        let members = try [1, 2, 1].map { seed in
            WitnessQuorum.Member(
                key: try LedgerWorld.signer("w\(seed)", seed: seed, algorithm: .cosignature).key,
                organisation: "org\(seed)", role: "role\(seed)")
        }
        let text = WitnessQuorum.policy(log: log, witnesses: members)
        #expect(text == WitnessQuorum.policy(log: log, witnesses: Array(members[...1])))
        #expect(try WitnessPolicy(parsing: text).witnesses == members[...1].map(\.key))
    }

    @Test func `counts towards a quorum of organisations and roles`() throws {
        let log = try LedgerWorld.signer("node.example/audit/1", seed: 7).key
        func member(_ number: UInt8, _ organisation: String, _ role: String) throws -> WitnessQuorum.Member {
            let key = try LedgerWorld.signer("w\(number)", seed: 100 + number, algorithm: .cosignature).key
            return WitnessQuorum.Member(key: key, organisation: organisation, role: role)
        }
        let members = [
            try member(0, "a", "platform"), try member(1, "a", "platform"), try member(2, "b", "platform"),
            try member(3, "c", "vendor"),
        ]
        let policy = try WitnessPolicy(parsing: WitnessQuorum.policy(log: log, witnesses: members))
        #expect(!policy.isSatisfied(by: members[0...1].map(\.key)))
        #expect(!policy.isSatisfied(by: members[0...2].map(\.key)))
        #expect(policy.isSatisfied(by: [0, 1, 3].map { members[$0].key }))
        let alone = try WitnessPolicy(parsing: WitnessQuorum.policy(log: log, witnesses: Array(members[0...1])))
        #expect(alone.isSatisfied(by: []))
        #expect((1...6).map(WitnessQuorum.threshold(of:)) == [1, 2, 2, 3, 3, 4])
    }
}
