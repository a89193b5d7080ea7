public import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

extension Node {
    /// Puts an agreement in force here: all parties' signatures are checked, document and note are kept, the audit log has it before
    /// it counts.
    ///
    /// The same agreement again changes nothing.
    ///
    /// - Parameter since: from when on it counts; nothing for `time`. Only a lab reaches back.
    /// - Throws: ``AgreeingError``, `AgreementError` (another text, a wrong signature), ``NodeError``, `LedgerError`, `FileError`.
    @discardableResult
    public func activate(_ agreement: Agreement, note: SignedNote, at time: Timestamp) throws -> HeldAgreement {
        try activate(agreement, note: note, at: time, since: time)
    }

    func activate(_ agreement: Agreement, note: SignedNote, at time: Timestamp, since: Timestamp) throws -> HeldAgreement {
        let registry = try registryInForce(at: time)
        let signed = try SignedAgreement(agreement, note: note, registry: registry, at: time)
        guard signed.missing.isEmpty else {
            try propose(agreement, note: note)
            throw AgreeingError.unsigned(signed.missing)
        }
        let known = try NodeAgreements(self)
        if let held = known[agreement.digest] { return held }
        try check(signed, among: known, registry, at: time)
        let name = agreement.digest.hex
        try Directory.create(paths.agreements)
        try DurableFile.write(agreement.bytes, to: paths.agreementDocument(name), replacing: true)
        try DurableFile.write(note.bytes, to: paths.agreementNote(name), replacing: true)
        let isAmendment = known.named(agreement.id) != nil
        let signers = signed.signers.sorted()
        let change = StandingChange(
            act: .activated, agreement: agreement.digest, document: agreement.digest, signers: signers, time: since)
        try commit(
            change,
            as: LoggedEvent(
                isAmendment ? .agreementAmend : .agreementActivate,
                [(.agreement, .string(name)), (.version, .integer(agreement.version))],
                further: [
                    ("id", .policy, .string(agreement.id)), ("signers", .org, .array(signers.map { .string($0.name) })),
                    ("supersedes", .policy, .string(agreement.supersedes?.hex ?? "")),
                ]))
        try withdrawProposal(agreement.digest)
        return HeldAgreement(agreement, signers: signers, activated: since)
    }

    /// What makes an agreement that all have signed one for this node.
    private func check(
        _ signed: SignedAgreement, among known: NodeAgreements, _ registry: VerifiedRegistry, at time: Timestamp
    ) throws {
        let agreement = signed.agreement
        guard agreement.party(settings.member) != nil else { throw AgreeingError.notOurs(agreement.id) }
        guard time < agreement.end else { throw AgreeingError.over(agreement.id) }
        for party in agreement.parties where !registry.admits(party.partyClass, for: party.id) {
            throw AgreeingError.partyClass(party.id)
        }
        if let group = agreement.groups.sorted().first(where: { registry.members(of: $0) == nil }) {
            throw AgreeingError.unknownGroup(group)
        }
        let keys = try PastRegistries(before: registry, of: self)
        for party in agreement.parties where !keys.list(party) { throw AgreeingError.otherKey(party.id) }
        guard let last = known.named(agreement.id) else { return }
        guard signed.mayReplace(last.agreement) else {
            throw AgreeingError.notTheNext(agreement.id, after: last.agreement.version)
        }
    }

    /// Demands that the key which an agreement gives for this node's member is one that the registry lists, or has listed, for it.
    ///
    /// - Throws: ``AgreeingError/otherKey(_:)``, ``NodeError``, `RegistryError`, `FileError`.
    public func requireOwnKeyListed(in agreement: Agreement) throws {
        guard let party = agreement.party(settings.member) else { return }
        guard try PastRegistries(before: registry(), of: self).list(party) else { throw AgreeingError.otherKey(party.id) }
    }
}

extension PastRegistries {
    /// Whether the key for agreements that a document gives for a party is listed for it, whatever became of it since: the
    /// document names those at signing.
    fileprivate func list(_ party: AgreementParty) -> Bool {
        guard let key = party.keys[.agree], key.algorithm == .ed25519 else { return false }
        let kid = KeyName.kid(of: key.publicKey.bytes)
        return signingKey(KeyName.keyID(member: party.id.name, kid: kid))?.use == .agree
    }
}

extension VerifiedRegistry {
    /// Whether a member may be a party of a class: it has that role, or none of those that are classes, as hubs have.
    fileprivate func admits(_ partyClass: AgreementParty.PartyClass, for member: MemberID) -> Bool {
        let classes = Set(roles(of: member).compactMap { AgreementParty.PartyClass(rawValue: $0.rawValue) })
        return classes.isEmpty || classes.contains(partyClass)
    }
}
