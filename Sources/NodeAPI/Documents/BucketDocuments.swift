public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators

/// How narrow the buckets of a node are for a kind and an epoch (`six-buckets`).
public struct BucketWidth: Sendable, Hashable {
    /// Bits of a tag that name a bucket of about 64 to 128 tags; 0 where all tags are one.
    public let bitCount: Int

    /// States it.
    public init(bitCount: Int) { self.bitCount = bitCount }

    /// The document.
    public var jsonValue: JSONValue { ["bits": .integer(Int64(bitCount)), "type": "six-buckets", "v": 1] }

    /// Reads the document.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let bits = try ReadDocument(bytes, type: "six-buckets", members: ["bits"]).number("bits")
        guard bits <= TagPrefix.longest else { throw DocumentFault("bits") }
        self.init(bitCount: Int(bits))
    }
}

/// A question for a bucket (`six-match-question`): which tags, and why.
public struct BucketQuestion: Sendable, Hashable {
    /// The epoch of the tags.
    public let epoch: EpochNumber
    /// The kind of the values.
    public let kind: IndicatorKind
    /// How the tags begin.
    public let prefix: TagPrefix
    /// A purpose of the agreements.
    public let purpose: String
    /// Why, in a person's words; empty when nobody gave any.
    public let justification: String
    /// The case it belongs to; empty when there is none.
    public let caseReference: String

    /// Asks.
    public init(
        epoch: EpochNumber, kind: IndicatorKind, prefix: TagPrefix, purpose: String, justification: String = "",
        caseReference: String = ""
    ) {
        self.epoch = epoch
        self.kind = kind
        self.prefix = prefix
        self.purpose = purpose
        self.justification = justification
        self.caseReference = caseReference
    }

    /// The document.
    public var jsonValue: JSONValue {
        [
            "bits": .integer(Int64(prefix.bitCount)), "case": .string(caseReference), "epoch": .integer(Int64(epoch.value)),
            "justification": .string(justification), "kind": .string(kind.name), "prefix": .string(prefix.hex),
            "purpose": .string(purpose), "type": "six-match-question", "v": 1,
        ]
    }

    /// Reads the document.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(
            bytes, type: "six-match-question", members: ["epoch", "kind", "bits", "prefix", "purpose", "justification", "case"])
        guard let epoch = UInt32(exactly: try document.number("epoch")) else { throw DocumentFault("epoch") }
        guard let kind = try? IndicatorKind(parsing: try document.string("kind")) else { throw DocumentFault("kind") }
        let bits = try document.number("bits")
        guard bits <= TagPrefix.longest, let prefix = TagPrefix(hex: try document.string("prefix"), bitCount: Int(bits)) else {
            throw DocumentFault("prefix")
        }
        self.init(
            epoch: EpochNumber(epoch), kind: kind, prefix: prefix, purpose: try document.string("purpose"),
            justification: try document.string("justification"), caseReference: try document.string("case"))
    }
}

/// What a node holds in a bucket, as far as its agreements let the asker see it (`six-match`).
public struct BucketAnswer: Sendable, Hashable {
    /// One row: nothing of it but `core` and `locked`.
    public struct Row: Sendable, Hashable {
        /// Who signed it.
        public let publisher: MemberID
        /// For which group.
        public let audience: GroupID
        /// The name of its bundle, 32 hexadecimal digits: what opens `locked` depends on it.
        public let bundle: String
        /// When the bundle was made.
        public let created: Timestamp
        /// The cell `core`, an object.
        public let core: JSONValue
        /// The cell `locked`, where there is one and it may be shown.
        public let locked: String?

        /// States a row.
        public init(
            publisher: MemberID, audience: GroupID, bundle: String, created: Timestamp, core: JSONValue, locked: String?
        ) {
            self.publisher = publisher
            self.audience = audience
            self.bundle = bundle
            self.created = created
            self.core = core
            self.locked = locked
        }
    }

    /// The rows.
    public let rows: [Row]

    /// A bucket has at most so many rows; a question for more is refused.
    public static let rowLimit = 4_096
    /// A bucket of a prefix holds at least so many tags, or it is not answered.
    public static let fewestTags = 16
    /// A bucket is as narrow as leaves so many tags in it.
    public static let wantedTags = 64

    /// States what is held.
    public init(rows: [Row]) { self.rows = rows }

    /// The document.
    public var jsonValue: JSONValue { ["rows": .array(rows.map(\.jsonValue)), "type": "six-match", "v": 1] }

    /// Reads the document; what the rows say is for the reader to judge.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-match", members: ["rows"])
        var rows: [Row] = []
        for value in try document.list("rows") { rows.append(try Row(value)) }
        guard rows.count <= Self.rowLimit else { throw DocumentFault("rows") }
        self.init(rows: rows)
    }
}

extension BucketAnswer.Row {
    fileprivate var jsonValue: JSONValue {
        var object = JSONObject()
        object["aud"] = .string(audience.name)
        object["bundle"] = .string(bundle)
        object["core"] = core
        object["created"] = .string(created.rfc3339)
        object["locked"] = locked.map { .string($0) }
        object["pub"] = .string(publisher.name)
        return .object(object)
    }

    fileprivate init(_ value: JSONValue) throws(DocumentFault) {
        let row = try ReadDocument(value, at: "rows")
        guard let publisher = MemberID(try row.string("pub")), let audience = GroupID(try row.string("aud")),
            let created = Timestamp(rfc3339: try row.string("created")), let core = value.object?["core"], core.object != nil,
            case let bundle = try row.string("bundle"), bundle.utf8.count == 32, Hex.decode(bundle) != nil
        else { throw DocumentFault("rows") }
        self.init(
            publisher: publisher, audience: audience, bundle: bundle, created: created, core: core,
            locked: row.has("locked") ? try row.string("locked") : nil)
    }
}
