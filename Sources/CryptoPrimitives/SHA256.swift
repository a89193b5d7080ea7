internal import COpenSSL

/// SHA-256 (FIPS 180-4) as a copyable value: a copy is a saved midstate.
///
/// It sits on the block calls of libcrypto rather than on its EVP layer, so that one digest of a short message
/// costs little more than the compression itself and nothing is allocated.
public struct SHA256: Sendable {
    private var context: SHA256_CTX

    static let blockByteCount = 64

    /// Begins a message.
    public init() {
        context = SHA256_CTX()
        context.h = Self.initialWords
    }

    /// Continues after exactly one block that led to `words`.
    init(afterOneBlock words: Words) {
        context = SHA256_CTX()
        context.h = words
        context.Nl = UInt32(Self.blockByteCount * 8)
    }

    /// The chaining value after the whole blocks taken so far.
    var words: Words { context.h }

    /// Takes the bytes of a span.
    public mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Takes the bytes of an array.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Takes the 32 bytes of a digest.
    public mutating func update(_ digest: Digest256) {
        unsafe digest.withUnsafeBytes { unsafe update($0) }
    }

    /// Takes the bytes of a literal.
    public mutating func update(_ label: StaticString) {
        precondition(label.hasPointerRepresentation, "a label is a string, not a scalar")
        unsafe update(UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount))
    }

    /// Takes one byte.
    public mutating func update(byte: UInt8) {
        unsafe withUnsafeBytes(of: byte) { unsafe update($0) }
    }

    /// Takes the bytes of a buffer, which must stay valid during the call.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        unsafe withUnsafeMutablePointer(to: &context) { context in
            let used = unsafe Int(context.pointee.num)
            let bitCount = unsafe context.pointee.Nl
            guard used + bytes.count < Self.blockByteCount, bitCount < UInt32.max - 1024 else {
                unsafe SHA256_Update(context, source, bytes.count)
                return
            }
            unsafe Self.buffer(of: context).advanced(by: used).copyMemory(from: source, byteCount: bytes.count)
            unsafe context.pointee.num = UInt32(truncatingIfNeeded: used + bytes.count)
            unsafe context.pointee.Nl = bitCount &+ UInt32(truncatingIfNeeded: bytes.count &* 8)
        }
    }

    /// Ends the message and returns its digest.
    public consuming func finalize() -> Digest256 {
        var context = self.context
        unsafe withUnsafeMutablePointer(to: &context) { context in
            let buffer = unsafe Self.buffer(of: context)
            var used = unsafe Int(context.pointee.num)
            unsafe buffer.storeBytes(of: 0x80, toByteOffset: used, as: UInt8.self)
            used += 1
            if used > 56 {
                unsafe Self.zero(buffer, from: used, to: 64)
                unsafe SHA256_Transform(context, buffer)
                used = 0
            }
            unsafe Self.zero(buffer, from: used, to: 56)
            let bitCount = unsafe UInt64(context.pointee.Nh) << 32 | UInt64(context.pointee.Nl)
            unsafe buffer.storeBytes(of: bitCount.bigEndian, toByteOffset: 56, as: UInt64.self)
            unsafe SHA256_Transform(context, buffer)
        }
        return Digest256(words: context.h)
    }

    private static func buffer(of context: UnsafeMutablePointer<SHA256_CTX>) -> UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(context).advanced(by: bufferOffset)
    }

    @inline(__always)
    private static func zero(_ buffer: UnsafeMutableRawPointer, from start: Int, to end: Int) {
        unsafe buffer.advanced(by: start).initializeMemory(as: UInt8.self, repeating: 0, count: end - start)
    }

    /// Where the C structure keeps the bytes of an unfinished block: after eight words and the 64-bit length.
    private static let bufferOffset = 40

    package typealias Words = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    /// FIPS 180-4, 5.3.3.
    static var initialWords: Words {
        (
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
            0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        )
    }
}

extension SHA256 {
    /// The digest of an array.
    public static func hash(_ message: [UInt8]) -> Digest256 {
        hash(message.span)
    }

    /// The digest of a span.
    public static func hash(_ message: Span<UInt8>) -> Digest256 {
        unsafe message.withUnsafeBytes { bytes in
            if bytes.count <= ShortMessage.maximumByteCount {
                return unsafe ShortMessage.hash(count: bytes.count) { unsafe $0.copy(bytes, to: 0) }
            }
            var state = SHA256()
            unsafe state.update(bytes)
            return state.finalize()
        }
    }

    /// The digest of the UTF-8 bytes of a string.
    public static func hash(_ message: String) -> Digest256 {
        var message = message
        return message.withUTF8 { bytes in
            var state = SHA256()
            unsafe state.update(UnsafeRawBufferPointer(bytes))
            return state.finalize()
        }
    }

    /// The digest of `prefix ‖ digest ‖ suffix`, for hot loops.
    public static func hash(_ prefix: Span<UInt8>, _ digest: Digest256, _ suffix: Span<UInt8>) -> Digest256 {
        var state = SHA256()
        state.update(prefix)
        state.update(digest)
        state.update(suffix)
        return state.finalize()
    }

    /// The digest of `first ‖ digest ‖ second ‖ suffix`, for hot loops.
    public static func hash(
        byte first: UInt8, _ digest: Digest256, byte second: UInt8, _ suffix: Span<UInt8>
    ) -> Digest256 {
        let count = 34 + suffix.count
        guard count <= ShortMessage.maximumByteCount else {
            var state = SHA256()
            state.update(byte: first)
            state.update(digest)
            state.update(byte: second)
            state.update(suffix)
            return state.finalize()
        }
        return unsafe suffix.withUnsafeBytes { bytes in
            unsafe ShortMessage.hash(count: count) { start in
                unsafe start.storeBytes(of: first, as: UInt8.self)
                unsafe start.store(digest, at: 1)
                unsafe start.storeBytes(of: second, toByteOffset: 33, as: UInt8.self)
                unsafe start.copy(bytes, to: 34)
            }
        }
    }

    /// The digest of `label ‖ byte ‖ digest`; for labels of eight bytes ``TreeHash`` is faster.
    public static func hash(_ label: StaticString, byte: UInt8, _ digest: Digest256) -> Digest256 {
        var state = SHA256()
        state.update(label)
        state.update(byte: byte)
        state.update(digest)
        return state.finalize()
    }
}

extension UnsafeMutableRawPointer {
    @inline(__always)
    func store(_ digest: Digest256, at offset: Int) {
        unsafe storeBytes(of: digest.words, toByteOffset: offset, as: (UInt64, UInt64, UInt64, UInt64).self)
    }

    @inline(__always)
    func copy(_ bytes: UnsafeRawBufferPointer, to offset: Int) {
        guard let source = bytes.baseAddress else { return }
        unsafe advanced(by: offset).copyMemory(from: source, byteCount: bytes.count)
    }
}

extension Digest256 {
    /// The big-endian form of the eight chaining words.
    package init(words: SHA256.Words) {
        self.init(
            words: (
                Self.join(words.0, words.1), Self.join(words.2, words.3),
                Self.join(words.4, words.5), Self.join(words.6, words.7)
            ))
    }

    private static func join(_ high: UInt32, _ low: UInt32) -> UInt64 {
        (UInt64(high) << 32 | UInt64(low)).bigEndian
    }
}
