internal import Blinding
internal import CryptoPrimitives
internal import Evaluation
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The evaluators of a lab: three of its members, whose polynomials are all drawn in this one process. So the epoch is marked as dealt.
public struct LabEvaluators: Sendable {
    /// Their public keys, as the epoch document has them.
    let keys: EvaluatorKeys
    private let shares: [EvaluatorShare]
    private let signingKeys: [Ed25519PrivateKey]

    /// Generates the key of an epoch as three parties do, without the messages.
    ///
    /// - Parameter parties: the members and their `sign` keys, in the order of their numbers.
    init?(_ parties: [(member: MemberID, signing: Ed25519PrivateKey)]) {
        guard parties.count == SharePolynomial.parties.count else { return nil }
        let polynomials = SharePolynomial.parties.map { _ in SharePolynomial() }
        guard let keys = ThresholdKeys(polynomials.map(\.commitments)) else { return nil }
        shares = SharePolynomial.parties.compactMap { party in
            EvaluatorShare(summing: polynomials.map { $0.value(for: party) }, of: party)
        }
        guard shares.count == parties.count else { return nil }
        self.keys = EvaluatorKeys(keys, parties: parties.map(\.member))
        signingKeys = parties.map(\.signing)
    }

    /// An epoch document with the signatures of all three.
    ///
    /// - Throws: `OpenSSLError`.
    func signed(_ envelope: DSSEEnvelope) throws -> DSSEEnvelope {
        try zip(keys.shares, signingKeys).reduce(envelope) { signed, party in
            try signed.signedByMember(party.0.party, party.1)
        }
    }

    /// Puts each share into the home of its holder.
    ///
    /// - Throws: `FileError`.
    func write(for epoch: EpochNumber, into homes: [MemberID: String]) throws {
        for (holder, share) in zip(keys.shares, shares) {
            guard let home = homes[holder.party] else { continue }
            let paths = EvaluatorPaths(home: home)
            for folder in [paths.root, paths.shares] { try Directory.create(folder) }
            try ShareFile.create(share, at: paths.share(of: epoch))
        }
    }
}

extension DSSEEnvelope {
    /// The envelope with the signature of a member's `sign` key.
    ///
    /// - Throws: `OpenSSLError`.
    func signedByMember(_ member: MemberID, _ key: Ed25519PrivateKey) throws -> DSSEEnvelope {
        let keyID = KeyName.keyID(member: member.name, kid: KeyName.kid(of: key.publicKey.bytes))
        return try signed(as: keyID) { message throws(OpenSSLError) in try key.sign(message) }
    }
}
