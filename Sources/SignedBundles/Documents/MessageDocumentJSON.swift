package import CanonicalCoding
internal import Indicators
public import MemberRegistry

extension MessageDocument {
    /// The document in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "body": content.jsonValue, "from": .string(from.name), "id": .string(id.hex), "re": .string(regarding),
            "time": .string(time.rfc3339), "to": .string(to.name), "type": "six-message", "v": 1,
            "verb": .string(verb.rawValue),
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a message whose signatures verify and of which one is by a key of its sender.
    ///
    /// The envelopes of a proof are read, and not yet believed: that is ``ForkProof``'s work.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG`, `E_SCOPE`, `E_LIMIT` or `E_MANIFEST`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        try self.init(document.value)
        try document.requireSigner(from, at: time)
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` for any other form.
    package init(_ value: JSONValue) throws(BundleError) {
        guard let object = value.object, object.keys == Self.memberNames, object["v"]?.integer == 1,
            object["type"]?.string == "six-message", let id = object["id"]?.string.flatMap({ MessageID($0) }),
            let from = object.member("from"), let to = object.member("to"),
            let verb = object["verb"]?.string.flatMap(Verb.init(rawValue:)), let regarding = object["re"]?.string,
            let content = object["body"].flatMap({ Content($0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { throw BundleError(.manifest, .documentShape) }
        try self.init(id: id, from: from, to: to, verb: verb, regarding: regarding, content: content, time: time)
    }

    private static let memberNames = ["body", "from", "id", "re", "time", "to", "type", "v", "verb"]
}

extension MessageDocument.Content {
    fileprivate var jsonValue: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .fork(let first, let second): [first.jsonValue, second.jsonValue]
        }
    }

    /// Reads a body: a text, or two envelopes.
    fileprivate init?(_ value: JSONValue) {
        if let text = value.string {
            self = .text(text)
            return
        }
        guard let parts = value.array, parts.count == 2, let first = try? DSSEEnvelope(parts[0]),
            let second = try? DSSEEnvelope(parts[1])
        else { return nil }
        self = .fork(first, second)
    }
}
