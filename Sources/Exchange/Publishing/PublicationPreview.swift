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
    /// Reads the feeds and cuts what they give for one member: nothing is signed into the chain or kept.
    ///
    /// - Throws: as ``publish(_:report:)``, ``NodeError`` for an unknown recipient.
    public func preview(
        _ request: PublishRequest, for recipient: MemberID, report: (RowVerdict) throws -> Void = { _ in }
    ) async throws -> PublicationPreview {
        var run = try await read(request, report)
        let summary = run.summary
        guard summary.accepted > 0, let spool = run.takeSpool() else {
            return PublicationPreview(stream: [], segments: [], summary: summary)
        }
        // A preview signed with the real key at the real number would fork the chain the moment somebody took it in.
        let throwAway = try Ed25519PrivateKey()
        let keyID = "\(node.settings.member.name)/preview"
        let assembled = try spool.finish(try occasion(request), keyID: keyID) { message throws(OpenSSLError) in
            try throwAway.sign(message)
        }
        let keys = try FixedKeyDirectory(hexKeys: [keyID: Hex.encode(throwAway.publicKey.bytes)])
        let shown = try Disclosure(node, at: request.time, for: request.grounds).preview(
            assembled.stream.path, for: recipient, under: keys)
        return PublicationPreview(stream: shown.stream, segments: shown.segments, summary: summary)
    }
}
