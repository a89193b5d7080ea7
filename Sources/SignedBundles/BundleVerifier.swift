internal import CryptoPrimitives

/// Reads a bundle in one pass, in whatever pieces its bytes come, and refuses it at the first fault.
///
/// Memory is bounded by the limits on lines and opening nodes, not by the number of rows. After an error the verifier
/// repeats that error; ``finish(to:)`` must be called after the last byte, since only it can say that all is well.
@safe
public struct BundleVerifier: ~Copyable {
    private var stream: BundleStream
    private var hash: SHA256?
    private var partialLine: [UInt8] = []
    private var failure: BundleError?

    /// Begins a plain verification: the container's rules alone, no chain.
    public init(_ terms: BundleTerms, hashingStream: Bool = false, limits: BundleLimits = .standard) {
        self.stream = BundleStream(terms: terms, chains: nil, limits: limits)
        self.hash = hashingStream ? SHA256() : nil
    }

    /// Begins an import: the chain is judged after the first line, an expired bundle goes through for its retract and
    /// object rows, and must segments have to be whole. The stream is hashed.
    public init(
        importing terms: BundleTerms, into chains: any ChainDirectory, limits: BundleLimits = .standard
    ) {
        self.stream = BundleStream(terms: terms, chains: chains, limits: limits)
        self.hash = SHA256()
    }

    /// Whether only retract and object rows may be taken from this bundle; known once it has begun.
    public var isTooLate: Bool { stream.head?.isTooLate ?? false }

    /// What the chain said; nothing before the bundle has begun or outside an import.
    public var chainVerdict: ChainVerdict? { stream.head?.chainVerdict }

    /// Takes the next bytes of the stream and hands its parts to a consumer.
    ///
    /// - Throws: ``BundleError`` for the first fault.
    public mutating func feed<Consumer: BundleConsumer>(
        _ bytes: Span<UInt8>, to consumer: inout Consumer
    ) throws(BundleError) {
        if let failure { throw failure }
        do {
            try unsafe bytes.withUnsafeBytes { (buffer) throws(BundleError) in
                unsafe hash?.update(buffer)
                try unsafe takeLines(of: buffer, to: &consumer)
            }
        } catch {
            failure = error
            throw error
        }
    }

    /// Ends the stream.
    ///
    /// - Throws: ``BundleError`` when the bundle is not complete.
    public mutating func finish() throws(BundleError) -> VerifiedBundle {
        if let failure { throw failure }
        do {
            let head = try stream.finish(hasPartialLine: !partialLine.isEmpty)
            return VerifiedBundle(stream, streamDigest: hash?.finalize(), head: head)
        } catch {
            failure = error
            throw error
        }
    }

    /// Cuts a piece of the stream into lines; the end of the piece may be the beginning of a line.
    private mutating func takeLines<Consumer: BundleConsumer>(
        of buffer: UnsafeRawBufferPointer, to consumer: inout Consumer
    ) throws(BundleError) {
        var start = 0
        while start < buffer.count {
            guard !stream.hasEnded else { throw BundleError(.trailing, line: stream.lineNumber + 1, .afterEnd) }
            let end = unsafe buffer.firstLineFeed(from: start)
            let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[start..<(end ?? buffer.count)])
            try unsafe admit(piece, hasLineFeed: end != nil)
            if partialLine.isEmpty, end != nil {
                try unsafe take(piece, to: &consumer)
            } else {
                unsafe partialLine.append(contentsOf: piece)
                if end != nil { try takePartialLine(to: &consumer) }
            }
            start = (end ?? buffer.count) + 1
        }
    }

    /// Checks the limits on line and stream before a piece is kept.
    private mutating func admit(_ piece: UnsafeRawBufferPointer, hasLineFeed: Bool) throws(BundleError) {
        let lineBytes = partialLine.count + piece.count
        if lineBytes > stream.limits.leastLineBytes {
            let limit =
                if partialLine.isEmpty {
                    unsafe stream.byteLimit(ofLineBeginning: piece)
                } else {
                    unsafe byteLimit(ofPartialLineWith: piece)
                }
            guard lineBytes <= limit else { throw BundleError(.limit, line: stream.lineNumber + 1, .lineTooLong) }
        }
        stream.byteCount += piece.count + (hasLineFeed ? 1 : 0)
        guard stream.byteCount <= stream.limits.streamBytes else {
            throw BundleError(.limit, line: stream.lineNumber + 1, .streamTooLong)
        }
    }

    private func byteLimit(ofPartialLineWith piece: UnsafeRawBufferPointer) -> Int {
        let beginning = Array(partialLine.prefix(BundleLimits.lineSortBytes))
        let whole = unsafe beginning + piece.prefix(BundleLimits.lineSortBytes - beginning.count)
        return unsafe whole.withUnsafeBytes { unsafe stream.byteLimit(ofLineBeginning: $0) }
    }

    private mutating func takePartialLine<Consumer: BundleConsumer>(
        to consumer: inout Consumer
    ) throws(BundleError) {
        var line: [UInt8] = []
        swap(&line, &partialLine)
        try unsafe line.span.withUnsafeBytes { (buffer) throws(BundleError) in
            try unsafe take(buffer, to: &consumer)
        }
        guard line.capacity <= stream.limits.lineBytes else { return }
        line.removeAll(keepingCapacity: true)
        swap(&line, &partialLine)
    }

    /// Reads one line and tells the consumer what it meant.
    private mutating func take<Consumer: BundleConsumer>(
        _ line: UnsafeRawBufferPointer, to consumer: inout Consumer
    ) throws(BundleError) {
        let offset = stream.byteCount - line.count - 1
        switch try unsafe stream.take(line) {
        case .nothing: break
        case .began:
            guard let head = stream.head else { return }
            let envelope = unsafe Span<UInt8>(_unsafeBytes: line)
            try consumer.envelope(envelope)
            try consumer.begin(head.manifest, digest: head.digest)
        case .row:
            try unsafe stream.handOver(line, at: offset, to: &consumer)
        case .ended(let segment?):
            if segment.rowsSeen == 0 {
                try consumer.segment(segment.descriptor, index: segment.index, opening: segment.opening)
            }
            try consumer.endSegment(index: segment.index)
        case .ended(nil): break
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the first LF at or after an offset.
    func firstLineFeed(from start: Int) -> Int? {
        var at = start
        while at + 8 <= count {
            let word = unsafe UInt64(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
            let hits = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
            if hits != 0 { return at + (hits.trailingZeroBitCount >> 3) }
            at += 8
        }
        while at < count {
            if unsafe self[at] == 0x0A { return at }
            at += 1
        }
        return nil
    }
}
