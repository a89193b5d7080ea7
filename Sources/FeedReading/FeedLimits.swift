/// The limits of a feed, each named once: every loop over a feed ends at one of them.
public struct FeedLimits: Sendable, Hashable {
    /// The longest line, table record, JSON text or YAML entry in bytes; one that is longer is refused and passed over.
    public var lineBytes = 1 << 20
    /// How many bytes one packed byte may become, judged once ``ratioGraceBytes`` are unpacked.
    public var unpackingRatio = 200
    /// How many bytes may be unpacked before the ratio is judged.
    public var ratioGraceBytes = 1 << 20
    /// The largest feed in bytes, unpacked.
    public var feedBytes = 16 << 30
    /// The largest memory a zstd frame may ask for, as a power of two.
    public var zstdWindowLog: Int32 = 27
    /// The most columns a table may have.
    public var columns = 1_024
    /// The deepest nesting of JSON.
    public var jsonDepth = 64
    /// The most scalars one JSON or YAML row may hold.
    public var recordEntries = 1_024
    /// The longest text of a further column in bytes.
    public var textBytes = 1_024
    /// The longest note in bytes.
    public var noteBytes = 16_384
    /// The longest label in bytes.
    public var labelBytes = 256
    /// The most labels of one row.
    public var labels = 64
    /// The most relations of one row.
    public var relations = 64
    /// How many bytes from the start of a feed are looked at to recognise its format.
    public var sampleBytes = 128 << 10
    /// How many lines of the sample are looked at.
    public var sampleLines = 200
    /// How many bytes are asked for at a time; nothing that is read depends on it.
    public var chunkBytes = 256 << 10
    /// How long a named pipe may stay silent before its first byte.
    public var firstByteMilliseconds: Int32 = 10_000

    /// The limits that apply unless a caller says otherwise.
    public static let standard = FeedLimits()

    /// The standard limits, to be changed one by one.
    public init() {}

    /// How many bytes of a refused row are kept for the person who asked.
    static let excerptBytes = 96
    /// How many names of passed-over JSON members are kept.
    static let skippedMembers = 32
    /// How many bytes of a name of a list, member or column are shown.
    static let shownNameBytes = 64
    /// How many bytes of a packed feed are read at a time.
    static let packedChunkBytes = 64 << 10
}
