public import CanonicalCoding
public import CryptoPrimitives

/// The digests of the words an agreement is written in: both sides must hold the same.
public struct PinnedVocabulary: Sendable, Hashable {
    /// The schema of rows.
    public let schema: Digest256
    /// The set of labels, TLP 2.0 and PAP.
    public let labels: Digest256
    /// The reason codes.
    public let reasons: Digest256

    /// States digests.
    public init(schema: Digest256, labels: Digest256, reasons: Digest256) {
        self.schema = schema
        self.labels = labels
        self.reasons = reasons
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["schema", "labels", "reasons"])
        schema = try members.digest("schema")
        labels = try members.digest("labels")
        reasons = try members.digest("reasons")
    }

    /// The digests as JSON.
    public var jsonValue: JSONValue {
        ["labels": .string(labels.hex), "reasons": .string(reasons.hex), "schema": .string(schema.hex)]
    }

    /// What this version of the engine speaks: of each list, SHA-256 over its words in order, each with a line feed.
    public static let current = PinnedVocabulary(
        schema: digest(of: ["six.row.v1"]),
        labels: digest(of: [
            "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED", "PAP:CLEAR", "PAP:GREEN", "PAP:AMBER",
            "PAP:RED",
        ]),
        reasons: digest(of: ReasonCode.allCases.map(\.rawValue)))

    private static func digest(of words: [String]) -> Digest256 { SHA256.hash(Array(words.map { $0 + "\n" }.joined().utf8)) }
}
