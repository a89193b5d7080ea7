/// Every bound the format sets beside those on JSON itself (depth and strings, `JSONLimits.signedLine`); past any of
/// them the verdict is ``ErrorCode/limit``.
public struct BundleLimits: Sendable, Hashable {
    /// Bytes of a line other than the first and the open lines, without its LF.
    public package(set) var lineBytes = 1 << 20
    /// Bytes of the first line.
    public package(set) var firstLineBytes = 2 << 20
    /// Bytes of a line that begins `{"open":`.
    public package(set) var openLineBytes = 128 << 20
    /// Bytes of the decoded manifest.
    public package(set) var manifestBytes = 1 << 20
    /// Signatures on the first line.
    public package(set) var signatures = 16
    /// Segments a manifest lists.
    public package(set) var segments = 4_096
    /// Columns of a segment.
    public package(set) var columns = 64
    /// Rows of a segment.
    public package(set) var segmentRows = 1 << 24
    /// Opening nodes of a segment, over all its columns.
    public package(set) var openingNodes = 1 << 21
    /// Bytes of the whole stream.
    public package(set) var streamBytes = 16 << 30

    /// The limits of SIX/1. Tests lower one to reach it cheaply; nothing can raise them.
    public static let standard = BundleLimits()

    package init() {}

    /// A line up to this long is within the limit of its sort, whatever that is.
    var leastLineBytes: Int { min(lineBytes, firstLineBytes, openLineBytes) }

    /// Rows at which a publisher cuts a segment.
    public static let publishedSegmentRows = 65_536
    /// Bytes of cells at which a publisher cuts a segment.
    public static let publishedSegmentBytes = 32 << 20
    /// Levels of the tallest tree: 2^24 rows.
    static let treeLevels = 25
    /// Bytes at the beginning of a line that tell its sort.
    static let lineSortBytes = 8
    /// Bytes of the names of kind and marking in a descriptor.
    static let labelBytes = 1...64
    /// Bytes of a column's name.
    static let columnNameBytes = 1...32
    /// Seconds by which `created` may run ahead of the reader's clock.
    static let clockLeadSeconds: Int64 = 86_400
}
