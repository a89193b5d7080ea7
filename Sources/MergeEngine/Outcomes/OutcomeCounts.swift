public import Indicators

/// What came back about the indicators of one publisher, or of one of its campaigns.
public struct OutcomeCounts: Sendable, Hashable {
    /// About how many indicators something was said, and by whom.
    public struct Voices: Sendable, Hashable {
        /// Indicators.
        public private(set) var indicators = 0
        /// Whoever said it about one of them.
        public private(set) var members: Set<MemberID> = []

        /// Nobody said it.
        public init() {}

        /// Takes whoever said it about one indicator; nobody adds nothing.
        mutating func add(_ speakers: Set<MemberID>) {
            guard !speakers.isEmpty else { return }
            indicators += 1
            members.formUnion(speakers)
        }

        mutating func add(_ other: Voices) {
            indicators += other.indicators
            members.formUnion(other.members)
        }
    }

    /// Indicators reported.
    public private(set) var reported = 0
    /// What was done about them, by verb. One indicator may have several.
    public private(set) var outcomes: [OutcomeVerb: Voices] = [:]
    /// Those contested by an open objection.
    public private(set) var objected = Voices()
    /// Those of which nobody said what was done.
    public private(set) var unanswered = 0

    /// Nothing.
    public init() {}

    /// What was said with a verb.
    public func voices(of verb: OutcomeVerb) -> Voices { outcomes[verb] ?? Voices() }

    /// Takes one indicator.
    public mutating func add(_ answers: OutcomeAnswers) {
        reported += 1
        for (verb, members) in answers.outcomes { outcomes[verb, default: Voices()].add(members) }
        objected.add(answers.objectors)
        if answers.outcomes.isEmpty { unanswered += 1 }
    }

    /// Takes what was counted of other indicators.
    public mutating func add(_ other: OutcomeCounts) {
        reported += other.reported
        for (verb, voices) in other.outcomes { outcomes[verb, default: Voices()].add(voices) }
        objected.add(other.objected)
        unanswered += other.unanswered
    }
}

/// What members say about one indicator that a publisher reported, each member once for a verb.
public struct OutcomeAnswers: Sendable, Hashable {
    /// Who said what was done, by verb; no verb without a member.
    public var outcomes: [OutcomeVerb: Set<MemberID>]
    /// Whose objections are open.
    public var objectors: Set<MemberID>

    /// States what is said.
    public init(outcomes: [OutcomeVerb: Set<MemberID>] = [:], objectors: Set<MemberID> = []) {
        self.outcomes = outcomes.filter { !$0.value.isEmpty }
        self.objectors = objectors
    }
}

extension OutcomeVerb {
    /// The verbs that are counted, in the order of the specification.
    public static let counted = allCases.filter { $0 != .other }

    /// Whether the verb may tip somebody off: it leaves only under a rule that names it.
    public var isGuarded: Bool { self == .underInvestigation || self == .doNotAct }
}
