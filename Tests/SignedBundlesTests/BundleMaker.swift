import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import TestVectors
import Testing

/// Cells as text by segment, row as written, and column; nothing where a cell is absent.
typealias CellTable = [[[String?]]]

/// A bundle made for a test, with the cells it was made from.
struct MadeBundle: Sendable {
    var bytes: [UInt8]
    var frame: BundleFrame
    var cells: CellTable
    var segments: [StagedSegment]

    /// The lines without their LFs.
    var lines: [[UInt8]] {
        get { bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map(Array.init) }
        set { bytes = newValue.flatMap { $0 + [0x0A] } }
    }
}

/// Makes bundles of one publisher with a key of its own.
struct BundleMaker {
    static let member = "org.test"
    static let keyID = "org.test/k1"
    static let group = "lab"
    static let noon = "2026-06-01T12:00:00Z"

    let key: Ed25519PrivateKey

    init(seed: UInt8 = 7) throws {
        self.key = try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: seed, count: 32).span))
    }

    func terms(at time: String = noon, audience: String? = group) throws -> BundleTerms {
        BundleTerms(
            keys: try FixedKeyDirectory(hexKeys: [Self.keyID: Hex.encode(key.publicKey.bytes)]),
            audience: audience.flatMap { GroupID($0) }, at: try #require(Timestamp(rfc3339: time)))
    }

    func occasion(
        after predecessor: ChainPlace? = nil, created: String = "2026-06-01T00:00:00Z",
        expires: String = "2026-09-01T00:00:00Z", epoch: UInt32 = 106
    ) throws -> BundleOccasion {
        BundleOccasion(
            publisher: try #require(MemberID(Self.member)), audience: try #require(GroupID(Self.group)),
            epoch: EpochNumber(epoch), created: try #require(Timestamp(rfc3339: created)),
            expires: try #require(Timestamp(rfc3339: expires)), predecessor: predecessor)
    }

    /// Writes segments into a signed bundle.
    func make(
        _ segments: [StagedSegment], cells: CellTable, occasion: BundleOccasion? = nil, seed: UInt64 = 1
    ) throws -> MadeBundle {
        var generator = SplitMix64(state: seed)
        var writer = BundleWriter(using: &generator)
        var body: [UInt8] = []
        var ordered: CellTable = []
        for (segment, rows) in zip(segments, cells) {
            let order = rows.indices.shuffled(using: &generator)
            body += try writer.encode(
                segment, order: order, nonce: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
            ordered.append(order.map { rows[$0] })
        }
        var frame = try writer.close(try occasion ?? self.occasion())
        try frame.sign(as: Self.keyID) { (message) throws(OpenSSLError) in try key.sign(message) }
        return MadeBundle(
            bytes: try frame.firstLine() + body + frame.lastLine, frame: frame, cells: ordered, segments: segments)
    }

    /// A bundle of random segments, rows and cells.
    func makeRandom(
        seed: UInt64, segments: Int = 2, rows: ClosedRange<Int> = 1...20, mustLast: Bool = true
    ) throws -> MadeBundle {
        var generator = SplitMix64(state: seed &* 977)
        var staged: [StagedSegment] = []
        var cells: CellTable = []
        for index in 0..<segments {
            let isMust = mustLast && index == segments - 1
            var segment = try StagedSegment(
                kind: ["phone", "url", "btc"][index % 3], tlp: "AMBER", isMust: isMust,
                columns: [StagedColumn("core", isRequired: true), StagedColumn("ctx"), StagedColumn("value")])
            let rows = (0..<Int.random(in: rows, using: &generator)).map { _ in Self.randomRow(using: &generator) }
            for row in rows { segment.append(row.map { $0.map { Array($0.utf8) } }) }
            staged.append(segment)
            cells.append(rows)
        }
        return try make(staged, cells: cells, seed: seed)
    }

    static func randomRow(using generator: inout SplitMix64) -> [String?] {
        let core = "{\"conf\":\(Int.random(in: 0...100, using: &generator)),\"tag\":\"\(generator.next())\"}"
        let context = ["{\"country\":\"GB\"}", "[\"é\",true,-5]", nil, "\"a\\nb\""].randomElement(using: &generator)
        let value = Bool.random(using: &generator) ? "\"https://\(generator.next()).example/\"" : nil
        return [core, context ?? nil, value]
    }
}

/// Reads a bundle in pieces of a given size and collects its cells.
struct CellCollector: BundleConsumer {
    /// Shown cells by segment, row and column; an absent cell is an empty text.
    var cells: [Int: [Int: [Int: String]]] = [:]
    var descriptors: [Int: SegmentDescriptor] = [:]
    var ended: [Int] = []
    var rowOffsets: [Int] = []
    var events: [String] = []

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        events.append("begin")
    }

    mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        descriptors[index] = descriptor
        events.append("segment \(index)")
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        var found: [Int: String] = [:]
        for column in row.shown.indices {
            found[column] =
                row.withCell(ofColumn: column) { cell in
                    String(decoding: cell.indices.map { cell[$0] }, as: UTF8.self)
                } ?? ""
        }
        cells[row.segment, default: [:]][row.row] = found
        rowOffsets.append(row.streamOffset)
        events.append("row")
    }

    mutating func endSegment(index: Int) throws(BundleError) {
        ended.append(index)
        events.append("end \(index)")
    }
}

extension BundleTerms {
    /// Verifies bytes that come in pieces of a given size.
    func verify(_ bytes: [UInt8], piece: Int = .max, limits: BundleLimits = .standard) -> Result<VerifiedBundle, BundleError> {
        var collector = CellCollector()
        return verify(bytes, piece: piece, limits: limits, into: &collector)
    }

    func verify<Consumer: BundleConsumer>(
        _ bytes: [UInt8], piece: Int = .max, limits: BundleLimits = .standard, into consumer: inout Consumer
    ) -> Result<VerifiedBundle, BundleError> {
        var verifier = BundleVerifier(self, hashingStream: true, limits: limits)
        do throws(BundleError) {
            var start = 0
            while start < bytes.count {
                let end = start + min(piece, bytes.count - start)
                try verifier.feed(bytes.span.extracting(start..<end), to: &consumer)
                start = end
            }
            return .success(try verifier.finish())
        } catch {
            return .failure(error)
        }
    }
}
