internal import Indicators

/// Names of a feed's lists, members and columns as messages may show them.
///
/// A feed may have values for names, and a message may end in a log or a ticket, where no value belongs.
enum ShownName {
    /// What is shown in place of a name that is, or holds, a value.
    static let standIn = "(a name that is a value)"

    /// A name, or the names of a path with dots between them: cut, and without what steers a terminal.
    static func text(_ name: Span<UInt8>) -> String {
        isValue(name) ? standIn : text(cutting: name)
    }

    /// The path of a list of a JSON document, whose wrappers are no values.
    static func text(ofList path: Span<UInt8>) -> String {
        isValue(path.extracting(JSONMember.wrappedRange(of: path))) ? standIn : text(cutting: path)
    }

    private static func text(cutting name: Span<UInt8>) -> String {
        FeedInspection.printable(name.extracting(first: FeedLimits.shownNameBytes).array)
    }

    /// Whether a name holds a mail address or account, or an address of the web, or names between its dots are a value.
    private static func isValue(_ name: Span<UInt8>) -> Bool {
        if name.firstIndex(of: Byte.at) != nil || holdsScheme(name) { return true }
        let dots = name.indices.filter { name[$0] == Byte.dot }
        guard name.count <= longest, dots.count <= mostDots else { return true }
        let starts = [0] + dots.map { $0 + 1 }
        let ends = dots + [name.count]
        for (first, start) in starts.enumerated() {
            for end in ends[first...] where JSONMember.isIndicator(name.extracting(start..<end)) { return true }
        }
        return false
    }

    private static func holdsScheme(_ name: Span<UInt8>) -> Bool {
        var start = 0
        while let colon = name.firstIndex(of: Byte.colon, from: start) {
            if name.hasText("//", at: colon + 1) { return true }
            start = colon + 1
        }
        return false
    }

    /// The longest name in bytes that is looked at; one that is longer is not shown.
    private static let longest = 256
    /// The most dots of a name that is looked at; one that has more is not shown.
    private static let mostDots = 16
}
