internal import COpenSSL

/// Random bytes for keys, nonces and ids, from libcrypto's generator, which the kernel seeds.
///
/// A generator that cannot deliver stops the process: nothing may go on with bytes that are not random.
public enum SecureRandom {
    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            unsafe fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[..<count]))
            filled = count
        }
    }

    /// Thirty-two random bytes as one value.
    public static func digest() -> Digest256 {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { unsafe fill($0) }
        return Digest256(words: words)
    }

    static func fill(_ target: UnsafeMutableRawBufferPointer) {
        guard target.count > 0 else { return }
        let status = unsafe RAND_bytes(target.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(target.count))
        precondition(status == 1, "the random generator of libcrypto failed")
    }

    /// The generator that programs hand to code which takes `using:`.
    ///
    /// It draws from libcrypto a few hundred bytes at a time. A copy repeats what the original has drawn and not yet
    /// handed out, so pass it `inout` and do not keep copies.
    public struct SystemGenerator: RandomNumberGenerator {
        private var words = InlineArray<32, UInt64>(repeating: 0)
        private var position = 32

        /// A generator with nothing drawn yet.
        public init() {}

        /// The next 64 random bits.
        public mutating func next() -> UInt64 {
            if position == 32 {
                unsafe withUnsafeMutableBytes(of: &words) { unsafe SecureRandom.fill($0) }
                position = 0
            }
            defer {
                words[position] = 0
                position += 1
            }
            return words[position]
        }
    }
}
