/// Why a feed as a whole cannot be read, or not further.
///
/// Rows that cannot be read are ``FeedRefusal``s and stop nothing. Of what the feed says this error holds names of lists and
/// columns at most, and none that is a value itself.
public struct FeedError: Error, Sendable, Hashable {
    /// What is wrong.
    public let reason: Reason
    /// The name of the feed, as ``FeedSource/name`` gives it.
    public let source: String
    /// The line, counted from 1, where it is known.
    public let line: Int?
    /// The position in bytes: in the file as stored when it cannot be unpacked, else in the unpacked feed.
    public let offset: Int?

    init(_ reason: Reason, source: String = "", line: Int? = nil, offset: Int? = nil) {
        self.reason = reason
        self.source = source
        self.line = line
        self.offset = offset
    }

    /// Whether the command line is at fault and not the feed.
    public var isUsage: Bool {
        switch reason {
        case .unknownKind, .unknownFormat, .unknownField, .badMapping, .unknownColumn: true
        default: false
        }
    }
}

extension FeedError {
    /// What can be wrong with a feed as a whole.
    public enum Reason: Sendable, Hashable {
        // the file
        case notFound
        case notPermitted
        case directory
        case notAFile
        case nothingArrives
        case openFailed(code: Int32)
        case readFailed(code: Int32)
        // the packing
        case packedTruncated
        case packedCorrupt
        case packedTwice
        case unpackingRatio(limit: Int)
        case unpackerFailed
        case feedTooLarge(limit: Int)
        // the encoding and the format
        case utf16
        case notText(looksLike: String)
        case foreign(what: String, remedy: String)
        case jsonSyntax
        case jsonTruncated
        case jsonTooDeep(limit: Int)
        case noList
        case severalLists([String])
        case keyedLists
        case severalValues([String])
        case yamlSyntax
        case yamlOrder
        // the command line
        case unknownKind(String)
        case unknownFormat(String)
        case unknownField(String)
        case badMapping(String)
        case unknownColumn(String)
    }
}

extension FeedError: CustomStringConvertible {
    /// One line: which feed, where, and what is wrong.
    public var description: String {
        var text = source.isEmpty ? "" : source
        if let line { text += text.isEmpty ? "line \(line)" : ", line \(line)" }
        if let offset { text += text.isEmpty ? "byte \(offset)" : ", byte \(offset)" }
        return text.isEmpty ? wording.what : "\(text): \(wording.what)"
    }

    /// One line: what to do.
    public var hint: String { wording.remedy }
}

extension FeedError {
    private var wording: (what: String, remedy: String) {
        switch reason {
        case .notFound, .notPermitted, .directory, .notAFile, .nothingArrives, .openFailed, .readFailed: fileWording
        case .packedTruncated, .packedCorrupt, .packedTwice, .unpackingRatio, .unpackerFailed, .feedTooLarge:
            packingWording
        case .unknownKind, .unknownFormat, .unknownField, .badMapping, .unknownColumn: usageWording
        default: contentWording
        }
    }

    private var fileWording: (what: String, remedy: String) {
        switch reason {
        case .notFound: ("no such file", "check the path; - reads standard input")
        case .notPermitted: ("not permitted to read it", "check who owns the file and its permissions")
        case .directory: ("is a directory", "name the files inside it one by one")
        case .notAFile: ("neither a file nor a pipe", "name a regular file, or - for standard input")
        case .nothingArrives: ("a pipe into which nothing was written", "start the writer first")
        case .openFailed(let code): ("cannot be opened (error \(code))", "check the path and the disk")
        case .readFailed(let code): ("cannot be read (error \(code))", "check the disk, then run the command again")
        default: ("cannot be read", "check the path")
        }
    }

    private var packingWording: (what: String, remedy: String) {
        switch reason {
        case .packedTruncated: ("the packed data ends too early", "fetch the file again")
        case .packedCorrupt: ("the packed data is damaged", "fetch the file again")
        case .packedTwice: ("packed twice", "unpack it once and try again")
        case .unpackingRatio(let limit):
            ("grows more than \(limit) times when unpacked", "unpack it yourself if you trust it")
        case .feedTooLarge(let limit): ("larger than \(limit) bytes unpacked", "split the feed")
        default: ("cannot be unpacked", "unpack it yourself and try again")
        }
    }

    private var contentWording: (what: String, remedy: String) {
        switch reason {
        case .utf16: ("written in UTF-16", "save it as UTF-8")
        case .notText(let kind): ("not a text feed but \(kind)", "export it as CSV, JSON or one value a line")
        case .foreign(let what, let remedy): ("not a feed but \(what)", remedy)
        case .jsonSyntax: ("not JSON from here on", "check the file, or name the format with --format")
        case .jsonTruncated: ("the JSON ends too early", "fetch the file again")
        case .jsonTooDeep(let limit): ("JSON nested deeper than \(limit)", "export a flat list")
        case .noList: ("a JSON object without a list of values", "name the list with --map rows=MEMBER")
        case .severalLists(let names):
            ("several lists, and none says what its values are: \(Self.listing(names))", "name one with --map rows=NAME")
        case .severalValues(let names):
            (
                "values of several kinds: \(Self.listing(names))",
                "name the column with --map value=COLUMN, or the kind with --kind"
            )
        case .keyedLists:
            (
                "a JSON object whose names are values with lists of other values",
                "write one value a row: it cannot be told which of the two is meant"
            )
        case .yamlOrder: ("YAML with fields after the list", "move them before the list: its entries inherit them")
        default: ("not YAML from here on", "check the file, or name the format with --format")
        }
    }

    /// Names of a feed in a message, each as ``ShownName`` gives it.
    static func listing(_ names: [String]) -> String {
        names.prefix(namesShown).joined(separator: ", ") + (names.count > namesShown ? ", …" : "")
    }

    /// How many names of lists or columns a message holds.
    static let namesShown = 10

    private var usageWording: (what: String, remedy: String) {
        switch reason {
        case .unknownKind(let text): ("no kind is called \(text)", "see tocsin publish --help for the kinds")
        case .unknownFormat(let text):
            ("no format is called \(text)", "use \(FeedFormat.allCases.map(\.rawValue).joined(separator: ", "))")
        case .unknownField(let text):
            ("no field is called \(text)", "use \(FeedField.allCases.map(\.rawValue).joined(separator: ", ")) or rows")
        case .badMapping(let text):
            ("not a mapping: \(text)", "write field=column, field=3 for the third column, or field==constant")
        case .unknownColumn(let text):
            ("no column \(text)", "see tocsin feed inspect FILE for the columns")
        default: ("not understood", "see tocsin publish --help")
        }
    }
}
