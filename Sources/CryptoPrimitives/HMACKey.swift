/// A key for HMAC-SHA256 (RFC 2104), hashed into its two pads once and then used any number of times.
///
/// It holds key material in ordinary memory: keys that live long belong in ``SecretBytes`` and become an
/// `HMACKey` for the time of the work.
public struct HMACKey: Sendable {
    private let inner: SHA256.Words
    private let outer: SHA256.Words

    /// Takes a key of any length.
    public init(_ key: Span<UInt8>) {
        var block = InlineArray<64, UInt8>(repeating: 0)
        if key.count > SHA256.blockByteCount {
            let digest = SHA256.hash(key)
            unsafe digest.withUnsafeBytes { bytes in
                for index in 0..<32 { unsafe block[index] = bytes[index] }
            }
        } else {
            for index in key.indices { block[index] = key[index] }
        }
        inner = Self.pad(block, with: 0x36)
        outer = Self.pad(block, with: 0x5c)
    }

    /// Takes a key of any length.
    public init(_ key: [UInt8]) {
        self.init(key.span)
    }

    /// Takes a key of 32 bytes, such as the output of another HMAC.
    public init(_ key: Digest256) {
        inner = Self.pad(key, with: 0x3636_3636_3636_3636)
        outer = Self.pad(key, with: 0x5c5c_5c5c_5c5c_5c5c)
    }

    /// The authentication code of a message that is used under many keys.
    public func authenticate(_ message: PaddedMessage) -> Digest256 {
        HMACStream.close(message.digest(after: inner), with: outer)
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

    /// The authentication code of a message.
    public func authenticate(_ message: [UInt8]) -> Digest256 {
        authenticate(message.span)
    }

    /// Begins a message that arrives in parts.
    public func begin() -> HMACStream {
        HMACStream(inner: SHA256(afterOneBlock: inner), outer: outer)
    }

    private static func pad(_ key: Digest256, with bytes: UInt64) -> SHA256.Words {
        let (a, b, c, d) = key.words
        let block: InlineArray<8, UInt64> = [
            a ^ bytes, b ^ bytes, c ^ bytes, d ^ bytes, bytes, bytes, bytes, bytes,
        ]
        return unsafe withUnsafeBytes(of: block) { bytes in
            guard let start = bytes.baseAddress else { return SHA256.initialWords }
            return unsafe ShortMessage.chain(start, byteCount: bytes.count, after: SHA256.initialWords)
        }
    }

    private static func pad(_ key: InlineArray<64, UInt8>, with byte: UInt8) -> SHA256.Words {
        var block = key
        for index in block.indices { block[index] ^= byte }
        var state = SHA256()
        state.update(block.span)
        return state.words
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
}
