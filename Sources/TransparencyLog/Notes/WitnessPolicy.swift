/// Whose signatures make a checkpoint believed (C2SP tlog-policy): logs, witnesses, groups of them, and one quorum.
public struct WitnessPolicy: Sendable, Hashable {
    /// What a name stands for.
    enum Rule: Sendable, Hashable {
        case witness(NoteKey)
        /// The members are places of rules, all of which stand above the group.
        case group(threshold: Int, members: [Int])
    }

    /// The keys of logs.
    public let logs: [NoteKey]
    /// Every witness's key, in the order of the file.
    public let witnesses: [NoteKey]
    private let rules: [Rule]
    private let quorum: Int?

    /// A policy is at most this long.
    public static let limitBytes = 1 << 18
    /// It names at most this many witnesses and groups.
    public static let nameLimit = 1_024

    /// Reads a policy file.
    ///
    /// - Throws: ``LogError/policy(line:)`` for a line of another form, a name that is unknown or stands twice, a key of two
    ///   witnesses, a missing quorum.
    public init(parsing text: String) throws(LogError) {
        let file = try WitnessPolicyFile(parsing: text)
        logs = file.logs
        witnesses = file.rules.compactMap { rule in if case .witness(let key) = rule { key } else { nil } }
        rules = file.rules
        quorum = file.quorum
    }

    /// Whether the keys that signed are enough.
    ///
    /// Every rule is judged once, in the order of the file, whatever the groups have in common.
    public func isSatisfied(by signers: [NoteKey]) -> Bool {
        guard let quorum else { return true }
        let signers = Set(signers)
        var isHeld: [Bool] = []
        isHeld.reserveCapacity(quorum + 1)
        for rule in rules[...quorum] {
            let holds =
                switch rule {
                case .witness(let key): signers.contains(key)
                case .group(let threshold, let members): members.count { isHeld[$0] } >= threshold
                }
            isHeld.append(holds)
        }
        return isHeld[quorum]
    }

    /// Verifies a checkpoint by the policy: signed by a log of that origin, and by enough witnesses.
    ///
    /// - Throws: ``NoteError``, ``LogError/checkpoint``, ``LogError/quorum``.
    public func verified(_ note: SignedNote) throws -> (checkpoint: Checkpoint, signatures: [SignedNote.VerifiedSignature]) {
        let checkpoint = try Checkpoint(parsing: note.text)
        let own = logs.filter { $0.isNamed(checkpoint.origin) }
        let signatures = try note.verified(by: own + witnesses)
        guard signatures.contains(where: { own.contains($0.key) }) else { throw NoteError.unknownKeys }
        guard isSatisfied(by: signatures.map(\.key)) else { throw LogError.quorum }
        return (checkpoint, signatures)
    }
}
