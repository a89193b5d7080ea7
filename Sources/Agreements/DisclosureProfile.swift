internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// Which columns a recipient of a role may see, and up to which marking: deny by default.
///
/// The file is JSON, `{"v":1,"type":"tocsin-disclosure","rules":[…]}`; its digest stands in every
/// decision record. Format: docs/spec/disclosure.md.
public struct DisclosureProfile: Sendable {
    /// What a rule is asked about: a hand-over to a member, or an export of the node's own answers.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        case send
        case export
    }

    /// One rule: for these stages, roles and kinds, these columns, up to this marking.
    public struct Rule: Sendable, Hashable {
        /// The name that decisions quote.
        public let id: String
        /// The stages it speaks about.
        public let stages: Set<Stage>
        /// Registry roles of the recipient; `*` stands for any.
        public let roles: Set<String>
        /// Kinds of indicators; `*` stands for any.
        public let kinds: Set<String>
        /// The highest marking that may leave under it.
        public let highestMarking: Marking
        /// The columns that may leave in clear.
        public let columns: Set<String>
        /// The outcome verbs it names of those that leave under no other rule, see ``DisclosureProfile/guardedActs``.
        public let acts: Set<String>
    }

    /// Outcome verbs that would tip off: a row with one of them leaves only under a rule that names it.
    public static let guardedActs: Set<String> = ["do-not-act", "under-investigation"]

    /// From which scores on a node may warn and block, and whether it may block at all.
    public struct Enforcement: Sendable, Hashable {
        /// The least score to warn about, in parts per million.
        public let warn: UInt32
        /// The least score to block, in parts per million; nothing when blocking is not permitted.
        public let block: UInt32?

        /// What holds without the member: warnings from 600,000 on, no blocking.
        public static let cautious = Enforcement(warn: 600_000, block: nil)
    }

    /// What a node may do about corroborated indicators.
    public let enforcement: Enforcement
    /// The rules in the order of the file; their order decides nothing.
    public let rules: [Rule]
    /// SHA-256 of the file's canonical form.
    public let digest: Digest256

    /// A profile has at most this many rules.
    public static let largestRuleCount = 256
    /// A rule names at most this many members in one list.
    public static let largestListCount = 256

    /// Reads a profile.
    ///
    /// - Throws: ``DisclosureProfileError`` naming the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(DisclosureProfileError) {
        let document: JSONValue
        do { document = try StrictJSON.parse(bytes.span, limits: .signedLine) } catch { throw .notJSON }
        var reader = try MemberReader(document, path: "profile")
        guard try reader.integer("v") == 1 else { throw .invalid("v") }
        guard try reader.string("type") == Self.typeName else { throw .invalid("type") }
        let items = try reader.array("rules")
        enforcement = try reader.optionalObject("enforcement").map(Self.enforcement) ?? .cautious
        try reader.finish()
        guard items.count <= Self.largestRuleCount else { throw .tooMany("rules") }
        var rules: [Rule] = []
        for (index, item) in items.enumerated() {
            rules.append(try Self.rule(item, path: "rules[\(index)]"))
        }
        guard Set(rules.map(\.id)).count == rules.count else { throw .invalid("rules: two rules of one id") }
        self.rules = rules
        digest = SHA256.hash(document.canonicalBytes())
    }

    private static func enforcement(_ reader: MemberReader) throws(DisclosureProfileError) -> Enforcement {
        var reader = reader
        let warn = try reader.score("warn")
        let block = try reader.optionalScore("block")
        try reader.finish()
        guard block.map({ $0 >= warn }) ?? true else { throw .invalid("enforcement.block: below warn") }
        return Enforcement(warn: warn, block: block)
    }

    private static let typeName = "tocsin-disclosure"

    private static func rule(_ item: JSONValue, path: String) throws(DisclosureProfileError) -> Rule {
        var reader = try MemberReader(item, path: path)
        let id = try reader.string("id")
        var stages: Set<Stage> = []
        for name in try reader.strings("stages", limit: largestListCount) {
            guard let stage = Stage(rawValue: name) else { throw .invalid("\(path).stages") }
            stages.insert(stage)
        }
        guard let marking = Marking(try reader.string("max_tlp")) else { throw .invalid("\(path).max_tlp") }
        let rule = Rule(
            id: id, stages: stages,
            roles: Set(try reader.strings("roles", limit: largestListCount)),
            kinds: Set(try reader.strings("kinds", limit: largestListCount)),
            highestMarking: marking,
            columns: Set(try reader.strings("columns", limit: largestListCount)),
            acts: Set(try reader.optionalStrings("acts", limit: largestListCount)))
        guard rule.acts.isSubset(of: guardedActs) else { throw .invalid("\(path).acts") }
        try reader.finish()
        return rule
    }
}

/// Why a disclosure profile cannot be used.
public enum DisclosureProfileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is not strict JSON.
    case notJSON
    /// A member is missing, unknown, or holds what it may not.
    case invalid(String)
    /// A list is longer than its limit.
    case tooMany(String)

    /// One sentence naming the member.
    public var description: String {
        switch self {
        case .notJSON: "the disclosure profile is not strict JSON"
        case .invalid(let member): "the disclosure profile is wrong at \(member)"
        case .tooMany(let member): "the disclosure profile has too many \(member)"
        }
    }
}

/// Takes members out of one object; what is left over at the end is an error, as the schema is closed.
private struct MemberReader {
    private var left: JSONObject
    private let path: String

    init(_ value: JSONValue, path: String) throws(DisclosureProfileError) {
        guard case .object(let object) = value else { throw .invalid(path) }
        left = object
        self.path = path
    }

    private mutating func take(_ name: String) -> JSONValue? {
        defer { left[name] = nil }
        return left[name]
    }

    mutating func string(_ name: String) throws(DisclosureProfileError) -> String {
        guard case .string(let text)? = take(name) else { throw .invalid("\(path).\(name)") }
        return text
    }

    mutating func integer(_ name: String) throws(DisclosureProfileError) -> Int64 {
        guard case .integer(let number)? = take(name) else { throw .invalid("\(path).\(name)") }
        return number
    }

    mutating func array(_ name: String) throws(DisclosureProfileError) -> [JSONValue] {
        guard case .array(let items)? = take(name) else { throw .invalid("\(path).\(name)") }
        return items
    }

    mutating func strings(_ name: String, limit: Int) throws(DisclosureProfileError) -> [String] {
        let items = try array(name)
        guard items.count <= limit else { throw .tooMany("\(path).\(name)") }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item else { throw .invalid("\(path).\(name)") }
            texts.append(text)
        }
        return texts
    }

    mutating func optionalObject(_ name: String) throws(DisclosureProfileError) -> MemberReader? {
        guard let value = take(name) else { return nil }
        return try MemberReader(value, path: "\(path).\(name)")
    }

    mutating func score(_ name: String) throws(DisclosureProfileError) -> UInt32 {
        let number = try integer(name)
        guard (0...1_000_000).contains(number) else { throw .invalid("\(path).\(name)") }
        return UInt32(number)
    }

    mutating func optionalScore(_ name: String) throws(DisclosureProfileError) -> UInt32? {
        left[name] == nil ? nil : try score(name)
    }

    mutating func optionalStrings(_ name: String, limit: Int) throws(DisclosureProfileError) -> [String] {
        left[name] == nil ? [] : try strings(name, limit: limit)
    }

    func finish() throws(DisclosureProfileError) {
        if let name = left.keys.first { throw .invalid("\(path).\(name): unknown member") }
    }
}
