public import Blinding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What an evaluator goes by while it answers one request: the registry in force, the shares it holds, and the key it signs with.
public struct EvaluatorStanding: Sendable {
    /// The registry in force.
    public let registry: VerifiedRegistry
    /// The member that evaluates.
    public let member: MemberID
    /// The shares by epoch; only of epochs that the registry lists.
    public let shares: [EpochNumber: HeldShare]
    private let signingKey: Ed25519PrivateKey

    /// A share, and the epoch whose document names its public key.
    public struct HeldShare: Sendable {
        /// The epoch.
        public let epoch: VerifiedEpoch
        /// The share, which knows its number.
        public let share: EvaluatorShare

        /// The number of the evaluator in the epoch.
        public var evaluator: UInt8 { share.evaluator }

        /// Takes both, as ``ShareFile`` read the one by the other.
        public init(epoch: VerifiedEpoch, share: EvaluatorShare) {
            self.epoch = epoch
            self.share = share
        }
    }

    /// Whose key it is says the registry.
    ///
    /// - Returns: nothing when the registry lists no member with this key for signing.
    public init?(registry: VerifiedRegistry, signingKey: Ed25519PrivateKey, shares: [HeldShare]) {
        let key = signingKey.publicKey.bytes
        let member = registry.document.members.first { member in
            member.keys.contains { $0.use == .sign && $0.publicKey == key && $0.status != .compromised }
        }
        guard let member else { return nil }
        self.registry = registry
        self.member = member.id
        self.signingKey = signingKey
        self.shares = Dictionary(shares.map { ($0.epoch.number, $0) }) { first, _ in first }
    }

    /// The envelope with the evaluator's signature, as the bytes of a file.
    ///
    /// - Throws: `OpenSSLError`.
    func signed(_ envelope: DSSEEnvelope) throws(OpenSSLError) -> [UInt8] {
        let keyID = KeyName.keyID(member: member.name, kid: KeyName.kid(of: signingKey.publicKey.bytes))
        let key = signingKey
        return try envelope.signed(as: keyID) { (message) throws(OpenSSLError) in try key.sign(message) }.fileBytes()
    }
}
