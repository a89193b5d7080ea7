public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import SignedBundles

/// A verified bundle file and what it shows, in numbers and without a value.
public struct BundleContents: Sendable {
    /// The verified head and counts.
    public let bundle: VerifiedBundle
    /// What it shows, segment by segment.
    public let summary: BundleSummary

    /// Verifies a file and counts what it shows.
    ///
    /// - Throws: `BundleError`, `FileError`.
    public init(ofFile path: String, under terms: BundleTerms) throws {
        var summary = BundleSummary()
        var verifier = BundleVerifier(terms)
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { try verifier.feed(piece.span, to: &summary) }
        bundle = try verifier.finish()
        self.summary = summary
    }

    /// The document of `bundle show --json` and `bundle stats --json`.
    public var json: JSONValue {
        let head = bundle.manifest
        return [
            "aud": .string(head.audience.name), "bundle": .string(head.bundle.hex),
            "bytes": .integer(Int64(bundle.streamByteCount)), "created": .string(head.created.rfc3339),
            "digest": .string(bundle.digest.hex), "epoch": .integer(Int64(head.epoch.value)),
            "expires": .string(head.expires.rfc3339),
            "partial_must": .array(bundle.partialMust.map { .integer(Int64($0)) }), "pub": .string(head.publisher.name),
            "rows": .integer(Int64(bundle.rowCount)), "segments": .array(summary.segments.map(\.json)),
            "segments_listed": .integer(Int64(head.segments.count)), "seq": .integer(Int64(head.sequence)),
        ]
    }
}

extension SegmentSummary {
    fileprivate var json: JSONValue {
        let columns = zip(descriptor.columns, self.columns).map { column, counts -> JSONValue in
            [
                "bytes": .integer(Int64(counts.byteCount)), "name": .string(column.name), "req": .bool(column.isRequired),
                "shown": .integer(Int64(counts.shownCount)), "values": .integer(Int64(counts.valueCount)),
            ]
        }
        return [
            "columns": .array(columns), "kind": .string(descriptor.kind), "must": .bool(isMust),
            "rows": .integer(Int64(descriptor.rowCount)), "seg": .integer(Int64(index)), "shown": .integer(Int64(shownRowCount)),
            "tlp": .string(descriptor.tlp),
        ]
    }
}
