internal import CryptoPrimitives
internal import NodeStore
internal import Redaction
internal import SignedBundles

/// Stages the rows of a stream that is taken in, and gathers on the way what the decision and the log need.
struct ReceivedRows: BundleConsumer {
    private(set) var staging: BundleStaging
    private let gathered: GatheredRows?

    /// - Parameter gathered: nothing for streams of this node's own.
    init(_ staging: consuming BundleStaging, gathering gathered: GatheredRows?) {
        self.staging = staging
        self.gathered = gathered
    }

    /// What the store commits.
    consuming func staged() -> BundleStaging { staging }

    mutating func envelope(_ line: Span<UInt8>) throws(BundleError) { try staging.envelope(line) }

    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {
        try staging.begin(manifest, digest: digest)
        try gathered?.begin(manifest, digest)
    }

    mutating func segment(_ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening) throws(BundleError) {
        try staging.segment(descriptor, index: index, opening: opening)
        try gathered?.segment(descriptor, index, opening)
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        try staging.row(row)
        try gathered?.row(row)
    }

    mutating func endSegment(index: Int) throws(BundleError) { try staging.endSegment(index: index) }
}

/// The classes, items and markings of the rows of one stream.
final class GatheredRows {
    /// The classes of rows; nothing where no agreement decides.
    private(set) var survey: ClassSurvey?
    /// The rows that show a value.
    private(set) var items = CommittedItems()
    /// The markings of the segments that show something.
    private(set) var labels: Set<String> = []
    private var manifest = Digest256.zero

    init(survey: ClassSurvey?) { self.survey = survey }

    fileprivate func begin(_ manifest: Manifest, _ digest: Digest256) throws(BundleError) {
        self.manifest = digest
        try survey?.begin(manifest, digest: digest)
    }

    fileprivate func segment(_ descriptor: SegmentDescriptor, _ index: Int, _ opening: SegmentOpening) throws(BundleError) {
        if !opening.columns.isEmpty { labels.insert(descriptor.tlp) }
        try survey?.segment(descriptor, index: index, opening: opening)
    }

    fileprivate func row(_ row: borrowing RowView) throws(BundleError) {
        try survey?.row(row)
        if !row.present.isEmpty { items.append(segment: row.segment, row: row.row, of: manifest) }
    }
}
