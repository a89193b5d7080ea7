public import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators

/// An agreement that was activated at this node, with what its parties said of it since.
public struct HeldAgreement: Sendable, Hashable {
    /// The document.
    public let agreement: Agreement
    /// The parties whose signatures were verified when it was activated.
    public let signers: [MemberID]
    /// When it was activated.
    public let activated: Timestamp
    /// From when on its next version rules in its place; nothing while there is none.
    public internal(set) var superseded: Timestamp?
    var words: [Suspension] = []

    init(_ agreement: Agreement, signers: [MemberID], activated: Timestamp) {
        self.agreement = agreement
        self.signers = signers
        self.activated = activated
    }

    /// How it stands at a moment; words that begin later do not count yet.
    public func standing(at time: Timestamp) -> AgreementStanding {
        let said = words.filter { $0.since <= time }
        return AgreementStanding(
            signers: signers, activated: activated,
            suspensions: AgreementStanding.suspensions(of: agreement.digest, after: said))
    }

    /// The state at a moment in one word.
    public func status(at time: Timestamp) -> AgreementStanding.Status {
        standing(at: time).status(of: agreement, at: time)
    }

    /// Whether its next version rules in its place.
    public func isSuperseded(at time: Timestamp) -> Bool { superseded.map { $0 <= time } ?? false }

    /// Whether it is between members and in force.
    func isActive(at time: Timestamp) -> Bool { status(at: time) == .active }

    /// Whether both are parties.
    func joins(_ from: MemberID, _ to: MemberID) -> Bool { agreement.party(from) != nil && agreement.party(to) != nil }
}
