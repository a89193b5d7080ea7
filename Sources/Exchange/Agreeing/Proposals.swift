public import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

/// An agreement that is not in force at this node, as far as it is signed.
public struct ProposedAgreement: Sendable, Hashable {
    /// The document.
    public let agreement: Agreement
    /// The signatures so far.
    public let note: SignedNote
}

extension Node {
    /// Keeps an agreement that is not in force here, with the signatures in a note beside those known before.
    ///
    /// - Throws: `AgreementError` for a note over another text, `FileError`.
    public func propose(_ agreement: Agreement, note: SignedNote) throws {
        guard note.text == AgreementNote.text(for: agreement) else { throw AgreeingError.otherText(agreement.id) }
        let name = agreement.digest.hex
        try Directory.create(paths.proposals)
        let known = try proposedNote(name).map { [$0] } ?? []
        let combined = try AgreementNote.combined(known + [note])
        try DurableFile.write(agreement.bytes, to: "\(paths.proposals)/\(name).json", replacing: true)
        try DurableFile.write(combined.bytes, to: "\(paths.proposals)/\(name).note", replacing: true)
    }

    /// The agreements that were proposed here and are not in force, ascending by name and version. What cannot be read is passed over:
    /// nothing depends on it.
    ///
    /// - Throws: `FileError`.
    public func proposals() throws -> [ProposedAgreement] {
        guard Directory.isDirectory(paths.proposals) else { return [] }
        var found: [ProposedAgreement] = []
        for name in try Directory.names(in: paths.proposals) where name.hasSuffix(Self.documentSuffix) {
            let digest = String(name.dropLast(Self.documentSuffix.count))
            guard
                let bytes = try? FileReader.contents(
                    of: "\(paths.proposals)/\(name)", limitBytes: AgreementLimits.documentBytes),
                let agreement = try? Agreement(parsing: bytes), agreement.digest.hex == digest,
                let note = try proposedNote(digest), note.text == AgreementNote.text(for: agreement)
            else { continue }
            found.append(ProposedAgreement(agreement: agreement, note: note))
        }
        return found.sorted { ($0.agreement.id, $0.agreement.version) < ($1.agreement.id, $1.agreement.version) }
    }

    /// How a proposal stands by the registry at a moment.
    ///
    /// - Throws: `RegistryError`, ``NodeError``; `AgreementError` when a party's signature is wrong.
    public func standing(of proposal: ProposedAgreement, at time: Timestamp) throws -> AgreementStanding {
        let signed = try SignedAgreement(proposal.agreement, note: proposal.note, registry: registry(), at: time)
        return AgreementStanding(signers: signed.signers.sorted())
    }

    /// Takes a proposal away that came in force.
    func withdrawProposal(_ digest: Digest256) throws {
        for suffix in [Self.documentSuffix, ".note"] {
            let path = "\(paths.proposals)/\(digest.hex)\(suffix)"
            if Directory.exists(path) { try Directory.remove(path) }
        }
    }

    private func proposedNote(_ digestHex: String) throws -> SignedNote? {
        let path = "\(paths.proposals)/\(digestHex).note"
        guard Directory.exists(path) else { return nil }
        return try? SignedNote(parsing: FileReader.contents(of: path, limitBytes: SignedNote.limitBytes))
    }

    private static let documentSuffix = ".json"
}
