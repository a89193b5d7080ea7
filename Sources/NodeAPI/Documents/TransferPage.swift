public import CanonicalCoding
public import CryptoPrimitives

/// A page of the transfers between two members as one side's log has them: what reconciliation compares.
public struct TransferPage: Sendable, Hashable {
    /// One transfer.
    public struct Item: Sendable, Hashable {
        /// The transfer digest, the same in both logs.
        public let transfer: Digest256
        /// The digest of the bundle's manifest; nothing where the log does not say.
        public let manifest: Digest256?
        /// Whether the node that answers sent it.
        public let isSent: Bool
        /// How it stands: `in-doubt`, `received`, `done`, `failed`, `accepted`, `rejected`.
        public let state: String
        /// The entry of the log.
        public let entry: UInt64

        /// Names one.
        public init(transfer: Digest256, manifest: Digest256?, isSent: Bool, state: String, entry: UInt64) {
            self.transfer = transfer
            self.manifest = manifest
            self.isSent = isSent
            self.state = state
            self.entry = entry
        }

        /// The states there are.
        public static let states = ["in-doubt", "received", "done", "failed", "accepted", "rejected"]
    }

    /// The name and generation of the log.
    public let origin: String
    /// The transfers, ascending by entry.
    public let items: [Item]
    /// The index to go on from; nothing at the end of the log.
    public let next: UInt64?

    /// States a page.
    public init(origin: String, items: [Item], next: UInt64?) {
        self.origin = origin
        self.items = items
        self.next = next
    }

    /// The document.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object["items"] = .array(items.map(\.jsonValue))
        if let next { object["next"] = .integer(Int64(clamping: next)) }
        object["origin"] = .string(origin)
        object["type"] = "six-transfers"
        object["v"] = 1
        return .object(object)
    }

    /// Reads a page.
    ///
    /// - Throws: ``DocumentFault``.
    public init(parsing bytes: [UInt8]) throws(DocumentFault) {
        let document = try ReadDocument(bytes, type: "six-transfers", members: ["items", "origin"])
        var items: [Item] = []
        for value in try document.list("items") { items.append(try Item(ReadDocument(value, at: "items"))) }
        self.init(
            origin: try document.string("origin"), items: items,
            next: document.has("next") ? UInt64(try document.number("next")) : nil)
    }
}

extension TransferPage.Item {
    fileprivate var jsonValue: JSONValue {
        [
            "entry": .integer(Int64(clamping: entry)), "manifest": .string(manifest?.hex ?? ""),
            "side": isSent ? "sent" : "received", "state": .string(state), "x": .string(transfer.hex),
        ]
    }

    fileprivate init(_ item: ReadDocument) throws(DocumentFault) {
        let (state, side, manifest) = (try item.string("state"), try item.string("side"), try item.string("manifest"))
        guard Self.states.contains(state), ["sent", "received"].contains(side) else { throw DocumentFault("items") }
        guard manifest.isEmpty || Digest256(hex: manifest) != nil else { throw DocumentFault("items") }
        self.init(
            transfer: try item.digest("x"), manifest: Digest256(hex: manifest), isSent: side == "sent", state: state,
            entry: UInt64(try item.number("entry")))
    }
}
