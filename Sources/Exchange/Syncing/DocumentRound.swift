internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import TransparencyLog

/// Registry, epochs, agreements and lists travel under their own signatures and version rules: where they come from does not matter.
extension PeerRound {
    func needsDocuments(_ statement: NodeStatement) async throws -> Bool {
        let own = try await home.work(.reading) { node, _ in try node.registry().document.version }
        return memory.needsDocuments(peerVersion: statement.registryVersion, ownVersion: own)
    }

    mutating func exchangeDocuments() async throws {
        guard let index = try? DocumentIndex(parsing: try await asked(.documents).bytes) else {
            throw PeerFailure(.malformed, peer)
        }
        try await fetchRegistries(upTo: index.registryVersion)
        let wanted = try await home.work(.reading) { node, _ in try node.lacking(of: index) }
        for document in wanted { try await fetch(document) }
    }

    /// Every version in turn, as the version rules demand.
    private mutating func fetchRegistries(upTo version: Int64) async throws {
        var own = try await home.work(.reading) { node, _ in try node.registry().document.version }
        var fetched = 0
        while own < version, fetched < Self.registriesInARound {
            let answer = try await transport.send(.document(.registry(version: own + 1)), to: peer)
            if let problem = answer.problem {
                guard !problem.passes else { throw problem }
                return note(nil, .there, problem.description)
            }
            let bytes = answer.bytes
            let refusal = try await home.work(.writing) { node, time in try node.takeRegistry(bytes, at: time) }
            if let refusal { return note(nil, .here, refusal) }
            report.documentCount += 1
            memory.forgetRefusals()
            own += 1
            fetched += 1
        }
    }

    private static let registriesInARound = 64

    private mutating func fetch(_ document: SharedDocument) async throws {
        do {
            let bytes = try await asked(.document(document)).bytes
            var note: [UInt8] = []
            if case .agreement(let digest) = document { note = try await asked(.document(.agreementNote(digest))).bytes }
            let signatures = note
            let result = try await home.work(.writing) { node, time in
                try node.take(document, bytes, signatures: signatures, at: time)
            }
            switch result {
            case .taken:
                report.documentCount += 1
                memory.forgetRefusals()
            case .kept: break
            case .refused(let sentence): self.note(nil, .here, sentence)
            }
        } catch let problem as Problem where !problem.passes {
            note(nil, .there, problem.description)
        }
    }
}

/// What became of a document that was fetched.
enum TakenDocument: Sendable {
    /// It is in force.
    case taken
    /// It is kept and not in force: an agreement that not all have signed.
    case kept
    case refused(String)
}

extension Node {
    /// The documents of a peer that are not here and may be needed.
    func lacking(of index: DocumentIndex) throws -> [SharedDocument] {
        let registry = try registry()
        let listed = Set(registry.document.epochs.map(\.epoch.value))
        let epochs = index.epochs.filter { listed.contains($0) && !Directory.exists(paths.epochDocument($0)) }
        let lists = index.protectedLists.filter { digest in
            registry.document.protectedLists.contains(digest) && !Directory.exists(paths.protectedList(digest.hex))
        }
        let known = Set(try agreementChanges().flatMap { [$0.agreement, $0.document] })
        let agreements = index.agreements.filter { !known.contains($0) }.prefix(Self.agreementsInARound)
        return epochs.map { .epoch($0) } + lists.map { .protectedList($0) } + agreements.map { .agreement($0) }
    }

    private static let agreementsInARound = 64

    /// Installs the next version of the registry.
    ///
    /// - Returns: why it is refused; nothing when it is in force.
    /// - Throws: what is wrong with this node itself.
    func takeRegistry(_ bytes: [UInt8], at time: Timestamp) throws -> String? {
        do {
            try installRegistry(DSSEEnvelope(parsing: bytes), at: time)
            return nil
        } catch let error as RegistryError {
            return "registry: \(error)"
        } catch NodeError.exampleKeys {
            return "registry: \(NodeError.exampleKeys)"
        }
    }

    /// Takes a document in by its own rules.
    ///
    /// - Throws: what is wrong with this node itself.
    func take(_ document: SharedDocument, _ bytes: [UInt8], signatures: [UInt8], at time: Timestamp) throws -> TakenDocument {
        do {
            switch document {
            case .registry: return .refused("registries come in turn")
            case .epoch: try installEpoch(DSSEEnvelope(parsing: bytes), pepper: nil)
            case .protectedList: try installProtectedList(bytes)
            case .agreement, .agreementNote: return try takeAgreement(bytes, signatures, at: time)
            }
            return .taken
        } catch let error where error is RegistryError || error is AgreementError || error is AgreeingError || error is NoteError
        {
            return .refused("\(error)")
        } catch let error as NodeError {
            guard case .notAProtectedList = error else { throw error }
            return .refused("\(error)")
        }
    }

    /// An agreement that all have signed, this member among them, comes into force by itself: its own officers have agreed.
    private func takeAgreement(_ bytes: [UInt8], _ signatures: [UInt8], at time: Timestamp) throws -> TakenDocument {
        let note = try SignedNote(parsing: signatures)
        guard let agreement = try? Agreement(parsing: bytes) else {
            _ = try take(Suspension(parsing: bytes), note: note, at: time)
            return .taken
        }
        guard agreement.party(settings.member) != nil else { return .refused("agreement: this member is no party") }
        do {
            try activate(agreement, note: note, at: time)
            return .taken
        } catch AgreeingError.unsigned {
            return .kept
        }
    }
}
