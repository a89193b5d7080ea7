internal import CanonicalCoding
public import CryptoPrimitives
public import MemberRegistry

/// Two manifests of one publisher, group and number that differ, each signed by the publisher: proof of a fork to everybody who has its keys.
public struct ForkProof: Sendable {
    /// One of the two.
    public let manifest: Manifest
    /// What stands at the place, twice: the digests of both manifests, in the order given.
    public let digests: [Digest256]
    /// Both as first lines of bundles, without LF: what is kept as evidence.
    public let lines: [[UInt8]]

    /// Verifies a proof.
    ///
    /// - Throws: ``BundleError`` as for the first line of a bundle; `E_MANIFEST` for two envelopes that contradict each other in nothing.
    public init(verifying first: DSSEEnvelope, _ second: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let (one, other) = (try Self.manifest(of: first, keys), try Self.manifest(of: second, keys))
        let isOnePlace =
            one.publisher == other.publisher && one.audience == other.audience && one.sequence == other.sequence
        guard isOnePlace, first.payloadDigest != second.payloadDigest else { throw BundleError(.manifest, .documentShape) }
        manifest = one
        digests = [first.payloadDigest, second.payloadDigest]
        lines = [BundleEnvelope.line(first), BundleEnvelope.line(second)]
    }

    private static func manifest(of envelope: DSSEEnvelope, _ keys: any KeyDirectory) throws(BundleError) -> Manifest {
        guard envelope.payloadType.utf8.elementsEqual(Manifest.payloadType.utf8) else {
            throw BundleError(.envelope, .payloadType)
        }
        let verified: [SigningKeyRecord]
        let manifest: Manifest
        do {
            verified = try PublisherKeys.verified(envelope, keys: keys)
            manifest = try Manifest(parsing: envelope.payload)
            _ = try PublisherKeys(verified, manifest: manifest)
        } catch {
            throw error.at(line: 0)
        }
        return manifest
    }

    /// The envelope of a bundle's first line, read and not believed; nothing when it is none.
    public static func envelope(ofLine line: [UInt8]) -> DSSEEnvelope? {
        try? BundleEnvelope.parse(line.span, limits: .standard)
    }
}
