public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// Who publishes a bundle for whom, when, and after which one.
public struct BundleOccasion: Sendable, Hashable {
    /// The member that signs.
    public let publisher: MemberID
    /// The group it is for.
    public let audience: GroupID
    /// The epoch whose keys made the tags.
    public let epoch: EpochNumber
    /// When it is made.
    public let created: Timestamp
    /// Until when it may be accepted for the first time.
    public let expires: Timestamp
    /// The publisher's bundle for this group before this one; nothing for the first.
    public let predecessor: ChainPlace?

    /// States an occasion.
    public init(
        publisher: MemberID, audience: GroupID, epoch: EpochNumber, created: Timestamp, expires: Timestamp,
        predecessor: ChainPlace?
    ) {
        self.publisher = publisher
        self.audience = audience
        self.epoch = epoch
        self.created = created
        self.expires = expires
        self.predecessor = predecessor
    }
}

/// The first and last line of a bundle whose segments are already written.
public struct BundleFrame: Sendable {
    /// The head of the bundle.
    public let manifest: Manifest
    /// The signed bytes with the signatures made so far.
    public private(set) var envelope: DSSEEnvelope
    /// The last line, with its LF.
    public let lastLine: [UInt8]

    init(_ manifest: Manifest, rowCount: Int, segmentCount: Int) {
        self.manifest = manifest
        self.envelope = DSSEEnvelope(payloadType: Manifest.payloadType, payload: manifest.payload())
        var lastLine: [UInt8] = []
        LineWriter.appendEnd(rows: rowCount, segments: segmentCount, to: &lastLine)
        self.lastLine = lastLine
    }

    /// The digest by which the bundle is known.
    public var digest: Digest256 { envelope.payloadDigest }

    /// Where the bundle stands in its chain, for the one after it.
    public var place: ChainPlace { ChainPlace(sequence: manifest.sequence, digest: digest) }

    /// Adds a signature made by whatever holds the key.
    ///
    /// - Parameter sign: given the bytes to sign, gives the raw signature of 64 bytes.
    /// - Throws: what `sign` throws.
    public mutating func sign<Failure: Error>(
        as keyID: String, by sign: ([UInt8]) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        envelope = try envelope.signed(as: keyID, by: sign)
    }

    /// The first line, with its LF.
    ///
    /// - Throws: ``BundleError`` when nobody signed, or the manifest lists so much that it exceeds its limit.
    public func firstLine() throws(BundleError) -> [UInt8] {
        guard !envelope.signatures.isEmpty else { throw BundleError(.envelope, .noSignature) }
        guard envelope.payload.count <= BundleLimits.standard.manifestBytes else {
            throw BundleError(.limit, .payloadTooLong)
        }
        return BundleEnvelope.line(envelope) + [UInt8(ascii: "\n")]
    }
}
