public import CanonicalCoding
public import Indicators

/// Two match tags of one epoch that rows put side by side: a name, and the indicator of the rows that carry it in `alt`.
public struct AliasPair: Sendable, Hashable {
    /// The epoch whose keys made both tags.
    public let epoch: EpochNumber
    /// What a lookup asks by, such as a mailbox or a handle.
    public let name: Side
    /// What the rows are about.
    public let row: Side

    /// One of the two tags.
    public struct Side: Sendable, Hashable {
        /// The kind of the indicator.
        public let kind: IndicatorKind
        /// Its match tag.
        public let tag: MatchTag

        /// Names a tag.
        public init(kind: IndicatorKind, tag: MatchTag) {
            self.kind = kind
            self.tag = tag
        }
    }

    /// Names a pair.
    public init(epoch: EpochNumber, name: Side, row: Side) {
        self.epoch = epoch
        self.name = name
        self.row = row
    }
}

extension AliasPair {
    /// The pair as it stands in a judgement.
    public var json: JSONValue { ["epoch": .integer(Int64(epoch.value)), "name": name.json, "row": row.json] }

    /// Reads a pair; nothing when a member is missing, unknown or of another form.
    init?(_ value: JSONValue) {
        guard let object = value.object, object.keys == ["epoch", "name", "row"],
            let epoch = object["epoch"]?.integer.flatMap({ UInt32(exactly: $0) }),
            let name = object["name"].flatMap({ Side($0) }), let row = object["row"].flatMap({ Side($0) })
        else { return nil }
        self.init(epoch: EpochNumber(epoch), name: name, row: row)
    }
}

extension AliasPair.Side {
    fileprivate var json: JSONValue { ["kind": .string(kind.name), "tag": .string(tag.base64url)] }

    fileprivate init?(_ value: JSONValue) {
        guard let object = value.object, object.keys == ["kind", "tag"],
            let kind = object["kind"]?.string.flatMap({ try? IndicatorKind(parsing: $0) }),
            let tag = object["tag"]?.string.flatMap({ MatchTag(base64url: $0) })
        else { return nil }
        self.init(kind: kind, tag: tag)
    }
}
