internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

extension Ceremony {
    /// Begins a ceremony by its plan; a second time it changes nothing.
    ///
    /// - Throws: ``CeremonyError`` when the plan does not fit the registry, this home, or what is under way here; `FileError`.
    public static func begin(_ plan: CeremonyPlan, in paths: EvaluatorPaths, on terms: Terms) throws -> Ceremony {
        let folder = CeremonyFolder(root: paths.ceremony(of: plan.epoch))
        var aside: Ceremony?
        if Directory.exists(folder.plan) {
            let known = try Ceremony(opening: paths, of: plan.epoch, on: terms)
            if known.plan == plan { return known }
            guard known.verdict != nil || known.isSettled else { throw CeremonyError.underWay(plan.epoch) }
            aside = known
        }
        // Its messages are known to all, so that this attempt would hide nothing any more.
        guard !Directory.exists(folder.aside(plan.digest)) else { throw CeremonyError.givenUp }
        try check(plan, on: terms)
        try checkShares(plan, paths, on: terms)
        try aside?.putAside()
        for place in [paths.root, paths.shares, paths.ceremonies, folder.root, folder.messages] { try Directory.create(place) }
        // Last: a folder without a plan is none.
        try DurableFile.write(plan.canonicalBytes() + [UInt8(ascii: "\n")], to: folder.plan)
        return try Ceremony(opening: paths, of: plan.epoch, on: terms)
    }

    /// Whether it is complete, and what it made is in use.
    private var isSettled: Bool { isComplete && !(plan.isRefresh && Directory.exists(paths.refreshedShare(of: plan.epoch))) }

    private static func check(_ plan: CeremonyPlan, on terms: Terms) throws(CeremonyError) {
        guard plan.number(of: terms.member) != nil else { throw .notAParty(terms.member) }
        let registry = terms.registry
        for party in plan.parties {
            guard registry.roles(of: party).contains(.evaluator) else { throw .notAnEvaluator(party) }
            for use in [KeyUse.sign, .seal] where registry.usableKeys(of: party, for: use, at: terms.time).isEmpty {
                throw .noKey(party, use)
            }
        }
        for (index, party) in plan.parties.enumerated() {
            let twin = plan.parties[..<index].first { registry.owner(of: $0) == registry.owner(of: party) }
            if let twin { throw .oneOwner(twin, party) }
        }
        guard let keys = terms.keys else { throw .noKey(terms.member, .sign) }
        let own = [(KeyUse.sign, keys.signing.publicKey.bytes), (.seal, (try? X25519.publicKey(of: keys.sealing)) ?? [])]
        for (use, key) in own
        where !registry.usableKeys(of: terms.member, for: use, at: terms.time).contains(where: { $0.publicKey == key }) {
            throw .noKey(terms.member, use)
        }
    }

    private static func checkShares(_ plan: CeremonyPlan, _ paths: EvaluatorPaths, on terms: Terms) throws {
        guard case .refresh(let digest) = plan.purpose else {
            guard terms.registry.epochDigest(plan.epoch) == nil, terms.document == nil,
                !Directory.exists(paths.share(of: plan.epoch))
            else { throw CeremonyError.epochMade(plan.epoch) }
            return
        }
        guard let document = terms.document, document.digest == digest, let stated = document.evaluators,
            let keys = ThresholdKeys(stated), stated.shares.map(\.party) == plan.parties,
            let number = plan.number(of: terms.member), let key = keys.shareKeys[number]
        else { throw CeremonyError.otherDocument(plan.epoch) }
        guard !Directory.exists(paths.refreshedShare(of: plan.epoch)) else { throw CeremonyError.underWay(plan.epoch) }
        _ = try ShareFile.read(paths, of: plan.epoch, evaluator: number, publicKey: key)
    }
}
