public import CanonicalCoding

/// What a node answers to a message that it took in, whenever that message comes again.
public struct TakenNotice: Sendable, Hashable {
    /// The message's name.
    public let id: String
    /// The name and generation of the node's audit log.
    public let origin: String
    /// The entry that says so.
    public let entry: UInt64

    /// States it.
    public init(id: String, origin: String, entry: UInt64) {
        self.id = id
        self.origin = origin
        self.entry = entry
    }

    /// The document.
    public var jsonValue: JSONValue {
        [
            "entry": [.string(origin), .integer(Int64(clamping: entry))], "id": .string(id), "type": "six-message-taken", "v": 1,
        ]
    }

    /// Reads one.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-message-taken", members: ["entry", "id"])
        let parts = try document.list("entry")
        guard parts.count == 2, let origin = parts[0].string, origin.utf8.count <= Self.originLimitBytes,
            let entry = parts[1].integer, entry >= 0
        else { throw DocumentFault("entry") }
        self.init(id: try document.string("id"), origin: origin, entry: UInt64(entry))
    }

    private static let originLimitBytes = 255
}
