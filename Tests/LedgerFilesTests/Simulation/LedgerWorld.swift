import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

/// One ledger on a simulated disk, and what its owner was promised.
final class LedgerWorld {
    let disk: SimulatedDisk
    let signer: NoteSigner
    var generator: SplitMix64
    var clock = EntryTime("2026-12-01T00:00:00.000Z") ?? EntryTime(millisecondsSinceEpoch: 0)
    /// The bytes of every entry that was acknowledged, by index.
    private(set) var acknowledged: [UInt64: [UInt8]] = [:]
    /// The root of every head that was ever seen on the disk, by size.
    private(set) var roots: [UInt64: Digest256] = [:]
    var ballastBytes = 0

    init(seed: UInt64, disk: SimulatedDisk = SimulatedDisk()) throws {
        self.disk = disk
        generator = SplitMix64(state: seed)
        signer = try Self.signer("node.example/audit/1", seed: 7)
    }

    static func signer(
        _ name: String, seed: UInt8, algorithm: NoteKey.Algorithm = .ed25519
    ) throws -> NoteSigner {
        let key = try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: seed, count: 32)))
        return try NoteSigner(name: name, algorithm: algorithm, privateKey: key)
    }

    static let who: [(DetailField, JSONValue)] = [
        (.organisation, "org.example"), (.actor, "S-7"), (.role, "analyst"), (.authentication, "passkey"), (.software, "1.0"),
    ]

    var settings: AuditLogSettings { AuditLogSettings(who: Self.who, ballastBytes: ballastBytes) { _ in } }

    func event(_ type: EntryType = .signIn, _ fields: [(DetailField, JSONValue)] = [], reference: UInt64? = nil) throws -> Event {
        try Event(type, capturedAt: clock, fields: Self.who + fields, reference: reference)
    }

    func create() throws -> AuditLog {
        try AuditLog.create(
            in: SimulatedVolume(disk), signer: signer, settings: settings, at: clock, using: &generator)
    }

    func open() throws -> AuditLog { try AuditLog(opening: SimulatedVolume(disk), signer: signer, settings: settings) }

    /// Commits a batch and notes what was acknowledged.
    func append(_ count: Int, to log: AuditLog) throws {
        clock = EntryTime(millisecondsSinceEpoch: clock.millisecondsSinceEpoch + 10)
        let events = try (0..<count).map { _ in try event() }
        for entry in try log.append(events, at: clock, using: &generator) { acknowledged[entry.index] = entry.entry.bytes }
        noteHeads()
    }

    /// No acknowledged entry is missing, its details are there, the tree gives the head's root, and no size has two heads.
    func requireLaws(_ log: AuditLog) throws {
        noteHeads()
        let reader = log.reader
        var leaves: [Digest256] = []
        try reader.forEach { (record) throws(LedgerError) in leaves.append(MerkleTree.leaf(record.entry.bytes.span)) }
        #expect(UInt64(leaves.count) == log.size)
        #expect(MerkleTree.root(ofLeaves: leaves) == log.checkpoint.root)
        for (index, bytes) in acknowledged { #expect(try reader.entry(at: index).bytes == bytes, "entry \(index)") }
        let proof = try reader.receipt(at: log.size - 1)
        let policy = try WitnessPolicy(parsing: "log \(signer.key.text)\nquorum none\n")
        let entry = try reader.entry(at: log.size - 1).bytes
        #expect(try proof.verified(entry: entry, by: policy).size == log.size)
    }

    private func noteHeads() {
        for (path, entry) in disk.visibleNames where path == "head" || path.hasPrefix("checkpoint") {
            guard case .file(let node) = entry, let note = try? SignedNote(parsing: node.visible),
                (try? note.verified(by: [signer.key])) != nil, let head = try? Checkpoint(parsing: note.text)
            else { continue }
            #expect(roots[head.size, default: head.root] == head.root, "two heads of size \(head.size)")
            roots[head.size] = head.root
        }
    }
}
