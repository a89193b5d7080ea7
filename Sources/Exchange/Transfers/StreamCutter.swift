internal import Agreements
internal import BundleFiles
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

/// Decides about one file for one member, cuts it, and reads the result again: everything up to the log.
struct StreamCutter {
    private let disclosure: Disclosure
    private let path: String
    private let head: Manifest
    private let recipient: MemberID
    private let terms: BundleTerms
    private let isPreview: Bool

    /// - Parameter isPreview: whether nothing is to leave; then nothing is logged and nothing is held.
    init(
        _ disclosure: Disclosure, _ path: String, _ head: Manifest, _ recipient: MemberID, under keys: any KeyDirectory,
        isPreview: Bool
    ) {
        self.disclosure = disclosure
        self.path = path
        self.head = head
        self.recipient = recipient
        terms = BundleTerms(keys: keys, audience: head.audience, at: disclosure.time, isHeld: true)
        self.isPreview = isPreview
    }

    private var node: Node { disclosure.node }

    /// Two passes over the file: the first finds the classes of rows, which are decided about once each; the second cuts.
    ///
    /// - Throws: ``TransferError``, `BundleError`, `FileError`, `LedgerError`.
    func cut(under held: HeldAgreement) throws -> DraftedStream {
        let sources = try node.sourceCount(under: held.agreement, epoch: head.epoch, at: disclosure.time)
        var survey = ClassSurvey(under: held.agreement, at: disclosure.time, sources: sources)
        let source = try BundleReading.verify(path, into: &survey, under: terms)
        var input = try input(under: held)
        input.items = [source.digest.hex]
        input.classes = try classes(of: survey, source)
        let officers = OfficersDecision(input, at: disclosure.desk)
        let decision = officers.assumed
        try requireSome(of: decision)
        guard let view = DecidedView(decision, over: survey, ceiling: (disclosure.gate, request)) else {
            throw TransferError.fileChanged(path)
        }
        let stream = try SharedScratch(in: node.paths.run)
        do {
            _ = try disclosure.serialize(path, DecisionRule(view), terms, stream.sink, node.paths.run)
        } catch let error as BundleError where error == .stoppedByConsumer {
            throw TransferError.fileChanged(path)
        }
        let (nonce, finished) = try finish(stream, source)
        let settled =
            isPreview
            ? OfficersDecision.Settled(decision: decision, subject: nil)
            : try officers.settled(
                showing: { try FileDigest.of(stream.path) }, under: disclosure.gate.profileDigest, for: path)
        let comparison = EgressComparison(of: finished.findings, with: view.plan)
        input = settled.decision.input
        input.egress = comparison.report
        return DraftedStream(
            source: source, stream: stream, nonce: nonce, finished: finished,
            segments: view.segments.map { Disclosure.SegmentAnswer($0) }, comparison: comparison,
            ruling: .agreement(disclosure.desk.decide(input), approved: settled.subject), neededApprovals: officers.needed)
    }

    /// The classes of rows; of a bundle that is relayed, those marked that must not be passed on.
    private func classes(of survey: ClassSurvey, _ source: VerifiedBundle) throws -> [RowClass] {
        guard stage == .onward else { return survey.classes }
        return try ReceivedDuties(of: source.digest, at: node).marked(survey.classes)
    }

    /// One pass by the member's own profile, for groups that no agreement governs.
    ///
    /// - Throws: as ``cut(under:)``.
    func cutByProfile() throws -> DraftedStream {
        let stream = try SharedScratch(in: node.paths.run)
        let cut = try BundleCut.cut(
            path, by: DisclosureRule(gate: disclosure.gate, request: request), under: terms, into: stream.sink,
            scratch: node.paths.run)
        let (nonce, finished) = try finish(stream, cut.source)
        let shown = Dictionary(cut.outcomes.map { ($0.segment, $0.shownRowCount) }) { first, _ in first }
        let granted = cut.rule.rulings.map {
            (segment: $0.segment, columns: $0.decision.grants[0].columns, rows: shown[$0.segment] ?? 0)
        }
        return DraftedStream(
            source: cut.source, stream: stream, nonce: nonce, finished: finished,
            segments: cut.rule.rulings.map { Disclosure.SegmentAnswer($0, shownRows: shown[$0.segment] ?? 0) },
            comparison: EgressComparison(of: finished.findings, granting: granted),
            ruling: .profile(request, cut.rule.rulings.first?.decision.profileDigest))
    }

    /// Says no where an agreement is demanded and there is none.
    ///
    /// - Throws: ``TransferError/denied(_:sentence:unmet:)``, `LedgerError`, `FileError`.
    func refuse() throws -> DraftedStream {
        let decision = disclosure.desk.decide(try input(under: nil))
        if !isPreview { try node.log(node.keep(decision, about: CommittedItems())) }
        throw TransferError(denying: decision)
    }

    private func finish(_ stream: SharedScratch, _ source: VerifiedBundle) throws -> (Digest256, FinishedStream) {
        try stream.flush()
        let nonce = SecureRandom.digest()
        return (nonce, try FinishedStream(reading: stream.path, of: source.digest, nonce: nonce))
    }

    /// Says no when nothing may leave at all; what was decided is on record first.
    private func requireSome(of decision: Decision) throws {
        guard !decision.unmet.isEmpty else { return }
        if !isPreview { try node.log(node.keep(decision, about: CommittedItems(decision.input.items))) }
        throw TransferError(denying: decision)
    }

    private func input(under held: HeldAgreement?) throws -> DecisionInput {
        try disclosure.desk.input(
            stage, from: node.settings.member, to: recipient, group: head.audience, under: held, for: disclosure.grounds)
    }

    /// What the hand-over is: of the member's own claims, or of another's.
    private var stage: DecisionStage { head.publisher == node.settings.member ? .send : .onward }

    private var request: DisclosureGate.Request {
        DisclosureGate.Request(
            stage: .send, recipient: recipient, roles: Set(disclosure.registry.roles(of: recipient).map(\.rawValue)),
            isInAudience: true)
    }
}

extension TransferError {
    init(denying decision: Decision) {
        // Of a decision that lets part pass, the first class that does not says why.
        let part = decision.classes.first { $0.outcome != .allow }
        let reason = decision.unmet.isEmpty ? part?.reason ?? .noRule : decision.reason
        self = .denied(
            reason, sentence: decision.denialSentence(part),
            unmet: decision.unmet.isEmpty ? part?.unmet ?? [] : decision.unmet)
    }
}

extension Decision {
    /// Why not all of it passes, for people; the sentence of the record says what does.
    fileprivate func denialSentence(_ part: ClassDecision?) -> String {
        guard unmet.isEmpty, outcome != .deny else { return sentence }
        guard let part else { return "More is shown than the own copy of the agreement allows." }
        let denied = classes.filter { $0.outcome != .allow }.reduce(0) { $0 + $1.rows.rows }
        let all = classes.reduce(0) { $0 + $1.rows.rows }
        return "\(denied) of \(all) rows may not pass: \(part.reason.meaning)."
    }
}
