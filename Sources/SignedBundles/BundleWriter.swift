internal import CryptoPrimitives

/// Makes a bundle: turns staged segments into their lines, then frames them with a manifest to be signed.
///
/// The roots in the manifest's segments depend on every row, so the lines of a segment are given back one segment at
/// a time for the caller to spool, and the first line is known last: the stream is ``BundleFrame/firstLine()``, the
/// spooled lines in their order, ``BundleFrame/lastLine``.
///
/// The secret from which all salts come lives in the writer and is erased with it: after ``close(_:)`` a cell that
/// was cut out cannot be guessed from its salt, not even by its publisher.
public struct BundleWriter: ~Copyable {
    /// The random name of the bundle.
    public let bundle: BundleID

    private let seed: SecretBytes
    private var segments: [SegmentReference] = []
    private var rowCount = 0

    /// Begins a bundle with a new name and a new secret.
    public init(using generator: inout some RandomNumberGenerator) {
        self.bundle = BundleID(using: &generator)
        var seed = generator.bytes(Digest256.byteCount)
        self.seed = SecretBytes(erasing: &seed)
    }

    /// Begins a bundle with a name and a secret that are known: for vectors.
    package init(bundle: BundleID, seed: [UInt8]) {
        self.bundle = bundle
        self.seed = SecretBytes(copying: seed.span)
    }

    /// How many segments were written.
    public var segmentCount: Int { segments.count }

    /// Commits to a segment and gives its lines: descriptor, one open line a column, rows in random order.
    ///
    /// - Throws: ``BundleError`` when the segment has no rows, a cell is not canonical JSON, or a limit is exceeded.
    public mutating func encode(
        _ segment: StagedSegment, using generator: inout some RandomNumberGenerator
    ) throws(BundleError) -> [UInt8] {
        let order = (0..<segment.rowCount).shuffled(using: &generator)
        return try encode(segment, order: order, nonce: generator.bytes(SegmentDescriptor.nonceByteCount))
    }

    /// Commits to a segment whose row order and nonce are known.
    ///
    /// - Throws: ``BundleError`` with `E_DESC` for a segment without rows, `E_LIMIT` for too many rows or segments.
    package mutating func encode(
        _ segment: StagedSegment, order: [Int], nonce: [UInt8]
    ) throws(BundleError) -> [UInt8] {
        guard segment.rowCount > 0 else { throw BundleError(.descriptor, .noRows) }
        guard segment.rowCount <= BundleLimits.standard.segmentRows else { throw BundleError(.limit, .tooManyRows) }
        guard segments.count < BundleLimits.standard.segments else { throw BundleError(.limit, .tooManySegments) }
        let index = segments.count
        var encoder = SegmentEncoder(segment, order: order, keys: columnKeys(segment, index: index))
        let (descriptor, lines) = try encoder.encode(index: index, nonce: nonce)
        segments.append(
            SegmentReference(digest: SegmentDescriptor.digest(of: descriptor), isMust: segment.isMust))
        rowCount += segment.rowCount
        return lines
    }

    private func columnKeys(_ segment: StagedSegment, index: Int) -> [Digest256] {
        let source = seed.withBytes { SaltTree.source(seed: $0, bundle: bundle) }
        return segment.columns.map { SaltTree.columnKey(from: source, segment: index, column: $0.name) }
    }

    /// Ends the bundle and erases its secret.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` when the occasion does not make a manifest.
    public consuming func close(_ occasion: BundleOccasion) throws(BundleError) -> BundleFrame {
        let manifest = try Manifest(
            publisher: occasion.publisher, audience: occasion.audience, bundle: bundle,
            sequence: (occasion.predecessor?.sequence ?? 0) + 1, previous: occasion.predecessor?.digest,
            epoch: occasion.epoch, created: occasion.created, expires: occasion.expires, segments: segments)
        return BundleFrame(manifest, rowCount: rowCount, segmentCount: segments.count)
    }
}
