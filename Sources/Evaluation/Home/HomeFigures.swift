public import Indicators
internal import LedgerFiles
public import MemberRegistry

extension EvaluatorHome {
    /// The elements evaluated in an epoch, by owner, as the record on the disk says now; also while another process writes it.
    ///
    /// - Throws: ``RecordError``.
    public func recordedTotals(of epoch: EpochNumber, under registry: VerifiedRegistry) throws(RecordError) -> [MemberID: Int64] {
        try recorded(epoch).totals.reduce(into: [:]) { $0[registry.owner(of: $1.key), default: 0] += $1.value }
    }

    /// A line that is being written while the file is read looks like damage once; then the file is read again.
    private func recorded(_ epoch: EpochNumber) throws(RecordError) -> EpochRecord {
        let path = paths.record(of: epoch)
        for _ in 1..<Self.readingsAtMost {
            let before = FileStamp(of: path)
            do throws(RecordError) { return try EpochRecord(reading: path, of: epoch, isWriter: false) } catch {
                guard case .damaged = error, FileStamp(of: path) != before else { throw error }
            }
        }
        return try EpochRecord(reading: path, of: epoch, isWriter: false)
    }

    private static let readingsAtMost = 5
}
