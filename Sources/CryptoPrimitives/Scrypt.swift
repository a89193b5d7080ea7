internal import COpenSSL

/// How much work and memory a passphrase costs.
public struct ScryptCost: Sendable, Hashable {
    /// The binary logarithm of N.
    public let logarithm: Int
    /// r: N times 128 times this many bytes are used.
    public let blockSize: Int
    /// p: how often the work is repeated.
    public let parallelization: Int

    /// A cost, or nil when it is out of range or needs more than ``maximumByteCount``.
    public init?(logarithm: Int, blockSize: Int = 8, parallelization: Int = 1) {
        guard (1...24).contains(logarithm), (1...32).contains(blockSize), (1...16).contains(parallelization),
            128 * blockSize << logarithm <= Self.maximumByteCount, logarithm < 16 * blockSize
        else { return nil }
        self.logarithm = logarithm
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    private init(known logarithm: Int, parallelization: Int) {
        self.logarithm = logarithm
        self.blockSize = 8
        self.parallelization = parallelization
    }

    /// The most memory one derivation may use, 256 MiB.
    public static let maximumByteCount = 1 << 28

    /// N = 2^17: 128 MiB, about 0.4 s. The default for keys of a node.
    ///
    /// The command line of OpenSSL refuses more than 32 MiB and cannot open such a file.
    public static let standard = ScryptCost(known: 17, parallelization: 1)

    /// N = 2^14 five times: 16 MiB, about 0.2 s, which the command line of OpenSSL opens.
    public static let portable = ScryptCost(known: 14, parallelization: 5)

    /// N = 2^10: for tests only.
    public static let weakForTests = ScryptCost(known: 10, parallelization: 1)
}

/// scrypt (RFC 7914).
public enum Scrypt {
    /// Stretches a passphrase into `count` bytes.
    ///
    /// - Throws: `OpenSSLError` when OpenSSL refuses, which a sound build never makes it do.
    public static func derive(
        _ passphrase: SecretBytes, salt: [UInt8], cost: ScryptCost, count: Int
    ) throws(OpenSSLError) -> SecretBytes {
        var status: Int32 = 0
        let derived = unsafe SecretBytes(count: count) { target in
            status = passphrase.withBytes { bytes in
                unsafe bytes.withUnsafeBytes { source in
                    unsafe EVP_PBE_scrypt(
                        source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count, salt, salt.count,
                        1 << UInt64(cost.logarithm), UInt64(cost.blockSize), UInt64(cost.parallelization),
                        UInt64(ScryptCost.maximumByteCount) + 1 << 20,
                        target.baseAddress?.assumingMemoryBound(to: UInt8.self), target.count)
                }
            }
        }
        guard status == 1 else { throw .draining(after: "EVP_PBE_scrypt") }
        return derived
    }
}
