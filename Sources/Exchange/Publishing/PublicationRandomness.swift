internal import CryptoPrimitives

/// Where the salts of a publication come from: the system, or the seed of a draft, so that the bundle that was shown is the one that is
/// published, byte for byte.
struct PublicationRandomness: RandomNumberGenerator {
    private var system = SecureRandom.SystemGenerator()
    private let key: HMACKey?
    private var counter: UInt64 = 0
    private var waiting: [UInt64] = []

    /// Draws from the system.
    init() { key = nil }

    /// Draws from HMAC-SHA-256 under a secret seed over a counter.
    init(seed: Digest256) { key = HMACKey(seed) }

    mutating func next() -> UInt64 {
        guard let key else { return system.next() }
        if waiting.isEmpty {
            let block = key.authenticate(bytes(of: counter)).bytes
            counter += 1
            waiting = stride(from: 0, to: block.count, by: 8).map { start in
                block[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
            }
        }
        return waiting.removeLast()
    }

    private func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }
}
