internal import COpenSSL

/// A secret in memory of its own: locked when ``SecretMemory`` is prepared, overwritten before it is freed.
///
/// It has no text form and is not `Codable`; equality takes constant time. What a closure of ``withBytes(_:)``
/// copies out is no longer protected.
@safe
public final class SecretBytes: Sendable {
    /// The number of bytes.
    public let count: Int

    // Written only while the object is made, so any thread may read it.
    private nonisolated(unsafe) let start: UnsafeMutableRawPointer

    /// Allocates `count` bytes and lets `fill` write them.
    init<Failure: Error>(
        count: Int, filling fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        self.count = count
        unsafe start = Self.allocate(max(count, 1))
        try unsafe fill(UnsafeMutableRawBufferPointer(start: start, count: count))
    }

    deinit {
        unsafe CRYPTO_secure_clear_free(start, max(count, 1), nil, 0)
    }

    /// Copies a secret; the caller erases its own copy.
    public convenience init(copying bytes: Span<UInt8>) {
        unsafe self.init(count: bytes.count) { target in
            unsafe bytes.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
    }

    /// Copies a secret; the caller erases its own copy.
    public convenience init(copying bytes: [UInt8]) {
        self.init(copying: bytes.span)
    }

    /// Moves a secret out of an array, which is overwritten.
    public convenience init(erasing bytes: inout [UInt8]) {
        self.init(copying: bytes.span)
        cleanse(&bytes)
    }

    /// `count` random bytes.
    public static func random(count: Int) -> SecretBytes {
        unsafe SecretBytes(count: count) { unsafe SecureRandom.fill($0) }
    }

    /// Lends the bytes for the duration of the call.
    ///
    /// - Throws: what `body` throws.
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(Span(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count)))
    }

    private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        if let locked = unsafe CRYPTO_secure_malloc(count, nil, 0) { return unsafe locked }
        guard let ordinary = unsafe CRYPTO_malloc(count, nil, 0) else { preconditionFailure("out of memory") }
        return unsafe ordinary
    }
}

extension SecretBytes: Equatable, CustomStringConvertible, CustomReflectable {
    /// Compares in constant time.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.withBytes { leftBytes in right.withBytes { constantTimeEquals(leftBytes, $0) } }
    }

    /// Only the length.
    public var description: String { "SecretBytes(\(count) bytes)" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a program does once, before its first secret, to keep secrets out of swap and core dumps.
public enum SecretMemory {
    /// The size of the locked heap that ``prepare()`` asks for.
    public static let byteCount = 1 << 16

    /// Sets up the locked heap and forbids core dumps.
    ///
    /// - Returns: false when the system refused one of the two; secrets then live in ordinary memory, still
    ///   overwritten after use.
    public static func prepare() -> Bool {
        let heap = CRYPTO_secure_malloc_initialized() == 1 || CRYPTO_secure_malloc_init(byteCount, 32) == 1
        OpenSSLError.forget()
        return tocsin_forbid_core_dumps() == 0 && heap
    }
}

/// Overwrites an array that held a secret and empties it.
public func cleanse(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    bytes.removeAll()
}
