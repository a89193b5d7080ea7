import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `A witness that is shown forks` {
    private let signers: [NoteSigner]

    init() throws {
        signers = try ["a.example/audit/1", "b.example/audit/1"].map { try LedgerWorld.signer($0, seed: 7) }
    }

    /// Asks for a signature over a head of one size, the first or another than was signed before.
    private func ask(_ signer: NoteSigner, root: UInt8, _ disk: SimulatedDisk) throws -> WitnessAnswer {
        let bytes = [UInt8](repeating: root, count: Digest256.byteCount)
        let text = Checkpoint(origin: signer.key.name, size: 5, root: try #require(Digest256(bytes: bytes))).text
        let note = try SignedNote(text: text, signatures: [signer.signature(for: text)])
        let own = try LedgerWorld.signer("witness.example/w", seed: 9, algorithm: .cosignature)
        let witness = try Witness(in: SimulatedVolume(disk), signer: own, logs: signers.map(\.key)) { _ in }
        let request = AddCheckpointRequest(oldSize: root == 0 ? 0 : 5, proof: [], checkpoint: note)
        return try witness.addCheckpoint(request, at: Timestamp(secondsSinceEpoch: 1_800_000_000))
    }

    private func evidence(_ disk: SimulatedDisk) -> [String: [UInt8]] {
        disk.visibleNames.compactMapValues { if case .file(let node) = $0 { node.visible } else { nil } }
            .filter { $0.key.hasPrefix("head-forks/") }
    }

    @Test func `keeps the first of each log, and refuses all`() throws {
        let disk = SimulatedDisk()
        var kept: [String: [UInt8]] = [:]
        for (number, signer) in signers.enumerated() {
            #expect(try ask(signer, root: 0, disk).status == 200)
            #expect(try ask(signer, root: 1, disk) == .inconsistent)
            let files = evidence(disk)
            #expect(files.count == 2 * (number + 1))
            #expect(kept.allSatisfy { files[$0.key] == $0.value })
            kept = files
            for root in 2..<9 as Range<UInt8> { #expect(try ask(signer, root: root, disk) == .inconsistent) }
            #expect(evidence(disk) == kept)
        }
    }

    @Test func `has a whole one, whenever it was killed while it kept the first`() throws {
        let signed = SimulatedDisk()
        #expect(try ask(signers[0], root: 0, signed).status == 200)
        for operation in 1..<20 {
            var generator = SplitMix64(state: UInt64(operation))
            let disk = signed.copy()
            disk.fault = .at(operation, .kill)
            _ = try? ask(signers[0], root: 1, disk)
            disk.crash(using: &generator)
            #expect(try ask(signers[0], root: 2, disk) == .inconsistent)
            let heads = try evidence(disk).sorted { $0.key < $1.key }.map { try SignedNote(parsing: $0.value) }
            #expect(heads.count == 2 && HeadFork(heads[0], heads[1]) != nil, "operation \(operation)")
        }
    }
}
