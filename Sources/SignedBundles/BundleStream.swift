internal import CryptoPrimitives

/// The lines of a bundle in their order: what may come next, and what the bundle has shown so far.
struct BundleStream {
    /// What a line meant to whoever takes the parts.
    enum Event {
        /// An open line: nothing to take yet.
        case nothing
        /// The first line was believed.
        case began
        /// A row of the current segment was read.
        case row
        /// The line ended the segment before it, if there was one; indirect, so that the event of a row is small.
        indirect case ended(SegmentProgress?)
    }

    private(set) var head: BundleHead?
    private(set) var segment: SegmentProgress?
    private(set) var lineNumber = 0
    private(set) var rowCount = 0
    private(set) var segmentCount = 0
    private(set) var partialMust: [Int] = []
    private(set) var hasEnded = false
    var byteCount = 0

    private let terms: BundleTerms
    private let chains: (any ChainDirectory)?
    let limits: BundleLimits
    private var nextMust = 0
    private var withheldMust: [Int] = []

    init(terms: BundleTerms, chains: (any ChainDirectory)?, limits: BundleLimits) {
        self.terms = terms
        self.chains = chains
        self.limits = limits
    }

    /// How long the line that begins with these bytes may be.
    func byteLimit(ofLineBeginning bytes: UnsafeRawBufferPointer) -> Int {
        if lineNumber == 0 { return limits.firstLineBytes }
        return unsafe bytes.begins(with: "{\"open\":") ? limits.openLineBytes : limits.lineBytes
    }

    /// Reads the next line, given without its LF.
    ///
    /// - Throws: ``BundleError``; the stream is of no further use then.
    mutating func take(_ line: UnsafeRawBufferPointer) throws(BundleError) -> Event {
        lineNumber += 1
        if unsafe line.begins(with: "{\"r\":"), segment != nil {
            try unsafe segment?.take(line, number: lineNumber)
            rowCount += 1
            return .row
        }
        guard head != nil else {
            let bytes = unsafe Span<UInt8>(_unsafeBytes: line)
            head = try BundleHead(line: bytes, terms: terms, chains: chains, limits: limits)
            return .began
        }
        if unsafe line.begins(with: "{\"open\":") { return try unsafe takeOpening(line) }
        if unsafe line.begins(with: "{\"desc\":") { return try unsafe takeSegment(line) }
        if unsafe line.begins(with: "{\"end\":") { return try unsafe takeEnd(line) }
        if unsafe line.begins(with: "{\"r\":") { return try unsafe takeStrayRow(line) }
        throw unsafe LineFault.judge(line, number: lineNumber)
    }

    /// Lends the row that this line shows to a consumer.
    mutating func handOver<Consumer: BundleConsumer>(
        _ line: UnsafeRawBufferPointer, at offset: Int, to consumer: inout Consumer
    ) throws(BundleError) {
        try unsafe segment?.handOver(line, number: lineNumber, at: offset, to: &consumer)
    }

    private mutating func takeOpening(_ line: UnsafeRawBufferPointer) throws(BundleError) -> Event {
        let open = try unsafe OpenLine(
            line, number: lineNumber, rowCount: segment?.descriptor.rowCount ?? limits.segmentRows,
            nodeLimit: limits.openingNodes - (segment?.opening.nodeCount ?? 0))
        guard segment != nil else { throw BundleError(.opening, line: lineNumber, .openingOutsideSegment) }
        try segment?.open(open, number: lineNumber)
        return .nothing
    }

    private func takeStrayRow(_ line: UnsafeRawBufferPointer) throws(BundleError) -> Event {
        var reader = RowLineReader(names: [])
        _ = try unsafe reader.read(line, number: lineNumber)
        throw BundleError(.row, line: lineNumber, .rowOutsideSegment)
    }

    private mutating func takeSegment(_ line: UnsafeRawBufferPointer) throws(BundleError) -> Event {
        let read = try unsafe SegmentLine(line, number: lineNumber, limits: limits)
        let ended = try endSegment()
        guard let head, read.index > ended?.index ?? -1 else {
            throw BundleError(.segmentOrder, line: lineNumber, .segmentOutOfOrder)
        }
        guard read.index < head.manifest.segments.count else {
            throw BundleError(.segmentOrder, line: lineNumber, .segmentUnknown)
        }
        let index = Int(read.index)
        let reference = head.manifest.segments[index]
        guard let bytes = read.bytes else { throw BundleError(.descriptor, line: lineNumber, .descriptorEncoding) }
        guard SegmentDescriptor.digest(of: bytes) == reference.digest else {
            throw BundleError(.segmentDigest, line: lineNumber, .segmentDigest)
        }
        let descriptor = try read.descriptor.get()
        guard head.publisherKeys.mayStandFor(descriptor) else {
            throw BundleError(.scope, line: lineNumber, .outsideKeyScope)
        }
        passMust(before: index, in: head.manifest)
        nextMust = index + 1
        segment = SegmentProgress(descriptor, index: index, isMust: reference.isMust)
        segmentCount += 1
        return .ended(ended)
    }

    private mutating func takeEnd(_ line: UnsafeRawBufferPointer) throws(BundleError) -> Event {
        let counts = try unsafe EndLine(line, number: lineNumber)
        let ended = try endSegment()
        guard counts.rows == rowCount, counts.segments == segmentCount else {
            throw BundleError(.truncated, line: lineNumber, .endCounts)
        }
        if let manifest = head?.manifest { passMust(before: manifest.segments.count, in: manifest) }
        hasEnded = true
        return .ended(ended)
    }

    /// Judges the current segment at the line that ends it.
    private mutating func endSegment() throws(BundleError) -> SegmentProgress? {
        guard let ended = segment else { return nil }
        try ended.finish(number: lineNumber)
        if ended.opening.isMust, !ended.isWhole { partialMust.append(ended.index) }
        segment = nil
        return ended
    }

    private mutating func passMust(before index: Int, in manifest: Manifest) {
        withheldMust += (nextMust..<max(nextMust, index)).filter { manifest.segments[$0].isMust }
    }

    /// Judges the stream after its last byte.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_TRUNC` or `E_MUST`.
    func finish(hasPartialLine: Bool) throws(BundleError) -> BundleHead {
        guard let head else { throw BundleError(.envelope, line: 1, .noEnvelope) }
        guard hasEnded else {
            throw BundleError(.truncated, line: lineNumber + 1, hasPartialLine ? .unfinishedLine : .noEnd)
        }
        guard withheldMust.isEmpty else { throw BundleError(.must, line: lineNumber, .mustWithheld) }
        guard chains == nil || partialMust.isEmpty else {
            throw BundleError(.must, line: lineNumber, .mustIncomplete)
        }
        return head
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the buffer begins with the characters of a literal.
    @inline(__always)
    func begins(with literal: StaticString) -> Bool {
        guard count >= literal.utf8CodeUnitCount else { return false }
        for index in 0..<literal.utf8CodeUnitCount where unsafe self[index] != literal.utf8Start[index] {
            return false
        }
        return true
    }
}
