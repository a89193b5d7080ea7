internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// One message of a key ceremony (protocol P2; docs/spec/evaluation.md).
///
/// Points and numbers are kept as bytes; whether they lie on the curve and fit together is for whoever runs the ceremony.
public struct CeremonyMessage: Sendable, Hashable {
    /// The epoch of the plan.
    public let epoch: EpochNumber
    /// The number of the party that says it, from 1.
    public let from: UInt8
    /// The number of the party it is for; 0 where it is for all.
    public let to: UInt8
    /// The digest of the plan.
    public let plan: Digest256
    /// What is said.
    public let body: Body

    /// What a party says, by round.
    public enum Body: Sendable, Hashable {
        /// Round 0: the digest of the points it will show.
        case commit(Digest256)
        /// Round 1: the points.
        case reveal(Reveal)
        /// Round 2: the value for one party, in an age file for that party.
        case deal(sealed: [UInt8])
        /// Round 3: the keys that came out.
        case confirm(Confirmation)
        /// Round 4: who broke the rules, and how.
        case complain(CeremonyComplaint)
    }

    /// The points of a party, behind its commitment.
    public struct Reveal: Sendable, Hashable {
        /// The commitments to the coefficients: two, or one where shares are refreshed.
        public let points: [[UInt8]]
        /// The random bytes of the commitment.
        public let nonce: Digest256
        /// The proof that the constant is known, 65 bytes; none where shares are refreshed.
        public let knowledge: [UInt8]?
        /// The digests of the messages of round 0 that it answers, by number.
        public let seen: [Digest256]

        /// States them.
        public init(points: [[UInt8]], nonce: Digest256, knowledge: [UInt8]?, seen: [Digest256]) {
            self.points = points
            self.nonce = nonce
            self.knowledge = knowledge
            self.seen = seen
        }
    }

    /// What a party got.
    public struct Confirmation: Sendable, Hashable {
        /// The key of the epoch.
        public let publicKey: [UInt8]
        /// The key of its own share.
        public let shareKey: [UInt8]
        /// The digests of the messages of rounds 0 and 1 that it computed with, by round and number.
        public let seen: [Digest256]

        /// States it.
        public init(publicKey: [UInt8], shareKey: [UInt8], seen: [Digest256]) {
            self.publicKey = publicKey
            self.shareKey = shareKey
            self.seen = seen
        }
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.dkg.v1+json"
    static let type = "six-dkg"
    /// The round of complaints.
    public static let complaintRound = 4
    /// How many bytes a proof of knowledge has.
    public static let knowledgeByteCount = 65

    /// States a message.
    public init(epoch: EpochNumber, from: UInt8, to: UInt8 = 0, plan: Digest256, body: Body) {
        self.epoch = epoch
        self.from = from
        self.to = to
        self.plan = plan
        self.body = body
    }

    /// The round it belongs to.
    public var round: Int {
        switch body {
        case .commit: 0
        case .reveal: 1
        case .deal: 2
        case .confirm: 3
        case .complain: Self.complaintRound
        }
    }

    /// The bytes that are signed.
    public func canonicalBytes() -> [UInt8] {
        let value: JSONValue = [
            "v": 1, "type": .string(Self.type), "epoch": .integer(Int64(epoch.value)), "round": .integer(Int64(round)),
            "from": .integer(Int64(from)), "to": .integer(Int64(to)), "body": body.jsonValue(plan),
        ]
        return value.canonicalBytes()
    }

    /// An envelope without signatures.
    public func draft() -> DSSEEnvelope { DSSEEnvelope(payloadType: Self.payloadType, payload: canonicalBytes()) }
}
