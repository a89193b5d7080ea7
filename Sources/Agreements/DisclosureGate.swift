public import CryptoPrimitives
public import Indicators

/// The one place that decides what leaves a node. Deny by default; every answer names its rule.
public struct DisclosureGate: Sendable {
    private let profile: DisclosureProfile

    /// A gate that follows one profile.
    public init(profile: DisclosureProfile) { self.profile = profile }

    /// What the node may do about corroborated indicators.
    public var enforcement: DisclosureProfile.Enforcement { profile.enforcement }

    /// The digest of the profile.
    public var profileDigest: Digest256 { profile.digest }

    /// Who would receive what.
    public struct Request: Sendable {
        /// The act that needs a decision.
        public let stage: DisclosureProfile.Stage
        /// The member that would receive, or the own organisation for an export.
        public let recipient: MemberID
        /// Its roles in the registry.
        public let roles: Set<String>
        /// Whether the registry lists it in the bundle's group; always true for one's own export.
        public let isInAudience: Bool

        /// Names a recipient.
        public init(stage: DisclosureProfile.Stage, recipient: MemberID, roles: Set<String>, isInAudience: Bool) {
            self.stage = stage
            self.recipient = recipient
            self.roles = roles
            self.isInAudience = isInAudience
        }
    }

    /// What is to be decided about: all rows of one kind and marking share an answer.
    public struct Subject: Sendable, Hashable {
        /// The name of the rows' kind, known here or not.
        public let kind: String
        /// The marking as the descriptor spells it; one that is not TLP 2.0 is withheld.
        public let marking: String
        /// Must rows go whole to every member of the audience, or the retraction would not travel.
        public let isMust: Bool
        /// The columns there are.
        public let columns: [String]

        /// Names a segment's facts.
        public init(kind: String, marking: String, isMust: Bool, columns: [String]) {
            self.kind = kind
            self.marking = marking
            self.isMust = isMust
            self.columns = columns
        }
    }

    /// Decides for every subject of one hand-over.
    ///
    /// A recipient outside the audience gets nothing at all, must rows included. A column leaves only
    /// when some rule of the stage, role, kind and marking names it, and none leaves without `core`.
    public func decide(_ request: Request, about subjects: [Subject]) -> DisclosureDecision {
        let grants = subjects.map { grant(request, $0) }
        return DisclosureDecision(request: request, profileDigest: profile.digest, subjects: subjects, grants: grants)
    }

    private func grant(_ request: Request, _ subject: Subject) -> DisclosureDecision.Grant {
        guard request.isInAudience else { return .nothing(.notInAudience) }
        if subject.isMust, request.stage == .send {
            return .init(columns: Set(subject.columns), reason: .mustTravel, rules: [], acts: DisclosureProfile.guardedActs)
        }
        guard let marking = Marking(subject.marking) else { return .nothing(.unknownMarking) }
        let speaking = profile.rules.filter { rule in
            rule.stages.contains(request.stage) && Self.names(rule.kinds, subject.kind)
                && (rule.roles.contains("*") || !rule.roles.isDisjoint(with: request.roles))
        }
        guard !speaking.isEmpty else { return .nothing(.noRule) }
        let allowing = speaking.filter { marking <= $0.highestMarking }
        guard !allowing.isEmpty else { return .nothing(.markingTooHigh) }
        let columns = Set(subject.columns).intersection(allowing.reduce(into: Set()) { $0.formUnion($1.columns) })
        guard columns.contains(Self.requiredColumn) else { return .nothing(.noRule) }
        return .init(
            columns: columns, reason: .allowed, rules: allowing.map(\.id).sorted(),
            acts: allowing.reduce(into: Set()) { $0.formUnion($1.acts) })
    }

    private static func names(_ kinds: Set<String>, _ kind: String) -> Bool { kinds.contains("*") || kinds.contains(kind) }

    /// Without its core a row says nothing.
    private static let requiredColumn = "core"
}

/// What one recipient may see of each subject. Only ``DisclosureGate`` makes one.
public struct DisclosureDecision: Sendable {
    /// Why a subject is shown or not.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case allowed = "OK"
        case mustTravel = "MUST"
        case notInAudience = "PARTY_MISMATCH"
        case unknownMarking = "SCHEMA_INVALID"
        case noRule = "NO_RULE"
        case markingTooHigh = "LABEL_TOO_HIGH"
    }

    /// The answer for one subject.
    public struct Grant: Sendable, Hashable {
        /// The columns that may leave in clear; empty means the whole segment is withheld.
        public let columns: Set<String>
        /// Why.
        public let reason: Reason
        /// The rules that allowed it, by id.
        public let rules: [String]
        /// Those outcome verbs that need a rule of their own whose rows may leave.
        public let acts: Set<String>

        static func nothing(_ reason: Reason) -> Grant { Grant(columns: [], reason: reason, rules: [], acts: []) }
    }

    /// Who would receive.
    public let request: DisclosureGate.Request
    /// The profile that decided.
    public let profileDigest: Digest256
    /// What was asked about.
    public let subjects: [DisclosureGate.Subject]
    /// The answers, in the order of the subjects.
    public let grants: [Grant]

    /// True when nothing at all may leave.
    public var isEmpty: Bool { grants.allSatisfy(\.columns.isEmpty) }
}
