internal import Agreements
public import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
internal import Evaluation
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import Sealing
internal import TransparencyLog

extension Node {
    /// Opens elements of this member's to an evaluator that drew them.
    ///
    /// The opening shows values, so it is an entry of the audit log before it is made, and sealed to the evaluator.
    ///
    /// - Returns: the sealed file, and how many elements it opens.
    /// - Throws: ``NodeError``, ``BatchAuditError``, `RegistryError`, `LedgerError`, `FileError`, `SealingError`.
    public func openBatch(_ envelope: DSSEEnvelope, at time: Timestamp) throws -> (sealed: [UInt8], count: Int) {
        let registry = try registryInForce(at: time)
        let number = try BlindChallenge(parsing: envelope.payload).epoch
        guard let epoch = try installedEpochs().first(where: { $0.number == number }) else { throw BatchAuditError.epoch(number) }
        let challenge = try BlindChallenge(verifying: envelope, of: epoch, under: registry)
        guard challenge.member == settings.member, let auditor = challenge.party(in: epoch) else {
            throw BatchAuditError.otherMember
        }
        let opening = try opening(of: challenge, digest: envelope.payloadDigest)
        let recipients = registry.usableKeys(of: auditor, for: .seal, at: time)
        guard !recipients.isEmpty else { throw BatchAuditError.noSealKey(auditor) }
        try log(
            LoggedEvent(
                .export,
                [
                    (.purpose, .string("audit.blind")), (.justification, .string("elements drawn by \(auditor.name)")),
                    (.filter, .string("blinded elements of epoch \(epoch.number)")),
                    (.itemCount, .integer(Int64(challenge.indexes.count))),
                    (.digest, .string(envelope.payloadDigest.hex)),
                ]))
        let signed = try sign(DSSEEnvelope(payloadType: BatchOpening.payloadType, payload: opening.payload))
        let sealed = try SealedFile.seal(signed.fileBytes(), to: recipients.map { try SealingRecipient(bytes: $0.publicKey) })
        return (sealed, opening.elements.count)
    }

    private func opening(of challenge: BlindChallenge, digest: Digest256) throws -> BatchOpening {
        let shelf = BatchShelf(at: paths.blindedBatches(challenge.epoch.value))
        guard let id = Hex.decode(challenge.batch), let batch = try shelf.finished(id) else { throw BatchAuditError.noBatch }
        let part = Int(challenge.first)..<Int(challenge.first) + challenge.count
        guard batch.parts.contains(part) else { throw BatchAuditError.noBatch }
        let blinded = try BlindedBatch(Array(batch.inputs[part]), secret: batch.secret, firstIndex: challenge.first)
        let request = try EvaluationRequest(
            epoch: batch.epoch, evaluator: challenge.evaluator, client: batch.client, purpose: batch.purpose,
            part: batch.name(of: part), elements: blinded.elements.map(\.bytes)
        ).payload
        guard SHA256.hash(request) == challenge.request else { throw BatchAuditError.otherRequest }
        return BatchOpening(
            challenge: digest, request: request,
            elements: challenge.indexes.map { index in
                BatchOpening.Element(
                    index: UInt32(index), input: blinded.inputs[index].bytes,
                    blind: blinded.blind(at: index).withBytes { span in span.indices.map { span[$0] } })
            })
    }

    /// Reads a sealed opening that a challenged member signed.
    ///
    /// - Throws: `SealingError`, `RegistryError`, ``BatchAuditError/signature(_:)``, `EvaluationMessageError`.
    public func readOpening(_ sealed: [UInt8], to challenge: BlindChallenge, at time: Timestamp) throws -> BatchOpening {
        let identity = try SealingIdentity(secret: keys().sealing)
        let envelope = try DSSEEnvelope(parsing: SealedFile.open(sealed, with: [identity]))
        guard envelope.payloadType == BatchOpening.payloadType,
            try registry().signers(of: envelope, at: time).contains(challenge.member)
        else { throw BatchAuditError.signature(challenge.member) }
        return try BatchOpening(parsing: envelope.payload)
    }
}

/// Why a batch is not opened.
public enum BatchAuditError: Error, Sendable, Hashable {
    /// The epoch is not installed here.
    case epoch(EpochNumber)
    /// This member holds no share of the epoch.
    case noShare(EpochNumber)
    /// Another member is asked.
    case otherMember
    /// No batch of this name is kept here.
    case noBatch
    /// The evaluator has another request on record than this member sent.
    case otherRequest
    /// The evaluator has no key to seal to.
    case noSealKey(MemberID)
    /// The opening is not signed by the member that was asked.
    case signature(MemberID)
}

extension BatchAuditError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .epoch(let number): "epoch \(number) is not installed here"
        case .noShare(let number): "this member holds no share of epoch \(number)"
        case .otherMember: "the challenge is for another member"
        case .noBatch: "no batch of the challenge's name is kept here"
        case .otherRequest: "the evaluator has another request on record than this member sent"
        case .noSealKey(let member): "\(member.name) has no key to seal to"
        case .signature(let member): "the opening is not signed by \(member.name)"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .epoch: "see tocsin epoch show for those that are"
        case .noShare: "an evaluator of the epoch draws; see tocsin epoch show"
        case .otherMember: "hand it to the member that it names"
        case .noBatch: "put the batches of the epoch back from your backup; without them the questions cannot be answered for"
        case .otherRequest: "keep the challenge and the batch, and ask the evaluator for its record"
        case .noSealKey: "ask the root officers to list one"
        case .signature: "ask the member for the file it made"
        }
    }
}

extension Node {
    /// Draws elements that a member had evaluated by this node's evaluator, and signs the challenge.
    ///
    /// - Returns: nothing where the record has no answer to the member.
    /// - Throws: ``NodeError``, ``BatchAuditError``, `RecordError`, `RegistryError`, `FileError`.
    public func challengeBatch(
        of member: MemberID, in number: EpochNumber, elements: Int, at time: Timestamp
    ) throws -> DSSEEnvelope? {
        guard let epoch = try installedEpochs().first(where: { $0.number == number }) else { throw BatchAuditError.epoch(number) }
        guard let share = epoch.document.evaluators?.shares.first(where: { $0.party == settings.member }) else {
            throw BatchAuditError.noShare(number)
        }
        let challenge = try BlindAudit.challenge(
            member, of: number, by: UInt8(share.index), in: evaluatorPaths, elements: elements, at: time
        ) { Int.random(in: 0..<$0) }
        return try challenge.map { try sign($0.envelope()) }
    }
}
