internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import Redaction
internal import SignedBundles
internal import TransparencyLog

/// One stream that comes in from outside: who sent it, what this member's own copy of the agreement says, and what the log keeps.
final class Reception {
    let node: Node
    let stage: ReceiveStage
    /// The signed document that came with it, once it was verified.
    private(set) var document: TransferDocument?
    /// The member that handed it over: the sender of the transfer, else the publisher the first line names.
    private(set) var peer: MemberID?
    private let envelope: DSSEEnvelope?
    private let head: Manifest?
    private(set) var nonce = SecureRandom.digest()
    private lazy var digest = TransferDigest(nonce: nonce)
    /// The entry of the log that says what became of it.
    var accepted: UInt64?
    private(set) var transfer: Digest256?
    private(set) var decision: Decision?

    /// Begins with what is claimed; nothing of it is believed before ``open()`` and ``judge(_:)``.
    init(_ node: Node, at stage: ReceiveStage, envelope: DSSEEnvelope?, head: Manifest?) {
        self.node = node
        self.stage = stage
        self.envelope = envelope
        self.head = head
        peer = head?.publisher
    }

    /// Verifies the transfer document and finds what decides.
    ///
    /// - Throws: `BundleError` for a document that does not verify.
    func open() throws {
        if let envelope {
            let document = try TransferDocument(verifying: envelope, keys: desk.registry)
            self.document = document
            peer = document.from
            nonce = document.nonce
        }
        digest = TransferDigest(nonce: nonce)
        guard let peer, let head else { return }
        for member in Set([peer, head.publisher]) where member != node.settings.member {
            let heads = PeerHeads(node, of: member)
            guard !heads.isForked else { throw TransferError.fork(member.name, evidence: heads.evidence) }
        }
        guard case .agreement(let held) = stage.agreement(of: head.audience, from: peer, named: document?.agreement) else {
            return
        }
        let sources = try node.sourceCount(under: held.agreement, epoch: head.epoch, at: desk.time)
        rows = GatheredRows(survey: ClassSurvey(under: held.agreement, at: desk.time, sources: sources))
    }

    /// What the decision is prepared with.
    var desk: DecisionDesk { stage.desk }

    /// What is gathered of the rows while they are staged.
    private(set) var rows = GatheredRows(survey: nil)

    /// Takes the next bytes of the plain stream.
    func update(_ bytes: Span<UInt8>) { digest.update(bytes) }

    /// Judges a stream that the verifier took: the transfer is about it, the sender's log is of one history, and the own copy of the
    /// agreement lets pass what is shown.
    ///
    /// - Parameter isHeld: whether the store holds the very stream. What was taken in was decided about then; that it comes again
    ///   changes nothing.
    /// - Throws: ``TransferError``, `FileError`, `LedgerError`.
    func judge(_ bundle: VerifiedBundle, isHeld: Bool) throws {
        let found = digest.finalize()
        transfer = found
        if let document {
            guard document.to == node.settings.member else { throw TransferError.otherRecipient(document.to.name) }
            guard document.manifest == bundle.digest else { throw TransferError.otherStream("manifest") }
            guard document.size == bundle.streamByteCount else { throw TransferError.otherStream("size") }
            guard document.transfer == found else { throw TransferError.otherStream("x") }
            try PeerHeads(node, of: document.from).take(document.checkpoint, under: desk.registry, at: desk.time)
        }
        guard !isHeld || document != nil && !isTakenIn else { return }
        try decide(bundle)
    }

    private func decide(_ bundle: VerifiedBundle) throws {
        let judgement = try stage.judge(
            rows.survey?.classes ?? [], of: bundle.manifest.audience, from: peer ?? bundle.manifest.publisher,
            named: document?.agreement, manifest: bundle.digest)
        guard case .decided(let decision, _) = judgement else { return }
        self.decision = decision
        guard decision.unmet.isEmpty, let survey = rows.survey, let view = DecidedView(decision, over: survey),
            view.showsAllThatTheSourceShows
        else { throw TransferError(denying: decision) }
    }
}
