internal import Foundation

/// How many generated sets each law is tried on: some hundreds, or 10,000 in the long run.
public enum LawRun {
    /// How many batches run side by side.
    public static let batchCount: UInt64 = 8
    /// Whether the long run was asked for: `TOCSIN_FULL` is 1.
    public static let isFull = ProcessInfo.processInfo.environment["TOCSIN_FULL"] == "1"
    /// How many sets a batch tries.
    public static let setsPerBatch: UInt64 = isFull ? 1250 : 25

    /// The seeds of a batch.
    public static func seeds(ofBatch batch: UInt64) -> Range<UInt64> {
        batch * setsPerBatch..<(batch + 1) * setsPerBatch
    }
}
