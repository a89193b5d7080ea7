internal import CryptoPrimitives
public import TransparencyLog

/// Verifies a receipt: that an entry stands in a log at an index, by a head that the policy believes.
public struct ReceiptCheck: Sendable {
    private let policy: WitnessPolicy

    /// Takes the policy by which heads are believed.
    public init(policy: WitnessPolicy) { self.policy = policy }

    /// Judges a receipt and the entry that it is of.
    public func report(ofReceipt path: String, entry entryPath: String) -> LedgerReport {
        var report = LedgerReport()
        do throws(LedgerFault) { try judge(path, entryPath, into: &report) } catch { report.fault = error }
        return report
    }

    private func judge(_ path: String, _ entryPath: String, into report: inout LedgerReport) throws(LedgerFault) {
        let entry = try Self.contents(of: entryPath, limitBytes: EntryBundle.entryLimitBytes)
        let bytes = try Self.contents(of: path, limitBytes: LogProof.limitBytes)
        let proof: LogProof
        do throws(LogError) { proof = try LogProof(parsing: bytes) } catch {
            throw LedgerFault(.proof, path, error.description)
        }
        report.index = proof.index
        let head = try SignedHead(proof.checkpoint, path, by: policy)
        report.head = head.checkpoint
        report.quorum = LedgerReport.Quorum(
            isHeld: head.hasQuorum, witnessCount: head.witnessCount, largestSize: head.hasQuorum ? head.checkpoint.size : nil)
        do throws(LogError) {
            try ProofCheck.requireInclusion(
                of: MerkleTree.leaf(entry.span), at: proof.index, size: head.checkpoint.size, proof: proof.hashes,
                root: head.checkpoint.root)
        } catch {
            throw LedgerFault(.inclusion, path, index: proof.index, error.description)
        }
        var judge = EntryJudge()
        judge.judge(entry.span, at: proof.index)
        if let (index, what) = judge.fault { throw LedgerFault(.entry, entryPath, index: index, what) }
        guard head.hasQuorum else { throw LedgerFault(.quorum, path, "too few witnesses of the policy have signed") }
    }

    private static func contents(of path: String, limitBytes: Int) throws(LedgerFault) -> [UInt8] {
        do throws(FileError) { return try FileReader.contents(of: path, limitBytes: limitBytes) } catch {
            throw LedgerFault(ofFile: path, error)
        }
    }
}
