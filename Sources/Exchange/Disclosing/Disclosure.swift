internal import Agreements
package import BundleFiles
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
package import Redaction
package import SignedBundles
internal import TransparencyLog

/// Makes the one file that a member may receive: decided, redacted, checked, logged, sealed, in this order.
public struct Disclosure {
    let node: Node
    let registry: VerifiedRegistry
    let gate: DisclosureGate
    let desk: DecisionDesk
    let grounds: QueryGrounds
    let time: Timestamp
    /// What writes the redaction; tests put one in its place that shows too much.
    package var serialize: Serializer = { path, rule, terms, output, scratch in
        try BundleCut.cut(path, by: rule, under: terms, into: output, scratch: scratch).source
    }

    /// Cuts a file by a rule into an output, verifying it under terms.
    package typealias Serializer = (
        _ path: String, _ rule: DecisionRule, _ terms: BundleTerms, _ output: FileSink, _ scratch: String
    ) throws -> VerifiedBundle

    /// Prepares hand-overs from a node.
    ///
    /// - Parameter grounds: the purpose and the reasons of whoever acts.
    /// - Throws: ``NodeError``, `DisclosureProfileError`, `FileError`.
    public init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("bundle redact")) throws {
        self.node = node
        self.time = time
        self.grounds = grounds
        registry = try node.registryInForce(at: time)
        gate = try node.gate()
        desk = try DecisionDesk(node, at: time)
    }

    /// Cuts a bundle file for one member and seals it.
    ///
    /// The decision and the intent to send are committed to the audit log before the sealed file appears under its name; beside it
    /// lies the transfer document. A member that may see nothing of it still gets the signed head, which shows no row: without it,
    /// it would miss a link of the chain, and with it every later retraction.
    ///
    /// - Parameter output: nil for the outbox.
    /// - Throws: ``NodeError`` (unknown recipient), ``TransferError`` (denied, held, not what was decided), `BundleError`, `FileError`,
    ///   `SealingError`, `LedgerError`.
    public func disclose(_ path: String, to recipient: MemberID, output: String? = nil) throws -> Result {
        let keys = registry.usableKeys(of: recipient, for: .seal, at: time)
        let draft = try draft(path, to: recipient, under: registry)
        guard !keys.isEmpty else { throw NodeError.noSealingKey(recipient.name) }
        let target = try output ?? outboxPath(recipient, draft.source)
        let sending = Sending(self, draft, to: recipient, keys: keys, target: target)
        try sending.run()
        return Result(
            path: target, transferPath: TransferFile.path(beside: target), transfer: draft.finished.transfer,
            bundle: draft.source.manifest.bundle, manifest: draft.source.digest, segments: draft.segments,
            shownRows: draft.segments.reduce(0) { $0 + $1.shownRows }, streamByteCount: draft.finished.byteCount)
    }

    /// Cuts a bundle file for one member and gives the stream back instead of sealing it: the very bytes that ``disclose(_:to:output:)``
    /// would seal.
    ///
    /// - Throws: as ``disclose(_:to:output:)``; a hand-over that waits for approval is shown as it is without it.
    public func preview(_ path: String, for recipient: MemberID) throws -> Preview {
        try preview(path, for: recipient, under: registry)
    }

    func preview(_ path: String, for recipient: MemberID, under keys: any KeyDirectory) throws -> Preview {
        let draft = try draft(path, to: recipient, under: keys, isPreview: true)
        guard draft.comparison.matches else { throw TransferError.egress(draft.comparison.texts) }
        // A preview shows the bytes to whoever asks, so it is on record like any look.
        try node.log(
            LoggedEvent(
                .export,
                [
                    (.purpose, .string(grounds.purpose)), (.justification, .string(grounds.justification)),
                    (.filter, .string("preview for \(recipient.name)")),
                    (.itemCount, .integer(Int64(draft.finished.items.count))),
                    (.digest, .string(draft.finished.transfer.hex)), (.bundle, .string(draft.source.digest.hex)),
                ]))
        return Preview(
            stream: try FileReader.contents(of: draft.stream.path, limitBytes: Self.previewLimitBytes), segments: draft.segments)
    }

    /// A preview is for people; a larger one is refused.
    static let previewLimitBytes = 1 << 30

    func draft(
        _ path: String, to recipient: MemberID, under keys: any KeyDirectory, isPreview: Bool = false
    ) throws -> DraftedStream {
        guard
            let head = try IncomingFile(path, identity: { throw NodeError.notForUs }, scratch: node.paths.run).head,
            registry.member(recipient) != nil, registry.members(of: head.audience)?.contains(recipient) == true
        else { throw NodeError.unknownRecipient(recipient.name) }
        let heads = PeerHeads(node, of: recipient)
        guard !heads.isForked else { throw TransferError.fork(recipient.name, evidence: heads.evidence) }
        let cutter = StreamCutter(self, path, head, recipient, under: keys, isPreview: isPreview)
        switch desk.governance(of: head.audience, from: node.settings.member, to: recipient) {
        case .agreement(let held): return try cutter.cut(under: held)
        case .profile: return try cutter.cutByProfile()
        case .missing: return try cutter.refuse()
        }
    }

    private func outboxPath(_ recipient: MemberID, _ source: VerifiedBundle) throws -> String {
        let folder = "\(node.paths.outbox)/\(recipient.name)"
        try Directory.create(folder)
        return "\(folder)/\(source.manifest.publisher.name)_\(source.manifest.audience.name)_\(source.manifest.sequence).six.age"
    }
}
