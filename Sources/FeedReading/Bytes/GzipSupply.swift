internal import CCompression

/// Unpacks gzip, member after member, as much at a time as is asked for.
@safe
final class GzipSupply: ByteSupply {
    private var input: PackedInput
    private var judge: UnpackingGuard
    private let stream: UnsafeMutablePointer<z_stream>
    private var isBetweenMembers = false

    init(_ supply: any ByteSupply, name: String, limits: FeedLimits) throws(FeedError) {
        self.input = PackedInput(supply)
        self.judge = UnpackingGuard(name: name, limits: limits)
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe self.stream = stream
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, Self.gzipWindowBits, ZLIB_VERSION, size) == Z_OK else {
            throw judge.error(.unpackerFailed)
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    func supply(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
        while true {
            guard try input.refill() else {
                guard isBetweenMembers else { throw judge.error(.packedTruncated) }
                return 0
            }
            if isBetweenMembers, try !beginMember() { return 0 }
            let unpacked = unsafe try step(room)
            if unpacked > 0 { return unpacked }
        }
    }

    /// Unpacks what fits, and says how much that is.
    private func step(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(min(room.count, Self.stepBytes))
        let asked = unsafe stream.pointee.avail_out
        var status = Z_OK
        let packed = unsafe input.consume { waiting in
            unsafe stream.pointee.next_in = waiting.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_in = UInt32(waiting.count)
            status = unsafe inflate(stream, Z_NO_FLUSH)
            return unsafe waiting.count - Int(stream.pointee.avail_in)
        }
        let unpacked = unsafe Int(asked - stream.pointee.avail_out)
        try judge.count(packed: packed, unpacked: unpacked)
        switch status {
        case Z_STREAM_END: isBetweenMembers = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw judge.error(.packedCorrupt)
        }
        return unpacked
    }

    /// Starts on the next member; zeros up to the end are padding, anything else is damage.
    private func beginMember() throws(FeedError) -> Bool {
        if input.next == Self.firstMagicByte {
            guard unsafe inflateReset(stream) == Z_OK else { throw judge.error(.unpackerFailed) }
            isBetweenMembers = false
            return true
        }
        while let byte = input.next {
            guard byte == 0 else { throw judge.error(.packedCorrupt) }
            let taken = unsafe input.consume { _ in 1 }
            try judge.count(packed: taken, unpacked: 0)
            _ = try input.refill()
        }
        return false
    }

    private static let gzipWindowBits: Int32 = 15 + 16
    private static let firstMagicByte: UInt8 = 0x1F
    private static let stepBytes = 1 << 24
}
