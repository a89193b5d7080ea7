internal import CanonicalCoding
internal import Indicators
internal import MemberRegistry
internal import SignedBundles

/// Tells the other members of a group of a fork that this node saw itself, with both envelopes: each of them verifies the proof by itself.
struct ForkNotice {
    private let node: Node
    private let time: Timestamp

    init(_ node: Node, at time: Timestamp) {
        self.node = node
        self.time = time
    }

    /// Leaves the messages in the outbox. Envelopes that are too long for a message are not told of: heads lead to them.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func send(_ first: [UInt8], _ second: [UInt8], of head: Manifest) throws {
        guard let one = ForkProof.envelope(ofLine: first), let other = ForkProof.envelope(ofLine: second) else { return }
        let own = node.settings.member
        let others = try node.registry().members(of: head.audience) ?? []
        let drafts = others.filter { $0 != own && $0 != head.publisher }.sorted().map { member in
            MessageDraft(to: member, verb: .fork, content: .fork(one, other))
        }
        // One by one: a member that cannot be told keeps no other from being told.
        for draft in drafts {
            do { try node.send([draft], at: time) } catch let error where Self.isNoReason(error) {}
        }
    }

    /// What keeps a member from telling others keeps it from nothing else: the fork is on record here.
    private static func isNoReason(_ error: any Error) -> Bool {
        error is MessageError || error is BundleError || error is NodeError
    }
}
