public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// Everything a decision depends on apart from the agreement: captured, so that it can be decided again years later.
public struct DecisionInput: Sendable, Hashable {
    /// The act.
    public var stage: DecisionStage
    /// When it is decided.
    public var time: Timestamp
    /// Who acts.
    public var actor: Actor
    /// The member whose data would pass.
    public var from: MemberID
    /// The member that would get them; the own one when publishing, exporting and keeping.
    public var to: MemberID
    /// The members whose identity was proved.
    public var authenticated: [MemberID]
    /// The group the rows are addressed to.
    public var group: GroupID?
    /// The version of the registry in force.
    public var registryVersion: Int64
    /// The agreement meant; nothing when none was found.
    public var agreement: Digest256?
    /// How it stands.
    public var standing: AgreementStanding
    /// The words this side uses.
    public var ourVocabulary: PinnedVocabulary
    /// The words the other side uses.
    public var theirVocabulary: PinnedVocabulary
    /// What it is for.
    public var purpose: String
    /// Whether a justification was written; the text is not part of the decision.
    public var isJustified: Bool
    /// The case it belongs to; empty when none.
    public var caseReference: String
    /// Whether an emergency was declared.
    public var isEmergency: Bool
    /// The approvals given.
    public var approvals: [Approval]
    /// How often the actor did this at this stage, by the windows that ``Agreement/rateWindows(at:)`` asks for.
    public var counts: [String: Int64]
    /// Whether the head of the audit log has the witnesses it needs.
    public var isWitnessed: Bool
    /// Whether the audit log can take entries.
    public var isLedgerAvailable: Bool
    /// The versions of the items: digests of manifests, ids of claims.
    public var items: [String]
    /// The rows, by class.
    public var classes: [RowClass]
    /// How personal data were looked for and taken out before.
    public var scrub: ScrubReport?
    /// What was found in the finished bytes; nothing before there are any.
    public var egress: EgressReport?

    /// Who acts: a member of staff of an organisation, by pseudonym.
    public struct Actor: Sendable, Hashable {
        /// The organisation.
        public let member: MemberID
        /// The pseudonym.
        public let name: String
        /// The role.
        public let role: String

        /// Names an actor.
        public init(member: MemberID, name: String, role: String) {
            self.member = member
            self.name = name
            self.role = role
        }
    }

    /// A captured request; what is not said here is set afterwards.
    public init(
        stage: DecisionStage, time: Timestamp, actor: Actor, from: MemberID, to: MemberID, agreement: Digest256?,
        standing: AgreementStanding, classes: [RowClass], purpose: String
    ) {
        self.stage = stage
        self.time = time
        self.actor = actor
        self.from = from
        self.to = to
        self.agreement = agreement
        self.standing = standing
        self.classes = classes
        self.purpose = purpose
        authenticated = []
        registryVersion = 0
        ourVocabulary = .current
        theirVocabulary = .current
        isJustified = false
        caseReference = ""
        isEmergency = false
        approvals = []
        counts = [:]
        isWitnessed = false
        isLedgerAvailable = true
        items = []
    }
}
