internal import Indicators

/// What the members of a JSON feed hold, by their names.
enum JSONMember: Sendable, Hashable {
    /// Rows.
    case rows(Stance)
    /// An object that may hold lists itself.
    case wrapper
    /// Nothing that is read.
    case other

    /// Reads the name of a member.
    ///
    /// - Parameter path: the name behind those of the members around it, with dots between them.
    init(name: Span<UInt8>, path: [UInt8], plan: JSONPlan) {
        if let chosen = plan.rowsPath {
            self = Self.chosen(name, path, chosen)
        } else if path == plan.guessedPath {
            self = .rows(.accuses)
        } else {
            self.init(name: name, layout: plan.layout)
        }
    }

    /// Reads the name of a member by itself.
    init(name: Span<UInt8>, layout: FeedLayout) {
        guard name.count <= Self.longestName, !Self.isIndicator(name) else {
            self = .other
            return
        }
        let text = name.string
        let key = text.lowercased()
        if layout == .warningList, key == "list" {
            self = .rows(.vouches)
        } else if Self.plain.contains(key) {
            self = .rows(.accuses)
        } else if let stance = ListName.stance(text) {
            self = .rows(stance)
        } else {
            self = Self.wrappers.contains(key) ? .wrapper : .other
        }
    }

    /// What a member is when the person named the list of rows: a list that vouches goes on to do so.
    private static func chosen(_ name: Span<UInt8>, _ path: [UInt8], _ chosen: [UInt8]) -> JSONMember {
        if path == chosen { return .rows(ListName.stance(name.string) == .vouches ? .vouches : .accuses) }
        return chosen.starts(with: path + [Byte.dot]) ? .wrapper : .other
    }

    /// The part of a path behind the names of wrappers at its beginning.
    static func wrappedRange(of path: Span<UInt8>) -> Range<Int> {
        var start = 0
        while let dot = path.firstIndex(of: Byte.dot, from: start), dot - start <= longestName,
            wrappers.contains(path.extracting(start..<dot).string.lowercased())
        {
            start = dot + 1
        }
        return start..<path.count
    }

    /// Whether a name is itself a value, so that its words say nothing about what it holds.
    static func isIndicator(_ name: Span<UInt8>) -> Bool {
        guard name.count >= shortestIndicator else { return false }
        return KindGuess.kind(of: name.extracting(ValueShape.nameRange(name))) != nil
    }

    private static let plain: Set<String> = [
        "list", "urls", "domains", "hosts", "ips", "sites", "websites", "hostnames", "items", "rows", "indicators", "iocs",
        "values", "addresses", "results", "entries", "records", "phones", "numbers", "wallets", "ibans", "handles",
        "accounts", "emails",
    ]
    private static let wrappers: Set<String> = ["data", "result", "response", "feed", "payload"]
    private static let longestName = 64
    private static let shortestIndicator = 4
}

/// What was found out about a JSON feed from its first bytes.
struct JSONPlan {
    var layout = FeedLayout.plain
    /// The path of the member that the person named as the list of rows.
    var rowsPath: [UInt8]?
    /// The path of the only list, when none has a known name.
    var guessedPath: [UInt8]?
    /// Paths of objects whose members are rows or lists of rows; the root has an empty one.
    var maps: Set<[UInt8]> = []
    /// Paths of objects whose members are rows by their names, which are the values.
    var keyedMaps: Set<[UInt8]> = []
}
