/// The formats a feed may have.
public enum FeedFormat: String, Sendable, Hashable, CaseIterable {
    /// One value a line, comments with `#`, `;`, `!` or `//`.
    case lines
    /// A hosts file: a sink address and names.
    case hosts
    /// Rules of an ad blocker.
    case adblock
    /// A table with commas, semicolons or bars between its columns.
    case csv
    /// A table with tabs between its columns.
    case tsv
    /// One JSON document.
    case json
    /// One JSON value a line.
    case jsonl
    /// A YAML list, or an object that holds one, such as a TagPack.
    case yaml

    /// Reads a format's name.
    ///
    /// - Throws: ``FeedError`` with the reason `unknownFormat`.
    public init(parsing text: String) throws(FeedError) {
        switch text {
        case "txt": self = .lines
        case "abp": self = .adblock
        case "ndjson": self = .jsonl
        case "yml", "tagpack": self = .yaml
        default:
            guard let format = FeedFormat(rawValue: text) else { throw FeedError(.unknownFormat(text)) }
            self = format
        }
    }

    var isTable: Bool { self == .csv || self == .tsv }
}

/// The arrangements that are recognised inside a format, because their columns have no names or mean something else.
public enum FeedLayout: String, Sendable, Hashable, CaseIterable {
    /// Columns or members by their names.
    case plain
    /// Date, reporter, type, value, tags, post: a table without header.
    case tweetFeed = "tweetfeed"
    /// Platform, handle, date, reporter, address: a table without header.
    case profiles
    /// A JSON object with a list that accuses and one that vouches.
    case allowAndDeny = "allow-and-deny"
    /// Two JSON objects of account identifiers and names, one accusing and one vouching.
    case accountNames = "account-names"
    /// A player list of TF2 Bot Detector.
    case playerList = "player-list"
    /// A MISP warning list, which vouches for its entries.
    case warningList = "warning-list"
    /// A GraphSense TagPack.
    case tagPack = "tagpack"
}

/// What was recognised about a feed before its first row.
public struct FeedRecognition: Sendable, Hashable {
    /// How it is packed.
    public internal(set) var packing: FeedPacking
    /// Its format.
    public internal(set) var format: FeedFormat
    /// The arrangement inside the format.
    public internal(set) var layout: FeedLayout = .plain
    /// The character between columns of a table.
    public internal(set) var delimiter: String?
    /// Whether the first record of a table names its columns.
    public internal(set) var hasHeader = false
    /// The columns of a table, in order.
    public internal(set) var columns: [FeedColumn] = []
    /// JSON members that hold lists which are not read, at most 32, without what steers a terminal.
    public internal(set) var skippedMembers: [String] = []

    init(packing: FeedPacking, format: FeedFormat) {
        self.packing = packing
        self.format = format
    }
}

/// One column of a table.
public struct FeedColumn: Sendable, Hashable {
    /// Its name in the header, or its number.
    public let name: String
    /// The field it is read as; nil when it is not read.
    public let field: FeedField?
}
