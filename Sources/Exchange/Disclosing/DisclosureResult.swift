public import CryptoPrimitives
public import SignedBundles

extension Disclosure {
    /// What was made.
    public struct Result: Sendable {
        /// The sealed file.
        public let path: String
        /// The transfer document that goes with it.
        public let transferPath: String
        /// The digest of the transfer, `x`.
        public let transfer: Digest256
        /// The id of the bundle it was cut from.
        public let bundle: BundleID
        /// The digest of that bundle's manifest.
        public let manifest: Digest256
        /// What the recipient sees of each segment.
        public let segments: [SegmentAnswer]
        /// Rows that are shown.
        public let shownRows: Int
        /// Bytes of the redaction before sealing.
        public let streamByteCount: Int

        /// Whether nothing but the signed head is handed over.
        public var isHeadOnly: Bool { segments.allSatisfy(\.columns.isEmpty) }
    }

    /// What a member would get, before sealing.
    public struct Preview: Sendable {
        /// The redacted stream.
        public let stream: [UInt8]
        /// What it shows of each segment.
        public let segments: [SegmentAnswer]
    }

    /// What the recipient sees of one segment, and why.
    public struct SegmentAnswer: Sendable {
        /// The place in the manifest.
        public let segment: Int
        /// The kind of its rows.
        public let kind: String
        /// Its marking as the descriptor writes it.
        public let marking: String
        /// The columns shown in some row; empty when the segment is withheld.
        public let columns: [String]
        /// The columns withheld in all rows.
        public let withheld: [String]
        /// The code of the reason.
        public let reason: String
        /// The rules that allowed it, by id.
        public let rules: [String]
        /// Rows shown.
        public let shownRows: Int
        /// Rows hidden: for an outcome that no rule names, or because the agreement does not let their class pass.
        public var hiddenRows = 0
        /// What becomes of each column, with the rule that said so.
        public internal(set) var fields: [FieldAnswer] = []
    }
}
