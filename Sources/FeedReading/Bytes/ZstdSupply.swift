internal import CCompression

/// Unpacks zstd, frame after frame, as much at a time as is asked for.
@safe
final class ZstdSupply: ByteSupply {
    private var input: PackedInput
    private var judge: UnpackingGuard
    private let context: OpaquePointer
    private var isBetweenFrames = false

    init(_ supply: any ByteSupply, name: String, limits: FeedLimits) throws(FeedError) {
        self.input = PackedInput(supply)
        self.judge = UnpackingGuard(name: name, limits: limits)
        guard let context = unsafe ZSTD_createDCtx() else { throw judge.error(.unpackerFailed) }
        unsafe self.context = context
        let status = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, limits.zstdWindowLog)
        guard ZSTD_isError(status) == 0 else { throw judge.error(.unpackerFailed) }
    }

    deinit {
        unsafe ZSTD_freeDCtx(context)
    }

    func supply(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
        while true {
            // With input used up, the unpacker may still hold bytes that did not fit before.
            let hasInput = try input.refill()
            let (packed, unpacked) = unsafe try step(room)
            if unpacked > 0 { return unpacked }
            if !hasInput, packed == 0 {
                guard isBetweenFrames else { throw judge.error(.packedTruncated) }
                return 0
            }
        }
    }

    /// Unpacks what fits, and says how much was taken and given.
    private func step(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> (packed: Int, unpacked: Int) {
        var output = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        var status = 0
        let hadInput = input.count > 0
        let packed = unsafe input.consume { waiting in
            var source = unsafe ZSTD_inBuffer(src: waiting.baseAddress, size: waiting.count, pos: 0)
            status = unsafe ZSTD_decompressStream(context, &output, &source)
            return unsafe source.pos
        }
        let unpacked = unsafe output.pos
        try judge.count(packed: packed, unpacked: unpacked)
        guard ZSTD_isError(status) == 0 else { throw judge.error(.packedCorrupt) }
        if hadInput || unpacked > 0 { isBetweenFrames = status == 0 }
        return (packed, unpacked)
    }
}
