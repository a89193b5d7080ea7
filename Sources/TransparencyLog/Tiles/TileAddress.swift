/// The name of one tile or one bundle of entries (C2SP tlog-tiles): 256 hashes of a level, or the first so many of them.
public struct TileAddress: Sendable, Hashable {
    /// What the file holds.
    public enum Content: Sendable, Hashable {
        /// Hashes of subtrees of 256^level leaves each.
        case hashes(level: Int)
        /// Entries.
        case entries
    }

    /// What the file holds.
    public let content: Content
    /// Its number in its level.
    public let number: UInt64
    /// How many hashes or entries it has, 1 to 256.
    public let width: Int

    /// A full tile has so many hashes.
    public static let fullWidth = 256
    /// Levels are numbered below this.
    public static let levelLimit = 8

    /// Names a tile.
    public init(_ content: Content, number: UInt64, width: Int = Self.fullWidth) {
        self.content = content
        self.number = number
        self.width = width
    }

    /// The path below the log's root, such as `tile/0/x001/067` or `tile/entries/000.p/7`.
    public var path: String {
        let level =
            switch content {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        let partial = width == Self.fullWidth ? "" : ".p/\(width)"
        return "tile/\(level)/\(Self.groups(number))\(partial)"
    }

    /// Reads a path below the log's root.
    ///
    /// - Throws: ``LogError/path(_:)``.
    public init(path: String) throws(LogError) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var width = Self.fullWidth
        if parts.count >= 4, parts[parts.count - 2].hasSuffix(".p") {
            guard let partial = Decimal.number(parts[parts.count - 1].utf8), (1..<256).contains(partial) else {
                throw .path(path)
            }
            width = Int(partial)
            parts.removeLast()
            parts[parts.count - 1].removeLast(2)
        }
        guard parts.count >= 3, parts[0] == "tile", let number = Self.number(parts[2...]) else { throw .path(path) }
        if parts[1] == "entries" {
            self.init(.entries, number: number, width: width)
        } else {
            guard let level = Decimal.number(parts[1].utf8), level < Self.levelLimit else { throw .path(path) }
            self.init(.hashes(level: Int(level)), number: number, width: width)
        }
        guard self.path == path else { throw .path(path) }
    }

    /// Groups of three digits, all but the last with an `x` in front.
    private static func groups(_ number: UInt64) -> String {
        var groups = [padded(number % 1000)]
        var rest = number / 1000
        while rest > 0 {
            groups.append("x" + padded(rest % 1000))
            rest /= 1000
        }
        return groups.reversed().joined(separator: "/")
    }

    private static func padded(_ group: UInt64) -> String {
        String(repeating: "0", count: group < 10 ? 2 : group < 100 ? 1 : 0) + String(group)
    }

    private static func number(_ groups: ArraySlice<String>) -> UInt64? {
        guard groups.count <= 6 else { return nil }
        var number: UInt64 = 0
        for (index, group) in zip(groups.indices, groups) {
            let digits = index == groups.endIndex - 1 ? group : String(group.dropFirst())
            guard digits.utf8.count == 3, let value = UInt64(digits) else { return nil }
            number = number * 1000 + value
        }
        return number
    }
}

extension TileAddress {
    /// The files that a log of some size has beyond one of a smaller size, levels ascending, each as wide as it is at that size.
    ///
    /// - Parameter old: the size whose files are there already; full ones of it are not named again.
    public static func files(from old: UInt64, to new: UInt64) -> [TileAddress] {
        var files: [TileAddress] = []
        var (first, last) = (old, new)
        for level in 0..<levelLimit where last > 0 {
            if first < last {
                files += tiles(.hashes(level: level), first, last)
                if level == 0 { files += tiles(.entries, first, last) }
            }
            (first, last) = (first >> 8, last >> 8)
        }
        return files
    }

    private static func tiles(_ content: Content, _ first: UInt64, _ last: UInt64) -> [TileAddress] {
        let start = first / UInt64(fullWidth)
        var tiles = (start..<last / UInt64(fullWidth)).map { TileAddress(content, number: $0) }
        let rest = Int(last % UInt64(fullWidth))
        if rest > 0 { tiles.append(TileAddress(content, number: last / UInt64(fullWidth), width: rest)) }
        return tiles
    }
}
