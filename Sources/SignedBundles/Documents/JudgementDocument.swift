public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What a node judged of a name and an indicator that rows put side by side: that the two are not the same, or that they are
/// after all. It counts at that node alone.
public struct JudgementDocument: Sendable, Hashable {
    /// What was judged.
    public enum Act: String, Sendable, Hashable, CaseIterable {
        /// The name does not lead to the indicator.
        case split
        /// It does again: what a split said is taken back.
        case join
    }

    /// What was judged.
    public let act: Act
    /// The two tags, once for each epoch in which the node knew them.
    public let pairs: [AliasPair]
    /// The member whose node judged.
    public let node: MemberID
    /// When.
    public let time: Timestamp
    /// Why, in the words of whoever judged.
    public let why: String

    /// States a judgement.
    public init(_ act: Act, of pairs: [AliasPair], node: MemberID, time: Timestamp, why: String) {
        self.act = act
        self.pairs = pairs
        self.node = node
        self.time = time
        self.why = why
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.judgement.v1+json"
    /// How many bytes of UTF-8 a reason has.
    public static let whyBytes = 1...1_000
    /// How many pairs a judgement names: one for each epoch that a registry can list.
    public static let pairCount = 1...RegistryLimits.epochs
}

extension JudgementDocument {
    /// The document in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "act": .string(act.rawValue), "node": .string(node.name), "pairs": .array(pairs.map(\.json)),
            "time": .string(time.rfc3339), "type": "six-judgement", "v": 1, "why": .string(why),
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a judgement whose signatures verify and of which one is by a key of its node, in force at its time.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_LIMIT`, `E_KEY`, `E_SIG`, `E_MANIFEST` or `E_SCOPE`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        try self.init(document.value)
        try document.requireSigner(node, at: time)
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` for any other form.
    package init(_ value: JSONValue) throws(BundleError) {
        guard let object = value.object, object.keys == ["act", "node", "pairs", "time", "type", "v", "why"],
            object["v"]?.integer == 1, object["type"]?.string == "six-judgement",
            let act = object["act"]?.string.flatMap(Act.init(rawValue:)),
            let node = object["node"]?.string.flatMap({ MemberID($0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let why = object["why"]?.string, let listed = object["pairs"]?.array, !why.isEmpty, !listed.isEmpty
        else { throw BundleError(.manifest, .documentShape) }
        guard Self.whyBytes.contains(why.utf8.count) else { throw BundleError(.limit, .stringTooLong) }
        guard Self.pairCount.contains(listed.count) else { throw BundleError(.limit, .documentShape) }
        let pairs = listed.compactMap { AliasPair($0) }
        guard pairs.count == listed.count, Set(pairs.map(\.epoch)).count == pairs.count else {
            throw BundleError(.manifest, .documentShape)
        }
        self.init(act, of: pairs, node: node, time: time, why: why)
    }
}
