internal import Glibc

/// Something that hands out bytes in order until there are none left.
protocol ByteSupply: AnyObject {
    /// Copies the next bytes to the start of the room given, and says how many; none means the end.
    func supply(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int
}

/// Bytes that are in memory already.
final class MemorySupply: ByteSupply {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func supply(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, bytes.count - position)
        unsafe bytes.withUnsafeBytes { source in
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
        }
        position += count
        return count
    }
}

/// Bytes that were read already, followed by those of another supply.
final class PrefixedSupply: ByteSupply {
    private let prefix: MemorySupply
    private let rest: any ByteSupply

    init(_ prefix: [UInt8], _ rest: any ByteSupply) {
        self.prefix = MemorySupply(prefix)
        self.rest = rest
    }

    func supply(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
        let count = unsafe prefix.supply(room)
        return unsafe count > 0 || room.isEmpty ? count : try rest.supply(room)
    }
}
