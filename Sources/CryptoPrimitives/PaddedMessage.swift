/// A short message to authenticate under many keys (``HMACKey/authenticate(_:)-(PaddedMessage)``), its padding laid out
/// once.
public struct PaddedMessage: Sendable {
    private let blocks: [UInt8]

    /// The most bytes that fit beside the mark and the length.
    public static let longestMessage = 128 - 9

    /// Takes a message.
    ///
    /// - Precondition: it has at most ``longestMessage`` bytes.
    public init(_ message: Span<UInt8>) {
        precondition(message.count <= Self.longestMessage, "the message fits two blocks")
        var blocks = [UInt8](repeating: 0, count: (message.count + 9 + 63) & ~63)
        for index in message.indices { blocks[index] = message[index] }
        blocks[message.count] = 0x80
        let bitCount = UInt64(SHA256.blockByteCount + message.count) * 8
        for place in 0..<8 {
            blocks[blocks.count - 1 - place] = UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * place))
        }
        self.blocks = blocks
    }

    /// The digest of the message after the one block of a key.
    @inline(__always)
    func digest(after words: SHA256.Words) -> Digest256 {
        unsafe blocks.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return .zero }
            return unsafe ShortMessage.compress(start, byteCount: bytes.count, after: words)
        }
    }
}
