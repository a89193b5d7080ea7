/// Whose signatures make a checkpoint believed (C2SP tlog-policy): logs, witnesses, groups of them, and one quorum.
public struct WitnessPolicy: Sendable, Hashable {
    private enum Rule: Sendable, Hashable {
        case witness(NoteKey)
        case group(threshold: Int, members: [String])
    }

    /// The keys of logs.
    public private(set) var logs: [NoteKey] = []
    private var rules: [String: Rule] = [:]
    private var quorum: String?

    /// A policy is at most this long.
    public static let limitBytes = 1 << 18
    /// It names at most this many witnesses and groups.
    public static let nameLimit = 1_024

    /// Reads a policy file.
    ///
    /// - Throws: ``LogError/policy(line:)`` for a line of another form, a name that is unknown or stands twice, a missing quorum.
    public init(parsing text: String) throws(LogError) {
        var hasQuorum = false
        var number = 0
        // By bytes: of characters, a line end and what stands before it can be one.
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { String(decoding: $0, as: UTF8.self) }
            guard let verb = words.first, verb.utf8.first != UInt8(ascii: "#") else { continue }
            guard text.utf8.count <= Self.limitBytes, rules.count < Self.nameLimit else { throw .policy(line: number) }
            switch verb {
            case "log" where (2...3).contains(words.count): logs.append(try Self.key(words[1], line: number))
            case "witness" where (3...4).contains(words.count):
                try add(words[1], .witness(Self.key(words[2], line: number)), line: number)
            case "group" where words.count >= 4: try add(words[1], group(words, line: number), line: number)
            case "quorum" where words.count == 2 && !hasQuorum:
                guard words[1] == "none" || rules[words[1]] != nil else { throw .policy(line: number) }
                quorum = words[1] == "none" ? nil : words[1]
                hasQuorum = true
            default: throw .policy(line: number)
            }
        }
        guard hasQuorum else { throw .policy(line: number) }
    }

    /// Every witness's key.
    public var witnesses: [NoteKey] {
        rules.keys.sorted().compactMap { name in
            if case .witness(let key)? = rules[name] { key } else { nil }
        }
    }

    /// Whether the keys that signed are enough.
    public func isSatisfied(by signers: [NoteKey]) -> Bool { quorum.map { holds($0, Set(signers)) } ?? true }

    /// Verifies a checkpoint by the policy: signed by a log of that origin, and by enough witnesses.
    ///
    /// - Throws: ``NoteError``, ``LogError/checkpoint``, ``LogError/quorum``.
    public func verified(_ note: SignedNote) throws -> (checkpoint: Checkpoint, signatures: [SignedNote.VerifiedSignature]) {
        let checkpoint = try Checkpoint(parsing: note.text)
        let own = logs.filter { $0.name == checkpoint.origin }
        let signatures = try note.verified(by: own + witnesses)
        guard signatures.contains(where: { own.contains($0.key) }) else { throw NoteError.unknownKeys }
        guard isSatisfied(by: signatures.map(\.key)) else { throw LogError.quorum }
        return (checkpoint, signatures)
    }

    /// Groups name only what stands above them, so this ends.
    private func holds(_ name: String, _ signers: Set<NoteKey>) -> Bool {
        switch rules[name] {
        case .witness(let key): signers.contains(key)
        case .group(let threshold, let members): members.count { holds($0, signers) } >= threshold
        case nil: false
        }
    }

    private mutating func add(_ name: String, _ rule: Rule, line: Int) throws(LogError) {
        guard name != "none", rules.updateValue(rule, forKey: name) == nil else { throw .policy(line: line) }
    }

    private func group(_ words: [String], line: Int) throws(LogError) -> Rule {
        let members = Array(words[3...])
        guard Set(members).count == members.count, members.allSatisfy({ rules[$0] != nil }) else { throw .policy(line: line) }
        switch words[2] {
        case "all": return .group(threshold: members.count, members: members)
        case "any": return .group(threshold: 1, members: members)
        default:
            guard let count = Decimal.number(words[2].utf8), (1...UInt64(members.count)).contains(count) else {
                throw .policy(line: line)
            }
            return .group(threshold: Int(count), members: members)
        }
    }

    private static func key(_ text: String, line: Int) throws(LogError) -> NoteKey {
        do throws(NoteError) { return try NoteKey(parsing: text) } catch { throw .policy(line: line) }
    }
}
