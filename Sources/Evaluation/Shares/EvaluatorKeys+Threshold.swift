public import Blinding
internal import CryptoPrimitives
public import Indicators
public import MemberRegistry

extension EvaluatorKeys {
    /// The keys as an epoch document states them, for its parties in the order of their numbers.
    public init(_ keys: ThresholdKeys, parties: [MemberID]) {
        let shares = zip(SharePolynomial.parties, parties).compactMap { number, party in
            keys.shareKeys[number].map { Share(index: Int(number), party: party, publicKey: $0.bytes) }
        }
        self.init(
            threshold: SharePolynomial.threshold, publicKey: keys.publicKey.bytes, shares: shares,
            commitments: keys.commitments.points.map(\.bytes))
    }
}
