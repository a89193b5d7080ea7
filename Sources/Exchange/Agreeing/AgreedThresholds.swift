internal import Agreements
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine

extension NodeAgreements {
    /// From which scores on a member may warn and block, by group: the strictest of the agreements in force that have it as a party, and
    /// of each only what its class may do (docs/spec/agreement.md, `enforcement`).
    func thresholds(of member: MemberID, at time: Timestamp) -> [GroupID: EnforcementThresholds] {
        var thresholds: [GroupID: EnforcementThresholds] = [:]
        for held in held where !held.isSuperseded(at: time) && held.isActive(at: time) {
            guard let party = held.agreement.party(member) else { continue }
            let agreed = EnforcementThresholds(held.agreement.enforcement, for: party.partyClass)
            for group in held.agreement.groups { thresholds[group] = thresholds[group]?.stricter(agreed) ?? agreed }
        }
        return thresholds
    }
}

extension EnforcementThresholds {
    fileprivate init(_ terms: EnforcementTerms, for partyClass: AgreementParty.PartyClass) {
        self.init(
            warn: PartsPerMillion(terms.warn), block: PartsPerMillion(terms.block),
            permitsWarning: terms.permits(.warn, by: partyClass), permitsBlock: terms.permits(.block, by: partyClass))
    }
}
