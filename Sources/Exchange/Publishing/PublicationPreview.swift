internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// What one member would get of a publication that does not happen.
public struct PublicationPreview: Sendable {
    /// The redacted stream; empty when no row was accepted.
    public let stream: [UInt8]
    /// What it shows of each segment.
    public let segments: [Disclosure.SegmentAnswer]
    /// What would become of the rows; it names no bundle, since there is none.
    public let summary: PublishSummary
}

extension Publisher {
    /// Reads the feeds and cuts what they give for one member: nothing is published. A publication of the same rows within the day has
    /// these bytes.
    ///
    /// The preview is signed as the bundle would be. Whoever hands it to another member and then publishes other rows has forked the
    /// chain; so it is on record, and a publication of other rows says that a preview is void.
    ///
    /// - Throws: as ``publish(_:report:)``, ``TransferError`` when officers have yet to approve included, ``NodeError`` for an unknown recipient.
    public func preview(
        _ request: PublishRequest, for recipient: MemberID, report: (RowVerdict) throws -> Void = { _ in }
    ) async throws -> PublicationPreview {
        let known = try await draft(serving: request)
        let seed = known?.seed ?? SecureRandom.digest()
        let created = known?.created ?? request.time
        var run = try await read(request, from: PublicationRandomness(seed: seed), hashesRows: true, report)
        let summary = run.summary
        guard summary.accepted > 0, let rows = run.rowsDigest, let spool = run.takeSpool() else {
            return PublicationPreview(stream: [], segments: [], summary: summary)
        }
        guard known == nil || known?.rows == rows else { throw TransferError.fileChanged(request.source) }
        // It is signed as the bundle would be, so it waits for the officers whom the rules name; it does not use their approvals.
        try run.requireApproval(of: request.source)
        let assembled = try spool.finish(try occasion(request, dated: created), keyID: keyID, sign: sign)
        let draft = PublicationDraft(
            seed: seed, created: created, rows: rows, predecessor: try predecessorDigest(request), lifeDays: request.lifeDays)
        try node.keep(draft, for: request.group)
        let shown = try Disclosure(node, at: request.time, for: request.grounds).preview(assembled.stream.path, for: recipient)
        return PublicationPreview(stream: shown.stream, segments: shown.segments, summary: summary)
    }
}
