/// How a feed was spent: every line is part of a row, a comment, a blank or a header, and every row read or refused.
public struct FeedCounts: Sendable, Hashable {
    /// Rows that were handed out.
    public internal(set) var read = 0
    /// Rows that were refused.
    public internal(set) var refused = 0
    /// Comment lines.
    public internal(set) var comments = 0
    /// Lines and records with nothing on them.
    public internal(set) var blanks = 0
    /// Lines that name columns or the format.
    public internal(set) var headers = 0

    init() {}

    /// All rows: ``read`` and ``refused``.
    public var rows: Int { read + refused }
}

/// What ``FeedReader/advance()`` came to.
public enum FeedStep: Sendable {
    /// A row, to be found in ``FeedReader/row``.
    case row
    /// A row that cannot be read.
    case refused(FeedRefusal)
    /// The end of the feed.
    case end
}
