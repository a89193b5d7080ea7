/// A 256-bit digest, kept as one small value: no heap, no reference counting.
///
/// The words hold the bytes in memory order. Comparison is the order of the bytes, most significant first.
public struct Digest256: Sendable {
    @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)

    /// The number of bytes, 32.
    public static let byteCount = 32

    /// Thirty-two zero bytes.
    public static let zero = Digest256(words: (0, 0, 0, 0))

    @usableFromInline
    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Copies a digest out of exactly 32 bytes; another length is a programming error.
    @inlinable
    public init(_ bytes: Span<UInt8>) {
        precondition(bytes.count == 32, "a digest has 32 bytes")
        words = unsafe bytes.withUnsafeBytes { source in
            unsafe source.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
        }
    }

    /// Copies a digest out of a collection, or nil when it does not have 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        words = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { target in
            _ = unsafe target.initializeMemory(as: UInt8.self, from: bytes)
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { target, count in
            unsafe UnsafeMutableRawBufferPointer(target).storeBytes(of: words, as: type(of: words))
            count = 32
        }
    }

    /// Lends the 32 bytes for the duration of the call.
    ///
    /// - Throws: what `body` throws.
    @inlinable
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let words = self.words
        return try unsafe Swift.withUnsafeBytes(of: words, body)
    }

    /// Appends the 32 bytes to a buffer.
    @inlinable
    public func append(to buffer: inout [UInt8]) {
        unsafe withUnsafeBytes { bytes in unsafe buffer.append(contentsOf: bytes) }
    }
}

extension Digest256: Hashable, Comparable {
    /// Compares the bytes; not in constant time.
    @inlinable
    public static func == (left: Digest256, right: Digest256) -> Bool {
        left.words == right.words
    }

    /// Feeds half of the digest: digests are uniform, so that is enough to spread a table.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }

    /// The order of the bytes.
    @inlinable
    public static func < (left: Digest256, right: Digest256) -> Bool {
        if left.words.0 != right.words.0 { return UInt64(bigEndian: left.words.0) < UInt64(bigEndian: right.words.0) }
        if left.words.1 != right.words.1 { return UInt64(bigEndian: left.words.1) < UInt64(bigEndian: right.words.1) }
        if left.words.2 != right.words.2 { return UInt64(bigEndian: left.words.2) < UInt64(bigEndian: right.words.2) }
        return UInt64(bigEndian: left.words.3) < UInt64(bigEndian: right.words.3)
    }
}

extension Digest256: CustomStringConvertible {
    /// Reads 64 lower-case hexadecimal digits, or returns nil.
    public init?(hex: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for character in hex.utf8 {
            guard bytes.count < 32, let value = Self.hexValue(of: character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String {
        unsafe String(unsafeUninitializedCapacity: 64) { target in
            var position = 0
            unsafe withUnsafeBytes { bytes in
                for index in 0..<32 {
                    let byte = unsafe bytes[index]
                    unsafe target[position] = Self.hexDigit(of: byte >> 4)
                    unsafe target[position + 1] = Self.hexDigit(of: byte & 15)
                    position += 2
                }
            }
            return position
        }
    }

    /// The same as ``hex``: a digest may be shown.
    public var description: String { hex }

    private static func hexDigit(of value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func hexValue(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
