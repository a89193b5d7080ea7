import Foundation

/// The generator of Steele, Lea and Flood: one seed, one sequence, everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// How many generated sets each law is tried on: some hundreds, or 10,000 when `TOCSIN_FULL` is 1.
enum LawRun {
    static let batchCount: UInt64 = 8
    static let setsPerBatch: UInt64 = ProcessInfo.processInfo.environment["TOCSIN_FULL"] == "1" ? 1250 : 25

    static func seeds(ofBatch batch: UInt64) -> Range<UInt64> {
        batch * setsPerBatch..<(batch + 1) * setsPerBatch
    }
}
