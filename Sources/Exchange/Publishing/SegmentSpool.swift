internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import SignedBundles

/// Sorts rows into segments by kind and marking and writes full ones to a scratch file, so that memory stays bounded
/// however long a feed is.
struct SegmentSpool: ~Copyable {
    private struct Key: Hashable {
        let kind: String
        let marking: Marking
        let isMust: Bool
    }

    private var writer: BundleWriter
    private var pending: [Key: StagedSegment] = [:]
    private var pendingBytes = 0
    private var spool: ScratchFile
    private var generator: PublicationRandomness
    private let directory: String

    /// Bytes of cells that wait over all segments; the largest segment is written out beyond it.
    static let pendingByteLimit = 64 << 20

    init(in directory: String, from randomness: PublicationRandomness = PublicationRandomness()) throws {
        generator = randomness
        writer = BundleWriter(using: &generator)
        spool = try ScratchFile(in: directory)
        self.directory = directory
    }

    /// The name that the bundle will have.
    var bundle: BundleID { writer.bundle }

    /// Bytes that no key of this bundle saw before.
    mutating func nonce() -> [UInt8] {
        let (first, second): (UInt64, UInt64) = (generator.next(), generator.next())
        return [first, second].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
            .prefix(LockedCell.nonceByteCount).map { $0 }
    }

    /// Takes one row; the cells are those of `columns`, in order.
    mutating func append(kind: IndicatorKind, marking: Marking, isMust: Bool, columns: [String], cells: [[UInt8]?]) throws {
        let key = Key(kind: kind.name, marking: marking, isMust: isMust)
        var segment =
            try pending.removeValue(forKey: key)
            ?? StagedSegment(
                kind: kind.name, tlp: marking.name, isMust: isMust,
                columns: columns.map { StagedColumn($0, isRequired: $0 == Self.requiredColumn) })
        let before = segment.byteCount
        segment.append(cells)
        pendingBytes += segment.byteCount - before
        if segment.isFull { try write(segment) } else { pending[key] = segment }
        if pendingBytes > Self.pendingByteLimit { try writeLargest() }
    }

    private mutating func writeLargest() throws {
        guard let key = pending.max(by: { $0.value.byteCount < $1.value.byteCount })?.key,
            let segment = pending.removeValue(forKey: key)
        else { return }
        try write(segment)
    }

    private mutating func write(_ segment: StagedSegment) throws {
        pendingBytes -= segment.byteCount
        try spool.write(try writer.encode(segment.withoutEmptyColumns(), using: &generator))
    }

    /// Writes what waits, signs, and puts the whole stream into a scratch file.
    consuming func finish(
        _ occasion: BundleOccasion, keyID: String, sign: ([UInt8]) throws(OpenSSLError) -> [UInt8]
    ) throws -> AssembledBundle {
        let order = pending.keys.sorted {
            ($0.isMust ? 0 : 1, $0.kind, $0.marking.name) < ($1.isMust ? 0 : 1, $1.kind, $1.marking.name)
        }
        for key in order { if let segment = pending.removeValue(forKey: key) { try write(segment) } }
        try spool.flush()
        var frame = try writer.close(occasion)
        try frame.sign(as: keyID, by: sign)
        var stream = try ScratchFile(in: directory)
        try stream.write(try frame.firstLine())
        var reader = try FileReader(opening: spool.path)
        while case let piece = try reader.next(), !piece.isEmpty { try stream.write(piece) }
        try stream.write(frame.lastLine)
        try stream.flush()
        return AssembledBundle(stream: stream, bundle: frame.manifest.bundle, place: frame.place)
    }

    private static let requiredColumn = "core"
}

/// A whole signed stream that no store knows yet.
struct AssembledBundle: ~Copyable {
    let stream: ScratchFile
    let bundle: BundleID
    let place: ChainPlace
}
