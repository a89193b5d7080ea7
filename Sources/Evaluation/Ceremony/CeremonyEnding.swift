internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

extension Ceremony {
    /// Refuses every step after a complaint; what a killed process had not yet erased then is erased now.
    ///
    /// - Throws: ``CeremonyError/aborted(_:)``, `FileError`.
    func requireRunning() throws {
        guard let error = try ended() else { return }
        throw error
    }

    /// The same for who only looks.
    ///
    /// - Throws: ``CeremonyError/aborted(_:)``.
    func requireNoComplaint() throws(CeremonyError) {
        if let verdict { throw .aborted(verdict) }
    }

    /// Complains about a party, and erases what this one kept secret.
    ///
    /// - Returns: what to throw.
    /// - Throws: `FileError`, `OpenSSLError`.
    mutating func accuse(
        _ party: UInt8, of fault: CeremonyComplaint.Fault, showing files: [CeremonyFile]
    ) throws -> CeremonyError {
        _ = try say(.complain(CeremonyComplaint(culprit: party, fault: fault, messages: files.map(\.envelope))))
        return try ended() ?? .noKeys
    }

    /// The complaint that this party made.
    public var ownComplaint: CeremonyFile? { messages[MessagePlace(CeremonyMessage.complaintRound, from: number)] }

    /// Who is to blame for the end, where there was a complaint: by the best shown one.
    public var verdict: CeremonyVerdict? {
        let verdicts = (1...UInt8(CeremonyPlan.partyCount)).compactMap { party -> CeremonyVerdict? in
            guard
                case .complain(let complaint)? = messages[MessagePlace(CeremonyMessage.complaintRound, from: party)]?.message.body
            else { return nil }
            return CeremonyVerdict(
                culprit: plan.party(complaint.culprit), fault: complaint.fault, complainer: plan.party(party),
                standing: party == number ? ownStanding(complaint) : judge(complaint, by: party))
        }
        return verdicts.first { $0.standing == .proven } ?? verdicts.first
    }

    /// What this party saw itself it need not doubt.
    private func ownStanding(_ complaint: CeremonyComplaint) -> CeremonyVerdict.Standing {
        let standing = judge(complaint, by: number)
        return standing == .refuted ? .alleged : standing
    }

    func ended() throws -> CeremonyError? {
        guard let verdict else { return nil }
        try eraseSecrets()
        return .aborted(verdict)
    }

    /// Erases the polynomial, what was dealt, and a share that only this ceremony would have brought into use.
    ///
    /// - Throws: `FileError`.
    func eraseSecrets() throws {
        try SecretFile.erase(folder.secret)
        try folder.eraseDealt()
        guard Directory.exists(sharePath), let own = try? keys().shareKeys[number], keptShare(with: own) else { return }
        // A share whose key the epoch's document in force names is in use.
        let used = terms.document?.evaluators.flatMap { ThresholdKeys($0) }?.shareKeys[number]
        if used != own { try SecretFile.erase(sharePath) }
    }

    /// Gives the ceremony up: its secrets are erased, its messages kept aside, and another can begin.
    ///
    /// - Throws: `FileError`.
    public consuming func abandon() throws {
        try eraseSecrets()
        try putAside()
    }

    func putAside() throws {
        try Directory.rename(folder.root, to: folder.aside(planDigest))
    }
}
