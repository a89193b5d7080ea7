/// One version of the enforcement lists of a node: which table it is of, and its number there.
public struct ListVersion: Sendable, Hashable {
    /// 16 hexadecimal digits; a table that was made anew has others.
    public let generation: String
    /// Counts from 1.
    public let number: Int64

    /// Names a version.
    public init(generation: String, number: Int64) {
        self.generation = generation
        self.number = number
    }
}

/// Something that is listed, or is no more.
public struct ListedValue: Sendable, Hashable {
    /// The kind's name.
    public let kind: String
    /// The canonical form.
    public let value: String
}

extension ListedValue: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: the value is left out.
    public var description: String { kind }

    /// Safe for dumps: the value is left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A part of a list, or of what changed in it.
public struct ListPage: Sendable {
    /// What came on the list.
    public internal(set) var added: [ListedValue] = []
    /// What left it.
    public internal(set) var removed: [ListedValue] = []
    /// After which item the next page begins; nothing on the last.
    public internal(set) var next: Int64?
}

/// Which part is wanted.
public struct ListQuestion: Sendable {
    /// The tier that is listed, from 1.
    public var tier: Int
    /// The kind alone that is wanted; empty for all.
    public var kind: String
    /// The version the asker has; nothing for the whole list.
    public var since: Int64?
    /// The version asked for.
    public var target: Int64
    /// After which item.
    public var after: Int64
    /// How many at most.
    public var limit: Int

    /// Names a part.
    public init(tier: Int, kind: String, since: Int64?, target: Int64, after: Int64, limit: Int) {
        (self.tier, self.kind, self.since, self.target, self.after, self.limit) = (tier, kind, since, target, after, limit)
    }
}
