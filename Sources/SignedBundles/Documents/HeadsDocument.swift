public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What one node says every day about the chains of one group: the newest bundle it knows of each publisher.
///
/// Two nodes that name different digests for one place have found a fork, or one of them errs; the proof of a fork is
/// the two envelopes.
public struct HeadsDocument: Sendable, Hashable {
    /// The member whose node says it.
    public let node: MemberID
    /// The group the chains are for; only its members get the document.
    public let audience: GroupID
    /// When it was said.
    public let time: Timestamp
    /// The version of the registry in force at the node.
    public let registryVersion: Int
    /// The newest bundle of each publisher.
    public let heads: [MemberID: ChainPlace]

    /// States heads.
    public init(
        node: MemberID, audience: GroupID, time: Timestamp, registryVersion: Int, heads: [MemberID: ChainPlace]
    ) {
        self.node = node
        self.audience = audience
        self.time = time
        self.registryVersion = registryVersion
        self.heads = heads
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.heads.v1+json"

    /// The newest bundle of the node's own chain: where a late joiner begins.
    public var ownHead: ChainPlace? { heads[node] }

    /// The publishers for which another document names a different bundle at the same place, in order.
    public func disagreements(with other: HeadsDocument) -> [MemberID] {
        guard audience == other.audience else { return [] }
        return heads.keys.sorted().filter { publisher in
            guard let mine = heads[publisher], let theirs = other.heads[publisher] else { return false }
            return mine.sequence == theirs.sequence && mine.digest != theirs.digest
        }
    }
}

extension HeadsDocument {
    /// The document in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        var places = JSONObject()
        for (publisher, place) in heads {
            places[publisher.name] = [.integer(Int64(place.sequence)), .string(place.digest.hex)]
        }
        let value: JSONValue = [
            "aud": .string(audience.name), "heads": .object(places), "node": .string(node.name),
            "registry": .integer(Int64(registryVersion)), "time": .string(time.rfc3339), "type": "six-heads", "v": 1,
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a document whose signatures verify and of which one is by a key of its node.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG` or `E_MANIFEST`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        try self.init(document.value)
        try document.requireSigner(node, at: time)
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` for any other form.
    package init(_ value: JSONValue) throws(BundleError) {
        guard let object = value.object, object.keys == ["aud", "heads", "node", "registry", "time", "type", "v"],
            object["v"]?.integer == 1, object["type"]?.string == "six-heads",
            let node = object["node"]?.string.flatMap({ MemberID($0) }),
            let audience = object["aud"]?.string.flatMap({ GroupID($0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let version = object["registry"]?.integer, version >= 1, let listed = object["heads"]?.object
        else { throw BundleError(.manifest, .documentShape) }
        var heads: [MemberID: ChainPlace] = [:]
        for member in listed.members {
            guard let publisher = MemberID(member.key), let place = ChainPlace(member.value) else {
                throw BundleError(.manifest, .documentShape)
            }
            heads[publisher] = place
        }
        self.init(
            node: node, audience: audience, time: time, registryVersion: Int(version), heads: heads)
    }
}

extension ChainPlace {
    /// Reads `[seq, digest]`.
    fileprivate init?(_ value: JSONValue) {
        guard let parts = value.array, parts.count == 2, let sequence = parts[0].integer, sequence >= 1,
            let digest = parts[1].string.flatMap({ Digest256(hex: $0) })
        else { return nil }
        self.init(sequence: Int(sequence), digest: digest)
    }
}
