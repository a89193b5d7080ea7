extension Span where Element == UInt8 {
    /// Whether two spans hold the same bytes; not in constant time.
    public func equals(_ other: Span<UInt8>) -> Bool {
        count == other.count && starts(with: other)
    }

    /// Whether a span begins with the bytes of another, eight at a time; not in constant time.
    public func starts(with other: Span<UInt8>) -> Bool {
        guard count >= other.count else { return false }
        return unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in
                var at = 0
                while at + 8 <= right.count {
                    let one = unsafe left.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                    guard unsafe one == right.loadUnaligned(fromByteOffset: at, as: UInt64.self) else { return false }
                    at += 8
                }
                while at < right.count {
                    guard unsafe left[at] == right[at] else { return false }
                    at += 1
                }
                return true
            }
        }
    }
}
