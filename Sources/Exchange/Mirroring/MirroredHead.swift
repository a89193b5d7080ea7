internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import TransparencyLog

/// The head of another member's log and the policy it publishes, both held against the registry.
struct MirroredHead: Sendable {
    let note: SignedNote
    let head: Checkpoint
    let policy: WitnessPolicy
    let policyBytes: [UInt8]
    let witnessCount: Int
    let hasQuorum: Bool

    /// A log of more entries is not mirrored: the files it would need are listed in memory.
    static let largestSize: UInt64 = 1 << 28

    /// - Throws: ``MirrorError/head(_:)``, ``MirrorError/policy(_:)``, ``MirrorError/tooLarge(_:)``.
    init(_ bytes: [UInt8], policy policyBytes: [UInt8], of member: MemberID, under registry: VerifiedRegistry, at time: Timestamp)
        throws(MirrorError)
    {
        guard let note = try? SignedNote(parsing: bytes), let head = try? Checkpoint(parsing: note.text),
            registry.isHead(note, head, of: member, at: time)
        else { throw .head(member) }
        guard policyBytes.count <= WitnessPolicy.limitBytes, let text = String(validating: policyBytes, as: UTF8.self),
            let policy = try? WitnessPolicy(parsing: text), Self.isListed(policy, head.origin, member, registry, at: time)
        else { throw .policy(member) }
        guard head.size <= Self.largestSize else { throw .tooLarge(head.size) }
        self.note = note
        self.head = head
        self.policy = policy
        self.policyBytes = policyBytes
        let signers = ((try? note.verified(by: policy.witnesses)) ?? []).map(\.key)
        witnessCount = signers.count
        hasQuorum = policy.isSatisfied(by: signers)
    }

    /// A policy is the log's own word: every key in it has to be one that the registry lists, the log's under its origin, and each
    /// witness's under the name of its member.
    private static func isListed(
        _ policy: WitnessPolicy, _ origin: String, _ member: MemberID, _ registry: VerifiedRegistry, at time: Timestamp
    ) -> Bool {
        let logs = registry.noteKeys(of: member, for: .log, named: origin, .ed25519, at: time)
        guard policy.logs.contains(where: { $0.isNamed(origin) }), policy.logs.allSatisfy(logs.contains) else { return false }
        return policy.witnesses.allSatisfy { key in
            let parts = key.name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1] == "witness", let witness = MemberID(String(parts[0])) else { return false }
            return registry.noteKeys(of: witness, for: .witness, named: key.name, .cosignature, at: time).contains(key)
        }
    }
}

extension Node {
    /// The newest head of a log that this node's own witness keeps.
    func witnessKept(of origin: String) throws -> (note: SignedNote, head: Checkpoint)? {
        let path = "\(paths.witness)/\(SHA256.hash(origin).hex)/\(LedgerLayout.checkpoint)"
        guard Directory.exists(path) else { return nil }
        let note = try SignedNote(parsing: FileReader.contents(of: path, limitBytes: SignedNote.limitBytes))
        return (note, try Checkpoint(parsing: note.text))
    }
}
