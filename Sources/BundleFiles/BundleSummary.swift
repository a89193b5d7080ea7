public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import SignedBundles

/// What a verified bundle file holds, segment by segment, without a value.
public struct BundleSummary: Sendable {
    /// One shipped segment.
    public struct Segment: Sendable {
        /// The place in the manifest.
        public let index: Int
        /// The committed head.
        public let descriptor: SegmentDescriptor
        /// Whether every redaction must pass it on.
        public let isMust: Bool
        /// Rows with a shown cell.
        public internal(set) var shownRows = 0
        /// Shown cells with a value, by column.
        public internal(set) var cells: [String: Int] = [:]
        /// Bytes of those cells.
        public internal(set) var cellBytes = 0
    }

    /// The verified head and counts.
    public let bundle: VerifiedBundle
    /// The shipped segments in order.
    public let segments: [Segment]

    /// Verifies a file and counts what it shows.
    ///
    /// - Throws: `BundleError`, `FileError`.
    public init(ofFile path: String, under terms: BundleTerms) throws {
        var counter = SegmentCounter()
        var verifier = BundleVerifier(terms)
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { try verifier.feed(piece.span, to: &counter) }
        bundle = try verifier.finish()
        segments = counter.segments
    }

    /// The document of `bundle show --json` and `bundle stats --json`.
    public var json: JSONValue {
        let head = bundle.manifest
        return [
            "aud": .string(head.audience.name), "bundle": .string(head.bundle.hex), "bytes": .integer(Int64(bundle.streamByteCount)),
            "created": .string(head.created.rfc3339), "digest": .string(bundle.digest.hex), "epoch": .integer(Int64(head.epoch.value)),
            "expires": .string(head.expires.rfc3339), "partial_must": .array(bundle.partialMust.map { .integer(Int64($0)) }),
            "pub": .string(head.publisher.name), "rows": .integer(Int64(bundle.rowCount)),
            "segments": .array(segments.map(\.json)), "segments_listed": .integer(Int64(head.segments.count)),
            "seq": .integer(Int64(head.sequence)),
        ]
    }
}

extension BundleSummary.Segment {
    var json: JSONValue {
        var cells = JSONObject()
        for (column, count) in self.cells { cells[column] = .integer(Int64(count)) }
        return [
            "bytes": .integer(Int64(cellBytes)), "cells": .object(cells),
            "columns": .array(descriptor.columns.map { .string($0.name) }), "kind": .string(descriptor.kind), "must": .bool(isMust),
            "rows": .integer(Int64(descriptor.rowCount)), "seg": .integer(Int64(index)), "shown": .integer(Int64(shownRows)),
            "tlp": .string(descriptor.tlp),
        ]
    }
}

private struct SegmentCounter: BundleConsumer {
    var segments: [BundleSummary.Segment] = []

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        segments.append(BundleSummary.Segment(index: index, descriptor: descriptor, isMust: opening.isMust))
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        let last = segments.count - 1
        segments[last].shownRows += 1
        for column in row.present.indices {
            segments[last].cells[segments[last].descriptor.columns[column].name, default: 0] += 1
            segments[last].cellBytes += row.range(ofColumn: column)?.count ?? 0
        }
    }
}
