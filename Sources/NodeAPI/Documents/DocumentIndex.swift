public import CanonicalCoding
public import CryptoPrimitives

/// Which documents a node holds that others may need.
public struct DocumentIndex: Sendable, Hashable {
    /// The version of the registry in force.
    public let registryVersion: Int64
    /// The epochs whose documents are held, by number.
    public let epochs: [UInt32]
    /// Agreements of which the caller is a party, and the words that suspend them: those in force and those proposed.
    public let agreements: [Digest256]
    /// Lists of indicators nobody acts on.
    public let protectedLists: [Digest256]

    /// States it.
    public init(registryVersion: Int64, epochs: [UInt32], agreements: [Digest256], protectedLists: [Digest256]) {
        self.registryVersion = registryVersion
        self.epochs = epochs
        self.agreements = agreements
        self.protectedLists = protectedLists
    }

    /// The document.
    public var jsonValue: JSONValue {
        [
            "agreements": .array(agreements.map { .string($0.hex) }),
            "epochs": .array(epochs.map { .integer(Int64($0)) }),
            "protected": .array(protectedLists.map { .string($0.hex) }), "registry": .integer(registryVersion),
            "type": "six-documents", "v": 1,
        ]
    }

    /// Reads one.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(
            bytes, type: "six-documents", members: ["agreements", "epochs", "protected", "registry"])
        var epochs: [UInt32] = []
        for value in try document.list("epochs") {
            guard let number = value.integer.flatMap({ UInt32(exactly: $0) }) else { throw DocumentFault("epochs") }
            epochs.append(number)
        }
        self.init(
            registryVersion: try document.number("registry"), epochs: epochs, agreements: try document.digests("agreements"),
            protectedLists: try document.digests("protected"))
    }
}
