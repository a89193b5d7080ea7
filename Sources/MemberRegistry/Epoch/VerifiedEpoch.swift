public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators

/// An epoch whose document the registry lists and whose signatures were checked.
///
/// Only this type makes one, so holding one is proof of the check.
public struct VerifiedEpoch: Sendable {
    /// What was signed.
    public let document: EpochDocument

    /// Checks an epoch's document against the registry in force.
    ///
    /// It needs the signatures of the root threshold and of at least two root keys, and of every party that holds a
    /// share. A key that one dealer made is taken under a registry that is itself marked as lab or example.
    ///
    /// - Throws: ``RegistryError``.
    public init(verifying envelope: DSSEEnvelope, under registry: VerifiedRegistry) throws(RegistryError) {
        guard envelope.payloadType == EpochDocument.payloadType else {
            throw RegistryError(.payloadType, at: "payloadType")
        }
        let signers = try registry.document.root.signers(of: envelope)
        let needed = max(registry.document.root.threshold, Self.fewestRootKeys)
        guard signers.count >= needed else {
            throw RegistryError(.tooFewRootKeys, at: "\(signers.count) of \(needed)")
        }
        let document = try EpochDocument(parsing: envelope.payload)
        guard let listed = registry.epochDigest(document.epoch) else {
            throw RegistryError(.notListed, at: "epoch \(document.epoch)")
        }
        guard listed == envelope.payloadDigest else {
            throw RegistryError(.digestMismatch, at: "epoch \(document.epoch)")
        }
        try Self.checkParties(document, envelope, registry)
        let policy = registry.document.policy
        guard !document.isDealt || policy.isLab || policy.isExample else { throw RegistryError(.dealer, at: "dealer") }
        self.document = document
    }

    private static func checkParties(
        _ document: EpochDocument, _ envelope: DSSEEnvelope, _ registry: VerifiedRegistry
    ) throws(RegistryError) {
        let message = envelope.preAuthenticationEncoding
        var signed: Set<String> = []
        for signature in envelope.signatures {
            guard let record = registry.signingKey(signature.keyID), record.use == .sign, record.status != .compromised,
                let key = record.verificationKey
            else { continue }
            guard key.isValidSignature(signature.bytes, for: message) else {
                throw RegistryError(.badSignature, at: signature.keyID)
            }
            signed.insert(record.member)
        }
        for share in document.evaluators?.shares ?? [] where !signed.contains(share.party.name) {
            throw RegistryError(.partySignature, at: share.party.name)
        }
    }

    private static let fewestRootKeys = 2
}

extension VerifiedEpoch {
    /// The number of the epoch.
    public var number: EpochNumber { document.epoch }

    /// Whether bundles may be made in this epoch at a moment.
    public func isOpenForPublishing(at time: Timestamp) -> Bool {
        document.times.publishFrom <= time && time < document.times.publishUntil
    }

    /// Whether a bundle of this epoch may be accepted for the first time at a moment.
    public func acceptsBundles(at time: Timestamp) -> Bool {
        document.times.publishFrom <= time && time < document.times.matchUntil
    }

    /// Whether pepper and shares are to be erased by a moment.
    public func isToBeDestroyed(at time: Timestamp) -> Bool { time >= document.times.destroyAfter }

    /// Guessable kinds that every member could test guesses of; a node names them at every start.
    public var exposedKinds: [IndicatorKind] {
        IndicatorKind.all.filter { $0.isGuessable && document.suites[$0.name] == .keyed }
    }
}
