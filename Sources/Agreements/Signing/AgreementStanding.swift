public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// How an agreement stands, as it is captured for a decision: who signed, since when it is active, who suspended it.
public struct AgreementStanding: Sendable, Hashable {
    /// A suspension in force.
    public struct Rest: Sendable, Hashable {
        /// The party that suspended it.
        public let by: MemberID
        /// From when on.
        public let since: Timestamp

        /// States a suspension.
        public init(by: MemberID, since: Timestamp) {
            self.by = by
            self.since = since
        }
    }

    /// The parties whose signatures were verified.
    public var signers: [MemberID]
    /// When it was activated here; nothing before.
    public var activated: Timestamp?
    /// The suspensions that no party has lifted.
    public var suspensions: [Rest]

    /// States how it stands.
    public init(signers: [MemberID] = [], activated: Timestamp? = nil, suspensions: [Rest] = []) {
        self.signers = signers
        self.activated = activated
        self.suspensions = suspensions
    }

    /// How a checked agreement stands after what its parties said.
    public init(_ signed: SignedAgreement, activated: Timestamp?, words: [Suspension]) {
        self.init(
            signers: signed.signers.sorted(), activated: activated,
            suspensions: Self.suspensions(of: signed.agreement.digest, after: words))
    }

    /// The suspensions in force after what parties said: of each party the latest word counts, of words of one moment the
    /// suspension. Ascending by party.
    public static func suspensions(of agreement: Digest256, after words: [Suspension]) -> [Rest] {
        var latest: [MemberID: Suspension] = [:]
        for word in words where word.agreement == agreement {
            guard let known = latest[word.by] else {
                latest[word.by] = word
                continue
            }
            if word.since > known.since || word.since == known.since && word.state == .suspended { latest[word.by] = word }
        }
        let rests = latest.values.filter { $0.state == .suspended }.map { Rest(by: $0.by, since: $0.since) }
        return rests.sorted { $0.by < $1.by }
    }

    /// The state in one word, and what goes with it.
    public enum Status: Sendable, Hashable {
        /// Nobody has signed.
        case draft
        /// Some have; these have not.
        case partlySigned(missing: [MemberID])
        /// All have, but it is not activated, or has not begun.
        case signed
        case active
        case suspended(by: [MemberID])
        case expired
    }

    /// The state at a moment.
    public func status(of agreement: Agreement, at time: Timestamp) -> Status {
        let missing = agreement.parties.map(\.id).filter { !signers.contains($0) }
        if missing.count == agreement.parties.count { return .draft }
        if !missing.isEmpty { return .partlySigned(missing: missing) }
        if time >= agreement.end { return .expired }
        guard let activated, activated <= time, agreement.valid.from <= time else { return .signed }
        let resting = suspensions.filter { $0.since <= time }.map(\.by)
        return resting.isEmpty ? .active : .suspended(by: resting)
    }
}

extension Agreement {
    /// The first moment at which it no longer holds: its own end, or its task force's if that is earlier.
    public var end: Timestamp { min(valid.until, taskForce?.ends ?? valid.until) }
}
