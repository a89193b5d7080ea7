/// HKDF with SHA-256 (RFC 5869).
public enum HKDF {
    /// The most bytes one key can be stretched to: 255 digests.
    public static let maximumByteCount = 255 * 32

    /// Derives `count` bytes from a key in one step; more than ``maximumByteCount`` is a programming error.
    public static func deriveSHA256(salt: [UInt8], inputKey: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        precondition((0...maximumByteCount).contains(count), "HKDF yields at most 8,160 bytes")
        let key = extract(salt: salt.span, inputKey: inputKey.span)
        var output: [UInt8] = []
        output.reserveCapacity(count + 31)
        var previous: Digest256?
        var number: UInt8 = 0
        while output.count < count {
            number += 1
            previous = block(number, after: previous, info: info.span, under: key)
            previous?.append(to: &output)
        }
        output.removeLast(output.count - count)
        return output
    }

    /// The first step alone: the pseudorandom key that every expansion with this salt and input key shares.
    public static func extract(salt: Span<UInt8>, inputKey: Span<UInt8>) -> HMACKey {
        HMACKey(HMACKey(salt).authenticate(inputKey))
    }

    /// The second step alone for 32 bytes, for hot loops that derive many keys from one input.
    public static func expand(_ key: HMACKey, info: Span<UInt8>) -> Digest256 {
        block(1, after: nil, info: info, under: key)
    }

    private static func block(
        _ number: UInt8, after previous: Digest256?, info: Span<UInt8>, under key: HMACKey
    ) -> Digest256 {
        var stream = key.begin()
        if let previous { stream.update(previous) }
        stream.update(info)
        stream.update(byte: number)
        return stream.finalize()
    }
}
