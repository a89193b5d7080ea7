public import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

extension Ceremony {
    /// Where the share goes that this ceremony makes.
    var sharePath: String { plan.isRefresh ? paths.refreshedShare(of: plan.epoch) : paths.share(of: plan.epoch) }

    /// Whether the share there has a public key.
    func keptShare(with key: GroupElement) -> Bool {
        guard var bytes = try? SecretFile.read(sharePath) else { return false }
        return EvaluatorShare(SecretBytes(erasing: &bytes), of: number)?.publicKey == key
    }

    /// Whether all have confirmed.
    public var isComplete: Bool { missing(3).isEmpty }

    /// What a party committed to, as it revealed.
    ///
    /// - Throws: ``CeremonyError/missing(round:from:)``, ``CeremonyError/noKeys``.
    func commitments(of party: UInt8) throws(CeremonyError) -> ShareCommitments {
        guard let file = messages[MessagePlace(1, from: party)], case .reveal(let reveal) = file.message.body else {
            throw .missing(round: 1, from: [plan.party(party)])
        }
        guard let commitments = ShareCommitments(reveal, isRefresh: plan.isRefresh) else { throw .noKeys }
        return commitments
    }

    /// The keys that follow from what all revealed.
    ///
    /// - Throws: ``CeremonyError``.
    public func keys() throws(CeremonyError) -> ThresholdKeys {
        _ = try all(1)
        var all: [ShareCommitments] = []
        for party in SharePolynomial.parties { all.append(try commitments(of: party)) }
        guard let keys = plan.isRefresh ? try baseKeys().refreshed(by: all) : ThresholdKeys(all) else { throw .noKeys }
        return keys
    }

    /// The keys of the document whose shares are refreshed.
    ///
    /// - Throws: ``CeremonyError/otherDocument(_:)``.
    func baseKeys() throws(CeremonyError) -> ThresholdKeys {
        guard case .refresh(let digest) = plan.purpose, let document = terms.document, document.digest == digest,
            let keys = document.evaluators.flatMap({ ThresholdKeys($0) })
        else { throw .otherDocument(plan.epoch) }
        return keys
    }

    /// The epoch's document, signed by this party: all make the same one, and put their signatures together.
    ///
    /// - Throws: ``CeremonyError/missing(round:from:)`` before all have confirmed, `RegistryError`, `OpenSSLError`.
    public func document() throws -> DSSEEnvelope {
        try requireNoComplaint()
        _ = try all(3)
        let keys = EvaluatorKeys(try keys(), parties: plan.parties)
        switch plan.purpose {
        case .generation(let terms): return try signed(terms.document(of: plan.epoch, keys: keys).draft())
        case .refresh:
            guard var document = terms.document else { throw CeremonyError.otherDocument(plan.epoch) }
            document.evaluators = keys
            return try signed(document.draft())
        }
    }
}

extension ShareCommitments {
    /// The points that a party revealed.
    ///
    /// - Returns: nothing where one is no point, or there are too few or too many for what the ceremony is for.
    init?(_ reveal: CeremonyMessage.Reveal, isRefresh: Bool) {
        let points = reveal.points.compactMap { GroupElement($0) }
        guard points.count == reveal.points.count, points.count == SharePolynomial.threshold - (isRefresh ? 1 : 0),
            isRefresh == (reveal.knowledge == nil)
        else { return nil }
        self.init(points, firstPower: isRefresh ? 1 : 0)
    }
}
