/// A key for HMAC-SHA256 (RFC 2104), hashed into its two pads once and then used any number of times.
///
/// It holds key material in ordinary memory: keys that live long belong in ``SecretBytes`` and become an
/// `HMACKey` for the time of the work.
public struct HMACKey: Sendable {
    private let inner: SHA256.Words
    private let outer: SHA256.Words

    /// Takes a key of any length.
    public init(_ key: Span<UInt8>) {
        guard key.count <= SHA256.blockByteCount else {
            self.init(SHA256.hash(key))
            return
        }
        var block = InlineArray<8, UInt64>(repeating: 0)
        unsafe withUnsafeMutableBytes(of: &block) { block in
            for index in key.indices { unsafe block[index] = key[index] }
        }
        self.init(block: block)
    }

    /// Takes a key of any length.
    public init(_ key: [UInt8]) {
        self.init(key.span)
    }

    /// Takes a key of 32 bytes, such as the output of another HMAC.
    public init(_ key: Digest256) {
        let (a, b, c, d) = key.words
        self.init(block: [a, b, c, d, 0, 0, 0, 0])
    }

    /// Hashes both pads at once.
    private init(block: InlineArray<8, UInt64>) {
        var pads = InlineArray<16, UInt64>(repeating: 0)
        for index in block.indices {
            pads[index] = block[index] ^ 0x3636_3636_3636_3636
            pads[index + 8] = block[index] ^ 0x5c5c_5c5c_5c5c_5c5c
        }
        let start = Pair(SHA256.initialWords, SHA256.initialWords)
        let chained = unsafe withUnsafeBytes(of: pads) { pads in
            guard let blocks = pads.baseAddress else { return start }
            return unsafe PairedCompression.chain(blocks, byteCount: pads.count, after: start)
        }
        inner = chained.first
        outer = chained.second
    }

    /// The authentication code of a message that is used under many keys.
    public func authenticate(_ message: PaddedMessage) -> Digest256 {
        HMACStream.close(message.digest(after: inner), with: outer)
    }

    /// The authentication codes of two messages, computed side by side.
    public func authenticate(
        _ first: PaddedMessage, _ second: PaddedMessage
    ) -> (first: Digest256, second: Digest256) {
        let codes = HMACStream.close(PaddedMessage.digests(first, second, after: inner), with: outer)
        return (codes.first, codes.second)
    }

    /// The authentication code of a message.
    public func authenticate(_ message: Span<UInt8>) -> Digest256 {
        guard message.count <= ShortMessage.maximumByteCount else {
            var stream = begin()
            stream.update(message)
            return stream.finalize()
        }
        let digest = unsafe message.withUnsafeBytes { bytes in
            unsafe ShortMessage.hash(count: bytes.count, after: inner, blocks: 1) { unsafe $0.copy(bytes, to: 0) }
        }
        return HMACStream.close(digest, with: outer)
    }

    /// The authentication code of `prefix ‖ count ‖ message`, the count of the message's bytes in two bytes, the high one
    /// first.
    ///
    /// - Precondition: the message has fewer than 65,536 bytes.
    public func authenticate(_ prefix: Span<UInt8>, counted message: Span<UInt8>) -> Digest256 {
        let messageCount = UInt16(message.count).bigEndian
        let count = prefix.count + 2 + message.count
        guard count <= ShortMessage.maximumByteCount else {
            var stream = begin()
            stream.update(prefix)
            stream.update(byte: UInt8(message.count >> 8))
            stream.update(byte: UInt8(message.count & 0xFF))
            stream.update(message)
            return stream.finalize()
        }
        let digest = unsafe ShortMessage.hash(count: count, after: inner, blocks: 1) { start in
            unsafe prefix.withUnsafeBytes { unsafe start.copy($0, to: 0) }
            unsafe start.storeBytes(of: messageCount, toByteOffset: prefix.count, as: UInt16.self)
            unsafe message.withUnsafeBytes { unsafe start.copy($0, to: prefix.count + 2) }
        }
        return HMACStream.close(digest, with: outer)
    }

    /// The authentication code of a message.
    public func authenticate(_ message: [UInt8]) -> Digest256 {
        authenticate(message.span)
    }

    /// Begins a message that arrives in parts.
    public func begin() -> HMACStream {
        HMACStream(inner: SHA256(afterOneBlock: inner), outer: outer)
    }
}

/// One message under an ``HMACKey``, taken in parts.
public struct HMACStream: Sendable {
    private var inner: SHA256
    private let outer: SHA256.Words

    init(inner: SHA256, outer: SHA256.Words) {
        self.inner = inner
        self.outer = outer
    }

    /// Takes the bytes of a span.
    public mutating func update(_ bytes: Span<UInt8>) { inner.update(bytes) }

    /// Takes the bytes of an array.
    public mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

    /// Takes the 32 bytes of a digest.
    public mutating func update(_ digest: Digest256) { inner.update(digest) }

    /// Takes the bytes of a literal.
    public mutating func update(_ label: StaticString) { inner.update(label) }

    /// Takes one byte.
    public mutating func update(byte: UInt8) { inner.update(byte: byte) }

    /// Ends the message and returns its authentication code.
    public consuming func finalize() -> Digest256 {
        Self.close(inner.finalize(), with: outer)
    }

    static func close(_ digest: Digest256, with outer: SHA256.Words) -> Digest256 {
        unsafe ShortMessage.hash(count: Digest256.byteCount, after: outer, blocks: 1) { unsafe $0.store(digest, at: 0) }
    }

    /// The authentication codes whose inner digests these are, under one key.
    static func close(_ digests: Pair<Digest256>, with outer: SHA256.Words) -> Pair<Digest256> {
        let mark = UInt64(littleEndian: 0x80)
        let bitCount = UInt64(8 * (SHA256.blockByteCount + Digest256.byteCount)).bigEndian
        let first = digests.first.words
        let second = digests.second.words
        let blocks: InlineArray<16, UInt64> = [
            first.0, first.1, first.2, first.3, mark, 0, 0, bitCount,
            second.0, second.1, second.2, second.3, mark, 0, 0, bitCount,
        ]
        return unsafe withUnsafeBytes(of: blocks) { blocks in
            guard let start = blocks.baseAddress else { return digests }
            return unsafe PairedCompression.digests(start, byteCount: blocks.count, after: Pair(outer, outer))
        }
    }
}
