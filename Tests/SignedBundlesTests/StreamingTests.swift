import CryptoPrimitives
import Foundation
import SignedBundles
import TestVectors
import Testing

@Suite struct `Streaming` {
    private static let segmentRows = LawRun.isFull ? 65_536 : 8_192

    /// Two million rows in the long run; the bundle is made anew while it is read, so that nobody holds it.
    @Test func `needs no more memory for more rows`() throws {
        let segments = LawRun.isFull ? 31 : 1
        let maker = try BundleMaker()
        var first = SegmentSource(rows: Self.segmentRows)
        for index in 0..<segments { _ = try first.lines(ofSegment: index) }
        let frame = try first.close(maker)

        var second = SegmentSource(rows: Self.segmentRows)
        var verifier = BundleVerifier(try maker.terms())
        var redactor = BundleRedactor(OddRows(), into: Uncollected())
        var resident: [Int] = []
        let firstLine = try frame.firstLine()
        try verifier.feed(firstLine.span, to: &redactor)
        for index in 0..<segments {
            let lines = try second.lines(ofSegment: index)
            try verifier.feed(lines.span, to: &redactor)
            resident.append(try residentBytes())
        }
        let lastLine = frame.lastLine
        try verifier.feed(lastLine.span, to: &redactor)
        let rowCount = try verifier.finish().rowCount
        try redactor.finish()
        #expect(rowCount == segments * Self.segmentRows)
        let growth = resident[resident.count - 1] - resident[min(2, resident.count - 1)]
        #expect(growth < 48 << 20, "\(growth) bytes more than after the first segments")
    }

    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(Int(text.split(separator: " ")[1]))
        return pages * 4_096
    }
}

/// Gives the lines of segment after segment; the same lines every time.
private struct SegmentSource: ~Copyable {
    private let rows: Int
    private var generator = SplitMix64(state: 5)
    private var writer: BundleWriter

    init(rows: Int) {
        self.rows = rows
        self.writer = BundleWriter(using: &generator)
    }

    mutating func lines(ofSegment index: Int) throws -> [UInt8] {
        var segment = try StagedSegment(
            kind: "url", tlp: "GREEN", isMust: false, columns: [StagedColumn("core", isRequired: true)])
        for row in 0..<rows { segment.append([Array("\"\(index) \(row)\"".utf8)]) }
        return try writer.encode(segment, using: &generator)
    }

    consuming func close(_ maker: BundleMaker) throws -> BundleFrame {
        var frame = try writer.close(try maker.occasion())
        try frame.sign(as: BundleMaker.keyID) { (message) throws(OpenSSLError) in try maker.key.sign(message) }
        return frame
    }
}

private struct OddRows: RedactionRule {
    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        .columns([.column(0)])
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        row.row.isMultiple(of: 2) ? [] : row.shown
    }
}

private struct Uncollected: BundleSink {
    mutating func write(_ bytes: Span<UInt8>) throws(BundleError) {}
}
