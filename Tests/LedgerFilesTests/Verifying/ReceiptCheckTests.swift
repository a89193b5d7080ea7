import CryptoPrimitives
import LedgerFiles
import Testing
import TransparencyLog

@Suite struct `Verifying a receipt` {
    private struct Leaves: SubtreeSource {
        let leaves: [Digest256]
        mutating func hash(level: Int, index: UInt64) throws(LogError) -> Digest256 {
            MerkleTree.root(ofLeaves: Array(leaves[Int(index) << level..<(Int(index) + 1) << level]))
        }
    }

    /// A log, the receipt of one of its entries, and the verdict on it.
    private struct Trial {
        let log: PublishedLog
        let policy: WitnessPolicy
        let proof: LogProof

        init(_ index: UInt64, size: Int = 5) throws {
            log = try PublishedLog(size: size)
            policy = try LedgerCheck.policy(ofFile: log.path + "/policy.txt")
            var maker = ProofMaker(Leaves(leaves: log.entries.map { MerkleTree.leaf($0.span) }))
            let hashes = try maker.inclusion(of: index, size: UInt64(size))
            proof = LogProof(index: index, hashes: hashes, checkpoint: try log.head(size))
        }

        func fault(of receipt: [UInt8], entry: UInt64) throws -> LedgerFault? {
            try log.write("r.tlog-proof", receipt)
            try log.write("r.entry", log.entries[Int(entry)])
            return ReceiptCheck(policy: policy).report(ofReceipt: log.path + "/r.tlog-proof", entry: log.path + "/r.entry").fault
        }
    }

    @Test(arguments: UInt64(0)..<5)
    func `finds a good one good, and another entry wrong`(index: UInt64) throws {
        let trial = try Trial(index)
        #expect(try trial.fault(of: trial.proof.bytes, entry: index) == nil)
        #expect(try trial.fault(of: trial.proof.bytes, entry: (index + 1) % 5)?.code == .inclusion)
    }

    @Test func `falls with every byte of it that was flipped`() throws {
        let trial = try Trial(2)
        let good = trial.proof.bytes
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            #expect(try trial.fault(of: bad, entry: 2) != nil, "byte \(place)")
        }
    }

    @Test func `takes no more hashes than the tree is high`() throws {
        let trial = try Trial(2)
        let longer = LogProof(index: 2, hashes: trial.proof.hashes + [.zero], checkpoint: trial.proof.checkpoint)
        #expect(try trial.fault(of: longer.bytes, entry: 2)?.code == .inclusion)
    }
}
