/// How a feed is packed.
public enum FeedPacking: String, Sendable, Hashable, CaseIterable {
    case none
    case gzip
    case zstd

    /// Recognises a packing by the first bytes.
    init(firstBytes bytes: [UInt8]) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else if bytes.count >= 4, bytes[0] & 0xF0 == 0x50, bytes[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
            self = .zstd
        } else {
            self = .none
        }
    }

    /// How many bytes are needed to recognise it.
    static let magicBytes = 4
}

/// Holds what is unpacked against what was packed, so that a small file cannot grow without end.
struct UnpackingGuard {
    let name: String
    let ratio: Int
    let graceBytes: Int
    private(set) var packedBytes = 0
    private(set) var unpackedBytes = 0

    init(name: String, limits: FeedLimits) {
        self.name = name
        self.ratio = limits.unpackingRatio
        self.graceBytes = limits.ratioGraceBytes
    }

    /// Counts one step and judges the whole.
    mutating func count(packed: Int, unpacked: Int) throws(FeedError) {
        packedBytes += packed
        unpackedBytes += unpacked
        guard unpackedBytes <= graceBytes || unpackedBytes / ratio <= packedBytes else {
            throw error(.unpackingRatio(limit: ratio))
        }
    }

    /// An error at the place the unpacking has reached.
    func error(_ reason: FeedError.Reason) -> FeedError {
        FeedError(reason, source: name, offset: packedBytes)
    }
}

/// The packed bytes waiting to be unpacked.
struct PackedInput {
    private let supply: any ByteSupply
    private(set) var buffer = [UInt8](repeating: 0, count: FeedLimits.packedChunkBytes)
    private(set) var start = 0
    private(set) var end = 0

    init(_ supply: any ByteSupply) {
        self.supply = supply
    }

    var count: Int { end - start }

    /// Reads on when nothing is left, and says whether there is anything.
    mutating func refill() throws(FeedError) -> Bool {
        guard start == end else { return true }
        start = 0
        end = 0
        let source = supply
        end = try unsafe buffer.withUnsafeMutableBufferPointer { (room) throws(FeedError) in
            unsafe try source.supply(UnsafeMutableRawBufferPointer(room))
        }
        return end > 0
    }

    /// Gives the waiting bytes to a reader that says how many of them it took.
    mutating func consume(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        let (first, last) = (start, end)
        let taken = unsafe buffer.withUnsafeMutableBytes { room in
            unsafe body(UnsafeMutableRawBufferPointer(rebasing: room[first..<last]))
        }
        start += taken
        return taken
    }

    /// The next byte that waits, without taking it.
    var next: UInt8? { start < end ? buffer[start] : nil }
}
