internal import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Evaluation
public import Indicators
internal import LedgerFiles
public import MemberRegistry

extension Node {
    /// Where this node keeps what an evaluator holds.
    public var evaluatorPaths: EvaluatorPaths { EvaluatorPaths(home: paths.root) }

    /// Begins this member's part in a key ceremony.
    ///
    /// - Throws: `CeremonyError`, ``NodeError``, `FileError`.
    public func beginCeremony(_ plan: CeremonyPlan, at time: Timestamp) throws -> Ceremony {
        if case .generation(let terms) = plan.purpose { try CompiledRules.require(terms.norm) }
        return try Ceremony.begin(plan, in: evaluatorPaths, on: ceremonyTerms(of: plan.epoch, at: time))
    }

    /// A key ceremony that was begun.
    ///
    /// - Parameter isForLooking: whether it is only looked at, which needs no private key.
    /// - Throws: `CeremonyError`, ``NodeError``, `FileError`.
    public func ceremony(of epoch: EpochNumber, isForLooking: Bool = false, at time: Timestamp) throws -> Ceremony {
        try Ceremony(
            opening: evaluatorPaths, of: epoch, on: ceremonyTerms(of: epoch, isForLooking: isForLooking, at: time))
    }

    private func ceremonyTerms(of epoch: EpochNumber, isForLooking: Bool = false, at time: Timestamp) throws -> Ceremony.Terms {
        let registry = isForLooking ? try registry() : try registryInForce(at: time)
        let keys = isForLooking ? nil : try keys()
        let document = try installedEpochs().first { $0.number == epoch }?.document
        return Ceremony.Terms(
            member: settings.member, keys: keys.map { Ceremony.Keys(signing: $0.signing, sealing: $0.sealing) },
            registry: registry, document: document, time: time)
    }

    /// The epochs of which a ceremony was begun here, ascending; those that others have followed are left out.
    ///
    /// - Throws: `FileError`.
    public func ceremonies() throws -> [EpochNumber] {
        guard Directory.isDirectory(evaluatorPaths.ceremonies) else { return [] }
        return try Directory.names(in: evaluatorPaths.ceremonies).compactMap { UInt32($0) }.sorted().map { EpochNumber($0) }
    }

    /// The plan of a refresh of an epoch that is installed here.
    ///
    /// - Throws: ``NodeError/epochNotInstalled(_:)``, `RegistryError`, `FileError`.
    public func refreshPlan(of epoch: EpochNumber) throws -> CeremonyPlan {
        guard let document = try installedEpochs().first(where: { $0.number == epoch })?.document,
            let keys = document.evaluators
        else { throw NodeError.epochNotInstalled(epoch.value) }
        return try CeremonyPlan(
            epoch: epoch, parties: keys.shares.map(\.party), purpose: .refresh(document.digest),
            attempt: CeremonyPlan.newAttempt())
    }

    /// Puts a refreshed share in the place of the old one once its document is in force, and erases that.
    ///
    /// - Throws: `ShareError`.
    func settleShare(of epoch: VerifiedEpoch) throws {
        guard let stated = epoch.document.evaluators, let keys = ThresholdKeys(stated),
            let share = stated.shares.first(where: { $0.party == settings.member }), let number = UInt8(exactly: share.index),
            let key = keys.shareKeys[number]
        else { return }
        try ShareFile.settle(evaluatorPaths, of: epoch.number, evaluator: number, publicKey: key)
    }
}

extension CeremonyPlan {
    static func newAttempt() -> [UInt8] { SecureRandom.bytes(16) }

    /// The plan of a new key: evaluators for guessable kinds, the keyed suite for the others.
    ///
    /// - Parameters:
    ///   - parties: who will hold shares, in the order of their numbers.
    ///   - start: when publishing begins.
    ///   - pepperDigest: of the pepper that a root officer made.
    /// - Throws: `RegistryError` when it breaks a rule.
    public static func newKey(
        of epoch: EpochNumber, parties: [MemberID], from start: Timestamp, pepperDigest: Digest256
    ) throws(RegistryError) -> CeremonyPlan {
        let terms = Terms(
            suites: SuiteTable.standard.names.compactMapValues { TagSuite(rawValue: $0) }, norm: CompiledRules.current,
            times: .standard(from: start), pepperDigest: pepperDigest)
        return try CeremonyPlan(epoch: epoch, parties: parties, purpose: .generation(terms), attempt: newAttempt())
    }
}
