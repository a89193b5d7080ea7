public import CanonicalCoding

/// What is left of a member's quota at an evaluator, at this moment (`six-allowance`).
public struct AllowanceDocument: Sendable, Hashable {
    /// So many values may still be evaluated.
    public let remaining: Int64
    /// When more may be.
    public let reset: Timestamp

    /// States it.
    public init(remaining: Int64, reset: Timestamp) {
        self.remaining = remaining
        self.reset = reset
    }

    /// The document.
    public var jsonValue: JSONValue {
        ["remaining": .integer(remaining), "reset": .string(reset.rfc3339), "type": "six-allowance", "v": 1]
    }

    /// Reads the document.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-allowance", members: ["remaining", "reset"])
        guard let reset = Timestamp(rfc3339: try document.string("reset")) else { throw DocumentFault("reset") }
        self.init(remaining: try document.number("remaining"), reset: reset)
    }
}
