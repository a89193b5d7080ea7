import TestVectors

extension SplitMix64 {
    /// Bytes that the seed repeats.
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
