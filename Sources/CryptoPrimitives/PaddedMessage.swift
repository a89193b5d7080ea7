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

    /// The digests of two messages after the one block of a key; of different lengths they are hashed one by one.
    @inline(__always)
    static func digests(
        _ first: PaddedMessage, _ second: PaddedMessage, after words: SHA256.Words
    ) -> Pair<Digest256> {
        guard first.blocks.count == second.blocks.count else {
            return Pair(first.digest(after: words), second.digest(after: words))
        }
        var chained = Pair(words, words)
        unsafe first.blocks.withUnsafeBytes { firstBlocks in
            unsafe second.blocks.withUnsafeBytes { secondBlocks in
                guard let firstStart = firstBlocks.baseAddress, let secondStart = secondBlocks.baseAddress else { return }
                unsafe withUnsafeMutablePointer(to: &chained.first) { first in
                    unsafe withUnsafeMutablePointer(to: &chained.second) { second in
                        unsafe PairedCompression.compress(
                            first, firstStart, second, secondStart, blocks: firstBlocks.count / SHA256.blockByteCount)
                    }
                }
            }
        }
        return Pair(Digest256(words: chained.first), Digest256(words: chained.second))
    }
}
