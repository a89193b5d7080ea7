public import Agreements
public import CanonicalCoding
public import Indicators
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
internal import TransparencyLog

/// Prepares what decisions depend on beside the rows, and has the engine decide: one for the work of one verb.
public struct DecisionDesk {
    let node: Node
    let registry: VerifiedRegistry
    /// The moment decided at.
    public let time: Timestamp
    /// The agreements of the node.
    public let agreements: NodeAgreements

    /// Prepares.
    ///
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`.
    public init(_ node: Node, at time: Timestamp) throws {
        self.node = node
        self.time = time
        registry = try node.registry()
        agreements = try NodeAgreements(node)
    }

    /// What decides about a hand-over between two members of a group.
    public func governance(of group: GroupID, from: MemberID, to: MemberID) -> NodeAgreements.Governance {
        agreements.governance(of: group, from: from, to: to, at: time)
    }

    /// Captures everything a decision depends on but its classes, items, approvals and what was found in finished bytes.
    ///
    /// In a hand-over this node's own member is authenticated, and every other for which the registry has a key that is in force: files
    /// are sealed to such a key, and streams signed by one. Whose claims are held here was authenticated when they were taken in.
    ///
    /// - Parameters:
    ///   - held: the agreement that decides; without one the engine answers `NO_AGREEMENT`.
    ///   - grounds: the purpose and the reasons of whoever acts.
    /// - Throws: `LedgerError` when a rule counts acts or asks for witnesses and the log cannot be read.
    public func input(
        _ stage: DecisionStage, from: MemberID, to: MemberID, group: GroupID, under held: HeldAgreement?,
        for grounds: QueryGrounds
    ) throws -> DecisionInput {
        var input = DecisionInput(
            stage: stage, time: time,
            actor: DecisionInput.Actor(member: node.settings.member, name: node.actor.name, role: node.actor.role), from: from,
            to: to, agreement: held?.agreement.digest, standing: held?.standing(at: time) ?? AgreementStanding(), classes: [],
            purpose: grounds.purpose)
        input.authenticated = Set([from, to]).filter { !stage.isBundle || isAuthenticated($0) }.sorted()
        input.group = group
        input.registryVersion = registry.document.version
        // A sandbox answers questions that nobody gave a reason for, so that trying it out needs none.
        input.isJustified = grounds.isStated || node.settings.isSandbox
        input.caseReference = grounds.caseReference
        input.isEmergency = grounds.isEmergency
        if let agreement = held?.agreement {
            input.counts = try ActCounts(node).counts(of: node.actor.name, at: stage, in: agreement.rateWindows(at: stage))
            input.isWitnessed = try isWitnessed(quorum: agreement.assurance.witnessQuorum)
        }
        return input
    }

    /// Decides under the agreement that the input names.
    public func decide(_ input: DecisionInput) -> Decision {
        DecisionEngine.decide(input, under: input.agreement.flatMap { agreements[$0]?.agreement })
    }

    private func isAuthenticated(_ member: MemberID) -> Bool {
        member == node.settings.member
            || [KeyUse.sign, .seal].contains { !registry.usableKeys(of: member, for: $0, at: time).isEmpty }
    }

    /// Whether the published head of the log carries the signatures of as many other members' witnesses as the agreement asks.
    private func isWitnessed(quorum: Int64) throws -> Bool {
        guard quorum > 0 else { return true }
        let others = registry.document.members.map(\.id).filter { $0 != node.settings.member }
        let keys = others.flatMap { member in
            registry.usableKeys(of: member, for: .witness, at: time).compactMap { NoteKey(witness: $0, of: member) }
        }
        guard !keys.isEmpty, let signatures = try? node.ledger().publishedNote().verified(by: keys) else { return false }
        return Int64(Set(signatures.map(\.key.name)).count) >= quorum
    }
}

extension NoteKey {
    /// The key with which a member's witness signs.
    init?(witness key: MemberKey, of member: MemberID) {
        guard key.algorithm == .ed25519, let publicKey = try? Ed25519PublicKey(parsing: key.publicKey),
            let noteKey = try? NoteKey(name: "\(member.name)/witness", algorithm: .cosignature, publicKey: publicKey)
        else { return nil }
        self = noteKey
    }
}
