public import CryptoPrimitives

/// A bundle that passed every check of the container.
///
/// Only ``BundleVerifier`` makes one, so holding one is proof of the checks. Rows it showed may become visible now.
public struct VerifiedBundle: Sendable, Hashable {
    /// The signed head.
    public let manifest: Manifest
    /// The digest of the manifest's bytes, by which the bundle is known.
    public let digest: Digest256
    /// Ids of the publisher's keys whose signatures were verified and that were in their window and scope; never empty.
    ///
    /// Keep them: when all of them turn out to be compromised, `since` decides what becomes of the claims.
    public let signers: [String]
    /// The digest of the stream as read, by which this redaction is known; nothing when it was not asked for.
    public let streamDigest: Digest256?
    /// How many bytes the stream has.
    public let streamByteCount: Int
    /// How many row lines it has.
    public let rowCount: Int
    /// How many segments it ships.
    public let segmentCount: Int
    /// The must segments whose rows are not all shown, ascending: a bundle that names any is not complete.
    public let partialMust: [Int]
    /// What the chain said; nothing outside an import.
    public let chainVerdict: ChainVerdict?
    /// Whether it came too late for anything but its retract and object rows (`E_EXPIRED` for the rest).
    public let isTooLate: Bool

    init(_ stream: BundleStream, streamDigest: Digest256?, head: BundleHead) {
        self.manifest = head.manifest
        self.digest = head.digest
        self.signers = head.publisherKeys.ids
        self.streamDigest = streamDigest
        self.streamByteCount = stream.byteCount
        self.rowCount = stream.rowCount
        self.segmentCount = stream.segmentCount
        self.partialMust = stream.partialMust
        self.chainVerdict = head.chainVerdict
        self.isTooLate = head.isTooLate
    }
}
