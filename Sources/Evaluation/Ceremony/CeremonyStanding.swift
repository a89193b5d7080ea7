public import Indicators
internal import MemberRegistry

/// How far a ceremony is at one party.
public struct CeremonyStanding: Sendable, Hashable {
    /// What this party does next.
    public let step: Step
    /// Whose messages it waits for, where it waits.
    public let missing: [MemberID]

    /// What comes next.
    public enum Step: String, Sendable, Hashable, CaseIterable {
        case commit, reveal, deal, finish
        /// Messages of a round are to be taken.
        case take
        /// The key is made, and all have said so.
        case complete
        /// A document with the keys that came out is in force.
        case inUse = "in-use"
        /// Somebody complained.
        case aborted
    }
}

extension Ceremony {
    /// How far it is.
    public var standing: CeremonyStanding {
        if verdict != nil { return CeremonyStanding(step: .aborted, missing: []) }
        guard messages[MessagePlace(3, from: number)] == nil else { return waiting(for: 3, then: isInUse ? .inUse : .complete) }
        guard messages[MessagePlace(0, from: number)] != nil else { return CeremonyStanding(step: .commit, missing: []) }
        guard messages[MessagePlace(1, from: number)] != nil else { return waiting(for: 0, then: .reveal) }
        let hasDealt = others.allSatisfy { messages[MessagePlace(2, from: number, to: $0)] != nil }
        return hasDealt ? waiting(for: 2, then: .finish) : waiting(for: 1, then: .deal)
    }

    /// Whether the document in force gives this party the key that it confirmed.
    var isInUse: Bool {
        guard case .confirm(let confirmation)? = messages[MessagePlace(3, from: number)]?.message.body else { return false }
        return terms.document?.evaluators?.shares.first { $0.index == Int(number) }?.publicKey == confirmation.shareKey
    }

    private func waiting(for round: Int, then step: CeremonyStanding.Step) -> CeremonyStanding {
        let missing = missing(round)
        return CeremonyStanding(step: missing.isEmpty ? step : .take, missing: missing)
    }
}
