internal import CanonicalCoding
internal import CryptoPrimitives

extension Digest256 {
    /// How many characters 32 bytes have in unpadded base64url.
    static let base64URLCount = 43

    /// Reads exactly 43 characters of unpadded base64url without allocating; spare bits are zero.
    init?(base64URL text: UnsafeRawBufferPointer) {
        guard text.count == Self.base64URLCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isStrict = unsafe Swift.withUnsafeMutableBytes(of: &words) { output in
            var pending: UInt32 = 0
            var pendingBits = 0
            var position = 0
            for place in text.indices {
                guard let sextet = unsafe Base64URL.value(of: text[place]) else { return false }
                pending = (pending << 6 | UInt32(sextet)) & 0xFFFF
                pendingBits += 6
                if pendingBits >= 8 {
                    pendingBits -= 8
                    unsafe output[position] = UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits))
                    position += 1
                }
            }
            return pending & 0b11 == 0
        }
        guard isStrict else { return nil }
        self = unsafe Swift.withUnsafeBytes(of: words) { unsafe Digest256(Span<UInt8>(_unsafeBytes: $0)) }
    }
}
