internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Evaluation
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// What a job with evaluators needs of a node: read once, so that it goes on without the home.
struct EvaluationTerms: Sendable {
    let epoch: VerifiedEpoch
    let registry: VerifiedRegistry
    let member: MemberID
    let time: Timestamp
    let evaluators: [Evaluator]
    let blinder: EpochBlinder
    let cache: SecretCache
    let shelf: BatchShelf
    private let signingKey: Ed25519PrivateKey

    /// - Throws: ``EvaluationError/noKeys(_:)``, ``NodeError``, `FileError`, `RegistryError`.
    init(_ node: Node, for epoch: VerifiedEpoch, at time: Timestamp) throws {
        guard let stated = epoch.document.evaluators, let keys = ThresholdKeys(stated) else {
            throw EvaluationError.noKeys(epoch.number)
        }
        self.epoch = epoch
        self.time = time
        registry = try node.registryInForce(at: time)
        member = node.settings.member
        evaluators = stated.shares.compactMap { share in
            let number = UInt8(clamping: share.index)
            return keys.shareKeys[number].map { Evaluator(number: number, member: share.party, publicKey: $0) }
        }
        blinder = try node.blinder(of: epoch)
        cache = node.secretCache(of: epoch.number)
        shelf = BatchShelf(at: node.paths.blindedBatches(epoch.number.value))
        signingKey = try node.keys().signing
    }

    func signed(_ envelope: DSSEEnvelope) throws(OpenSSLError) -> DSSEEnvelope {
        let keyID = KeyName.keyID(member: member.name, kid: KeyName.kid(of: signingKey.publicKey.bytes))
        return try envelope.signed(as: keyID) { message throws(OpenSSLError) in try signingKey.sign(message) }
    }
}

extension Node {
    /// What evaluators' answers gave in an epoch.
    func secretCache(of epoch: EpochNumber) -> SecretCache { SecretCache(at: paths.secretCache(epoch.value)) }

    /// Whether anything is kept of evaluations in an epoch.
    func hasEvaluations(of epoch: EpochNumber) -> Bool {
        Directory.exists(paths.secretCache(epoch.value)) || Directory.exists(paths.blindedBatches(epoch.value))
    }

    /// Erases what evaluators' answers gave in an epoch and the batches that asked for it, with its pepper.
    ///
    /// - Throws: `FileError`.
    public func eraseEvaluations(of epoch: EpochNumber) throws {
        try secretCache(of: epoch).erase()
        try BatchShelf(at: paths.blindedBatches(epoch.value)).erase()
    }
}
