public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What the state depends on beside the claims: who belongs to whom, who may say what, and whom to disregard.
///
/// It comes from registry, agreement and local settings; the engine reads none of them.
public struct MergeContext: Sendable {
    /// Members that another organisation owns; a member not named owns itself.
    public var owners: [MemberID: MemberID] = [:]
    /// Members whose word ends reports about recycled phone numbers.
    public var telecoms: Set<MemberID> = []
    /// The platform names each platform member answers for, whose recycled accounts and handles its word ends.
    public var platforms: [MemberID: Set<String>] = [:]
    /// Members whose word does not act at present.
    public var suspended: Set<MemberID> = []
    /// Bundles set aside, by manifest digest: forked chains and what does not descend from a reset.
    public var quarantined: Set<Digest256> = []
    /// Bundles that wait for an officer of this node, by manifest digest: of them only what stops actions takes effect.
    public var held: [Digest256: HoldReason] = [:]
    /// Compromised keys and since when.
    public var compromised: [String: Timestamp] = [:]
    /// Objections beyond the limit of their members and days, from ``ObjectionTally``.
    public var waitingObjections = WaitingObjections()
    /// Members and days whose objections all count, because an officer looked at them.
    public var acceptedObjections: Set<ObjectionDay> = []
    /// Reliability of owners that others judged, from ``ReliabilityTally``; others have ``PartsPerMillion/half``.
    public var reliability: [MemberID: PartsPerMillion] = [:]
    /// From which scores on to warn and to block, whatever the group.
    public var thresholds = EnforcementThresholds.standard
    /// What the agreements of groups say beyond it: each can only be stricter.
    public var groupThresholds: [GroupID: EnforcementThresholds] = [:]

    /// A context in which every member stands for itself and nobody is disregarded.
    public init() {}

    /// The organisation that corroboration counts for a member.
    public func owner(of member: MemberID) -> MemberID {
        owners.isEmpty ? member : owners[member] ?? member
    }

    /// Whether a member's word can end reports about recycled numbers or accounts.
    func isOperator(_ member: MemberID) -> Bool { telecoms.contains(member) || platforms[member] != nil }

    /// The strictest of what binds reports that came through some groups.
    func thresholds(through groups: some Sequence<GroupID>) -> EnforcementThresholds {
        guard !groupThresholds.isEmpty else { return thresholds }
        return groups.reduce(thresholds) { strictest, group in
            groupThresholds[group].map(strictest.stricter) ?? strictest
        }
    }

    func reliability(of owner: MemberID) -> PartsPerMillion {
        reliability.isEmpty ? .half : reliability[owner] ?? .half
    }

    /// Why what a claim says waits for an officer, if it does.
    func holds(_ claim: Claim) -> HoldReason? {
        guard !held.isEmpty, claim.statement.canLeadToAction else { return nil }
        return held[claim.origin.manifest]
    }

    /// Why a whole bundle is set aside, if it is.
    package func setAside(_ origin: BundleOrigin) -> Fate? {
        if !quarantined.isEmpty, quarantined.contains(origin.manifest) { return .quarantined }
        guard !compromised.isEmpty, let first = origin.signers.first else { return nil }
        var earliest = compromised[first]
        for signer in origin.signers {
            guard let since = compromised[signer], since <= origin.firstLogged else { return nil }
            earliest = min(earliest ?? since, since)
        }
        return earliest.map { .compromised(since: $0) }
    }
}

/// From which score on a corroborated indicator may be warned about or blocked; data of a profile or an agreement.
public struct EnforcementThresholds: Sendable, Hashable {
    /// The least score to warn about.
    public var warn: PartsPerMillion
    /// The least score to block.
    public var block: PartsPerMillion
    /// Whether warning is permitted at all.
    public var permitsWarning: Bool
    /// Whether blocking is permitted at all.
    public var permitsBlock: Bool

    /// States thresholds.
    public init(warn: PartsPerMillion, block: PartsPerMillion, permitsWarning: Bool = true, permitsBlock: Bool) {
        self.warn = warn
        self.block = block
        self.permitsWarning = permitsWarning
        self.permitsBlock = permitsBlock
    }

    /// What satisfies both.
    public func stricter(_ other: EnforcementThresholds) -> EnforcementThresholds {
        EnforcementThresholds(
            warn: max(warn, other.warn), block: max(block, other.block),
            permitsWarning: permitsWarning && other.permitsWarning, permitsBlock: permitsBlock && other.permitsBlock)
    }

    /// 600,000 and 900,000, with blocking permitted.
    public static let standard = EnforcementThresholds(
        warn: PartsPerMillion(600_000), block: PartsPerMillion(900_000), permitsBlock: true)
}

/// What is known of an indicator apart from claims.
public struct IndicatorTopic: Sendable, Hashable {
    /// The kind of the indicator.
    public var kind: IndicatorKind
    /// The platform an account or handle belongs to, when the value is known.
    public var platform: String?
    /// Whether an allow-list in force names the indicator.
    public var isProtected: Bool
    /// Whether many ordinary people hold the value, and no officer of this node has confirmed it: it is acted on at most by observing.
    public var isPopular: Bool

    /// Names what a fold is about.
    public init(kind: IndicatorKind, platform: String? = nil, isProtected: Bool = false, isPopular: Bool = false) {
        self.kind = kind
        self.platform = platform
        self.isProtected = isProtected
        self.isPopular = isPopular
    }
}
