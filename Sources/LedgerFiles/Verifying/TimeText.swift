/// The 24 bytes of a time, whose order is that of time.
package struct TimeText: Comparable, Sendable {
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

    /// Before every time.
    package init() {}

    /// Takes 24 bytes.
    package init(_ text: Span<UInt8>, from start: Int) {
        unsafe text.extracting(start..<start + 24).withUnsafeBytes { bytes in
            words = unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            )
        }
    }

    package static func == (left: Self, right: Self) -> Bool { left.words == right.words }
    package static func < (left: Self, right: Self) -> Bool { left.words < right.words }

    /// Whether both lie in the same minute.
    func sharesMinute(with other: Self) -> Bool { words.0 == other.words.0 && words.1 == other.words.1 }
}
