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
    /// The decision or policy by which it did, in 1 to 128 bytes.
    public let policy: String
    /// When.
    public let time: Timestamp
    /// The segments that are no longer shipped, ascending.
    public let droppedSegments: [Int]
    /// The columns hidden in all rows of segments that are shipped, ascending.
    public let hiddenColumns: [HiddenColumn]
    /// How many rows of shipped segments were hidden, ascending; segments that lost none are left out.
    public let hiddenRows: [HiddenRows]

    /// A column of which no cell is shown any more.
    public struct HiddenColumn: Sendable, Hashable {
        /// The place of the segment in the manifest.
        public let segment: Int
        /// The name of the column.
        public let name: String
    }

    /// How many rows of one segment are not shown any more.
    public struct HiddenRows: Sendable, Hashable {
        /// The place of the segment in the manifest.
        public let segment: Int
        /// How many of its rows were hidden.
        public let count: Int
    }

    /// States what a ``BundleRedactor`` took away.
    public init(
        manifest: Digest256, redactor: MemberID, policy: String, time: Timestamp, outcomes: [SegmentOutcome]
    ) {
        self.manifest = manifest
        self.redactor = redactor
        self.policy = policy
        self.time = time
        let shipped = outcomes.filter(\.isShipped)
        self.droppedSegments = outcomes.filter { !$0.isShipped }.map(\.segment)
        self.hiddenColumns = shipped.flatMap { outcome in
            outcome.hiddenColumns.map { HiddenColumn(segment: outcome.segment, name: $0) }
        }
        self.hiddenRows = shipped.filter { $0.shownRowCount < $0.sourceRowCount }.map {
            HiddenRows(segment: $0.segment, count: $0.sourceRowCount - $0.shownRowCount)
        }
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.redaction.v1+json"

    static let policyBytes = 1...128
}

extension RedactionReceipt {
    /// The receipt in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "columns": .array(hiddenColumns.map { ["col": .string($0.name), "seg": .integer(Int64($0.segment))] }),
            "manifest": .string(manifest.hex), "policy": .string(policy), "redactor": .string(redactor.name),
            "rows": .array(
                hiddenRows.map { ["hidden": .integer(Int64($0.count)), "seg": .integer(Int64($0.segment))] }),
            "segments": .array(droppedSegments.map { .integer(Int64($0)) }), "time": .string(time.rfc3339),
            "type": "six-redaction", "v": 1,
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a receipt whose signatures verify and of which one is by a key of its redactor.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG` or `E_MANIFEST`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        guard let receipt = RedactionReceipt(parsing: document.value) else {
            throw BundleError(.manifest, .documentShape)
        }
        try document.requireSigner(receipt.redactor, at: receipt.time)
        self = receipt
    }

    private init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == Self.memberNames, object["v"]?.integer == 1,
            object["type"]?.string == "six-redaction",
            let manifest = object["manifest"]?.string.flatMap({ Digest256(hex: $0) }),
            let redactor = object["redactor"]?.string.flatMap({ MemberID($0) }),
            let policy = object["policy"]?.string, Self.policyBytes.contains(policy.utf8.count),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let segments = object["segments"]?.array, let columns = object["columns"]?.array,
            let rows = object["rows"]?.array
        else { return nil }
        self.manifest = manifest
        self.redactor = redactor
        self.policy = policy
        self.time = time
        self.droppedSegments = segments.compactMap(Self.segmentIndex)
        self.hiddenColumns = columns.compactMap(HiddenColumn.init(parsing:))
        self.hiddenRows = rows.compactMap(HiddenRows.init(parsing:))
        guard droppedSegments.count == segments.count, hiddenColumns.count == columns.count,
            hiddenRows.count == rows.count
        else { return nil }
    }

    private static let memberNames = [
        "columns", "manifest", "policy", "redactor", "rows", "segments", "time", "type", "v",
    ]

    fileprivate static func segmentIndex(_ value: JSONValue?) -> Int? {
        guard let index = value?.integer, (0..<Int64(BundleLimits.standard.segments)).contains(index) else { return nil }
        return Int(index)
    }
}

extension RedactionReceipt.HiddenColumn {
    fileprivate init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == ["col", "seg"], let name = object["col"]?.string,
            SegmentColumn.areNamesInOrder([name]), let segment = RedactionReceipt.segmentIndex(object["seg"])
        else { return nil }
        self.init(segment: segment, name: name)
    }
}

extension RedactionReceipt.HiddenRows {
    fileprivate init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == ["hidden", "seg"], let count = object["hidden"]?.integer,
            count >= 0, let segment = RedactionReceipt.segmentIndex(object["seg"])
        else { return nil }
        self.init(segment: segment, count: Int(count))
    }
}
