internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import TransparencyLog

extension PeerQuestion {
    /// Which documents the peer may fetch here.
    func documents() throws -> DocumentIndex {
        DocumentIndex(
            registryVersion: registry.document.version,
            epochs: try node.installedEpochs().map(\.number.value).filter { number in
                registry.document.epochs.contains { $0.epoch.value == number }
            },
            agreements: try agreements().sorted(),
            protectedLists: try heldLists())
    }

    /// One document.
    func bytes(of document: SharedDocument) throws -> [UInt8] {
        switch document {
        case .registry(let version): try file("\(node.paths.registry)/\(version).json", limitBytes: RegistryLimits.envelopeBytes)
        case .epoch(let number): try file(node.paths.epochDocument(number), limitBytes: RegistryLimits.envelopeBytes)
        case .agreement(let digest): try agreementFile(digest, isNote: false)
        case .agreementNote(let digest): try agreementFile(digest, isNote: true)
        case .protectedList(let digest):
            try file(node.paths.protectedList(digest.hex), limitBytes: ProtectedIndicators.limitBytes)
        }
    }

    private func file(_ path: String, limitBytes: Int) throws -> [UInt8] {
        guard Directory.exists(path) else { throw Problem(.notFound) }
        return try FileReader.contents(of: path, limitBytes: limitBytes)
    }

    /// Agreements of which the peer is a party, and words about them.
    private func agreements() throws -> Set<Digest256> {
        var found: Set<Digest256> = []
        for held in try NodeAgreements(node).held where held.agreement.party(peer) != nil { found.insert(held.agreement.digest) }
        for change in try node.agreementChanges() where found.contains(change.agreement) { found.insert(change.document) }
        for proposal in try node.proposals() where proposal.agreement.party(peer) != nil {
            found.insert(proposal.agreement.digest)
        }
        return found
    }

    private func agreementFile(_ digest: Digest256, isNote: Bool) throws -> [UInt8] {
        guard try agreements().contains(digest) else { throw Problem(.notFound) }
        let suffix = isNote ? "note" : "json"
        let kept = isNote ? node.paths.agreementNote(digest.hex) : node.paths.agreementDocument(digest.hex)
        let path = Directory.exists(kept) ? kept : "\(node.paths.proposals)/\(digest.hex).\(suffix)"
        return try file(path, limitBytes: isNote ? SignedNote.limitBytes : AgreementLimits.documentBytes)
    }

    private func heldLists() throws -> [Digest256] {
        registry.document.protectedLists.filter { Directory.exists(node.paths.protectedList($0.hex)) }
    }
}
