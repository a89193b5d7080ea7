public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What a redactor says it took away; travels beside the redaction, for auditors and courts.
public struct RedactionReceipt: Sendable, Hashable {
    /// The digest of the manifest of the bundle.
    public let manifest: Digest256
    /// The member that redacted.
    public let redactor: MemberID
    /// The decision or policy by which it did.
    public let policy: String
    /// When.
    public let time: Timestamp
    /// What is left of each segment of the source.
    public let segments: [SegmentOutcome]

    /// States what was taken away.
    public init(
        manifest: Digest256, redactor: MemberID, policy: String, time: Timestamp, segments: [SegmentOutcome]
    ) {
        self.manifest = manifest
        self.redactor = redactor
        self.policy = policy
        self.time = time
        self.segments = segments
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.redaction.v1+json"
}

extension RedactionReceipt {
    /// The receipt in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "manifest": .string(manifest.hex), "policy": .string(policy), "redactor": .string(redactor.name),
            "segs": .array(segments.map(\.jsonValue)), "time": .string(time.rfc3339), "type": "six-redaction", "v": 1,
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a receipt whose signatures verify and of which one is by a key of its redactor.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG` or `E_MANIFEST`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        guard let object = document.value.object,
            object.keys == ["manifest", "policy", "redactor", "segs", "time", "type", "v"],
            object["v"]?.integer == 1, object["type"]?.string == "six-redaction",
            let manifest = object["manifest"]?.string.flatMap({ Digest256(hex: $0) }),
            let redactor = object["redactor"]?.string.flatMap({ MemberID($0) }), let policy = object["policy"]?.string,
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }), let listed = object["segs"]?.array
        else { throw BundleError(.manifest, .documentShape) }
        let segments = listed.compactMap(SegmentOutcome.init(parsing:))
        guard segments.count == listed.count,
            zip(segments, segments.dropFirst()).allSatisfy({ $0.segment < $1.segment })
        else { throw BundleError(.manifest, .documentShape) }
        self.init(manifest: manifest, redactor: redactor, policy: policy, time: time, segments: segments)
        try document.requireSigner(redactor, at: time)
    }
}

extension SegmentOutcome {
    fileprivate var jsonValue: JSONValue {
        [
            "hidden": .array(hiddenColumns.map { .string($0) }), "rows": .integer(Int64(rowCount)),
            "seg": .integer(Int64(segment)), "shipped": .bool(isShipped), "shown": .integer(Int64(shownRowCount)),
            "source": .integer(Int64(sourceRowCount)),
        ]
    }

    fileprivate init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == ["hidden", "rows", "seg", "shipped", "shown", "source"],
            let hidden = object["hidden"]?.array, let rows = object["rows"]?.integer,
            let segment = object["seg"]?.integer, let isShipped = object["shipped"]?.bool,
            let shown = object["shown"]?.integer, let source = object["source"]?.integer,
            segment >= 0, 0 <= shown, shown <= source, source <= rows, isShipped || shown == 0
        else { return nil }
        let names = hidden.compactMap(\.string)
        guard names.count == hidden.count, SegmentColumn.areNamesInOrder(names) else { return nil }
        self.init(
            segment: Int(segment), isShipped: isShipped, rowCount: Int(rows), sourceRowCount: Int(source),
            shownRowCount: Int(shown), hiddenColumns: names)
    }
}
