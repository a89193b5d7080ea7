/// The bounds of the store, in one place.
enum StoreLimits {
    /// Size of a page of the SQLite file; a leaf of the index fills one.
    static let pageBytes = 32_768
    /// Records in one leaf, so that a leaf stays inside one page with its row header.
    static let leafRecords = 584
    /// Leaves kept in memory for lookups.
    static let cachedLeaves = 3072
    /// Records sorted in memory before they are spilled to a run.
    static let runRecords = 1 << 20
    /// Bytes read at once from a spilled run.
    static let runReadBytes = 1 << 20
    /// Runs merged at once; with ``runRecords`` this is more rows than a stream of 16 GiB can hold.
    static let runLimit = 1024
    /// Refused rows that a receipt lists one by one; the rest is only counted.
    static let listedRefusals = 10_000
    /// Kinds that records can tell apart.
    static let kindLimit = 1 << 20
    /// Epochs that records can tell apart.
    static let epochLimit = 1 << 12
    /// Earlier epochs that `prev_tag` of one bundle can name and be found by.
    static let earlierEpochsPerBundle = 64
    /// Bundle files kept open for reading.
    static let openStreams = 64
    /// Steps along `prev_tag` in one lookup.
    static let previousTagSteps = 16
    /// Memory for SQLite's own pages, in KiB.
    static let cacheKibibytes = 2_048
}

/// How many rows one bundle and one publisher may have; what is beyond is E_BUDGET.
///
/// The numbers about one tag are far above what an honest member needs, one row for each slot, and low enough that the
/// rows of one tag fit into memory. The number for an epoch bounds what one publisher can make every other store.
package struct RowBudget: Sendable {
    /// Rows of one bundle about one tag.
    package var rowsPerBundle = 16_384
    /// Rows of one bundle that can be found by one other tag.
    package var pointersPerBundle = 16_384
    /// Rows of one publisher about one tag, over all its bundles; retractions are taken up to twice as many.
    package var rowsPerPublisher = 65_536
    /// Rows of one publisher for one group in one epoch, and as many retractions.
    package var rowsPerEpoch = 1 << 25
}
