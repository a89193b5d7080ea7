public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// The signed head of a bundle: who speaks to whom, when, and which segments belong to it.
public struct Manifest: Sendable, Hashable {
    /// The member that signed the bundle.
    public let publisher: MemberID
    /// The group it is addressed to.
    public let audience: GroupID
    /// Its random name.
    public let bundle: BundleID
    /// Its place in the chain of this publisher for this group, from 1.
    public let sequence: Int
    /// The digest of the manifest before it; nothing at the first place.
    public let previous: Digest256?
    /// The epoch whose keys made its tags.
    public let epoch: EpochNumber
    /// When the publisher says it was made.
    public let created: Timestamp
    /// Until when it may be accepted for the first time.
    public let expires: Timestamp
    /// Its segments in order; a redaction may withhold some.
    public let segments: [SegmentReference]

    /// Puts a manifest together.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` when the parts do not fit each other.
    public init(
        publisher: MemberID, audience: GroupID, bundle: BundleID, sequence: Int, previous: Digest256?,
        epoch: EpochNumber, created: Timestamp, expires: Timestamp, segments: [SegmentReference]
    ) throws(BundleError) {
        guard sequence >= 1, Int64(sequence) <= JSONValue.largestInteger, (previous == nil) == (sequence == 1),
            created < expires
        else { throw BundleError(.manifest, .manifestShape) }
        self.publisher = publisher
        self.audience = audience
        self.bundle = bundle
        self.sequence = sequence
        self.previous = previous
        self.epoch = epoch
        self.created = created
        self.expires = expires
        self.segments = segments
    }

    /// The payload type of the envelope that carries a manifest.
    public static let payloadType = "application/vnd.six.manifest.v1+json"
}

/// What a manifest says about one segment.
public struct SegmentReference: Sendable, Hashable {
    /// The digest of the segment's descriptor.
    public let digest: Digest256
    /// Whether every redaction must pass the segment on.
    public let isMust: Bool

    /// Refers to a segment.
    public init(digest: Digest256, isMust: Bool) {
        self.digest = digest
        self.isMust = isMust
    }
}

extension Manifest {
    /// The signed bytes: canonical JSON.
    public func payload() -> [UInt8] {
        let value: JSONValue = [
            "aud": .string(audience.name), "bundle": .string(bundle.hex), "created": .string(created.rfc3339),
            "epoch": .integer(Int64(epoch.value)), "expires": .string(expires.rfc3339), "hash": "sha256",
            "prev": .string(previous?.hex ?? ""), "pub": .string(publisher.name),
            "segs": .array(segments.map { ["d": .string($0.digest.hex), "must": .bool($0.isMust)] }),
            "seq": .integer(Int64(sequence)), "type": "six-manifest", "v": 1,
        ]
        return value.canonicalBytes()
    }

    /// Reads the signed bytes.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT` or `E_MANIFEST`.
    public init(parsing payload: [UInt8], limits: BundleLimits = .standard) throws(BundleError) {
        guard payload.count <= limits.manifestBytes else { throw BundleError(.limit, .payloadTooLong) }
        let value: JSONValue
        do {
            value = try StrictJSON.parseCanonical(payload)
        } catch {
            throw BundleError(error, otherwise: .manifest, .manifestShape)
        }
        if let count = value.object?["segs"]?.array?.count, count > limits.segments {
            throw BundleError(.limit, .tooManySegments)
        }
        guard let fields = ManifestFields(value) else { throw BundleError(.manifest, .manifestShape) }
        try self.init(
            publisher: fields.publisher, audience: fields.audience, bundle: fields.bundle, sequence: fields.sequence,
            previous: fields.previous, epoch: fields.epoch, created: fields.created, expires: fields.expires,
            segments: fields.segments)
    }
}

/// The members of a manifest, each of the right type on its own.
private struct ManifestFields {
    let publisher: MemberID
    let audience: GroupID
    let bundle: BundleID
    let sequence: Int
    let previous: Digest256?
    let epoch: EpochNumber
    let created: Timestamp
    let expires: Timestamp
    let segments: [SegmentReference]

    init?(_ value: JSONValue) {
        guard let object = value.object, object.keys == Self.memberNames,
            object["v"]?.integer == 1, object["type"]?.string == "six-manifest", object["hash"]?.string == "sha256",
            let publisher = object["pub"]?.string.flatMap({ MemberID($0) }),
            let audience = object["aud"]?.string.flatMap({ GroupID($0) }),
            let bundle = object["bundle"]?.string.flatMap({ BundleID(hex: $0) }),
            let sequence = object["seq"]?.integer, let previous = object["prev"]?.string,
            let epoch = object["epoch"]?.integer.flatMap({ UInt32(exactly: $0) }),
            let created = object["created"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let expires = object["expires"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let listed = object["segs"]?.array
        else { return nil }
        let segments = listed.compactMap(SegmentReference.init(parsing:))
        guard segments.count == listed.count, previous.isEmpty || Digest256(hex: previous) != nil else { return nil }
        self.publisher = publisher
        self.audience = audience
        self.bundle = bundle
        self.sequence = Int(sequence)
        self.previous = Digest256(hex: previous)
        self.epoch = EpochNumber(epoch)
        self.created = created
        self.expires = expires
        self.segments = segments
    }

    private static let memberNames = [
        "aud", "bundle", "created", "epoch", "expires", "hash", "prev", "pub", "segs", "seq", "type", "v",
    ]
}

extension SegmentReference {
    fileprivate init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == ["d", "must"],
            let digest = object["d"]?.string.flatMap({ Digest256(hex: $0) }), let isMust = object["must"]?.bool
        else { return nil }
        self.init(digest: digest, isMust: isMust)
    }
}
