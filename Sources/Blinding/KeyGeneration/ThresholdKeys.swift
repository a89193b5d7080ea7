public import CryptoPrimitives

/// The public keys of an epoch's evaluators, with what ties them together: those of the epoch document (protocol P2).
public struct ThresholdKeys: Sendable, Hashable {
    /// The commitments to the sum of all parties' polynomials; the first is the key of the epoch.
    public let commitments: ShareCommitments
    /// The public key of each share, by the number of its evaluator.
    public let shareKeys: [UInt8: GroupElement]

    /// The key of the epoch.
    public var publicKey: GroupElement { commitments.points[0] }

    /// The keys that follow from what all parties revealed.
    ///
    /// - Returns: nothing where a sum is infinity.
    public init?(_ revealed: [ShareCommitments]) {
        guard let commitments = ShareCommitments.sum(revealed) else { return nil }
        var keys: [UInt8: GroupElement] = [:]
        for party in SharePolynomial.parties {
            guard let key = commitments.publicValue(for: party) else { return nil }
            keys[party] = key
        }
        self.commitments = commitments
        shareKeys = keys
    }

    /// The keys as an epoch document states them.
    ///
    /// - Returns: nothing unless pk is the first commitment, there is a key for each party, each is what the commitments give, and every
    ///   pair of them combines to pk.
    public init?(publicKey: GroupElement, commitments: [GroupElement], shareKeys: [UInt8: GroupElement]) {
        guard commitments.count == SharePolynomial.threshold, let keys = ThresholdKeys([ShareCommitments(commitments)]),
            keys.publicKey == publicKey, keys.shareKeys == shareKeys
        else { return nil }
        let parties = Array(SharePolynomial.parties)
        for left in parties {
            for right in parties where left < right {
                guard ThresholdKeys.combined(shareKeys, [left, right]) == publicKey else { return nil }
            }
        }
        self = keys
    }

    /// The keys after all parties refreshed their shares: the key of the epoch stays.
    ///
    /// - Returns: nothing where a sum is infinity.
    public func refreshed(by refreshes: [ShareCommitments]) -> ThresholdKeys? {
        guard let change = ShareCommitments.sum(refreshes), change.points.count == commitments.points.count - 1,
            let rest = GroupElement.sums(Array(commitments.points.dropFirst()), change.points)
        else { return nil }
        return ThresholdKeys([ShareCommitments([publicKey] + rest)])
    }

    private static func combined(_ keys: [UInt8: GroupElement], _ parties: [UInt8]) -> GroupElement? {
        GroupElement.publicSum(
            parties.compactMap { party in keys[party].map { (PublicScalar.lagrange(of: party, among: parties), $0) } })
    }
}

extension EvaluatorShare {
    /// The share of a party: the sum of what all dealt to it, its own value included.
    ///
    /// - Returns: nothing when there is no value, or the sum is nought.
    public init?(summing dealt: [GroupScalars], of evaluator: UInt8) {
        guard let first = dealt.first else { return nil }
        let sum = dealt.dropFirst().reduce(first) { $0.sum($1) }
        self.init(sum.bytes(at: 0), of: evaluator)
    }

    /// The share after a refresh.
    ///
    /// - Returns: nothing when the sum is nought.
    public func refreshed(by dealt: [GroupScalars]) -> EvaluatorShare? {
        EvaluatorShare(summing: [share] + dealt, of: evaluator)
    }

    /// The share itself, for the file that keeps it.
    public var secret: SecretBytes { share.bytes(at: 0) }
}
