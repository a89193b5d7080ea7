public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What a sender says about one stream that it seals for one member; travels beside the sealed file (docs/spec/transfer.md).
public struct TransferDocument: Sendable, Hashable {
    /// The member that hands over.
    public let from: MemberID
    /// The member that receives.
    public let to: MemberID
    /// The agreement it was decided under; nothing where the sender's own disclosure profile decided.
    public let agreement: Digest256?
    /// The decision; nothing where the sender's own disclosure profile decided.
    public let decision: Digest256?
    /// The digest of the bundle's manifest.
    public let manifest: Digest256
    /// Fresh for each transfer, so that ``transfer`` differs for each recipient and cannot be guessed.
    public let nonce: Digest256
    /// The digest of the transfer, `x`, by which both sides' entries find each other.
    public let transfer: Digest256
    /// Bytes of the stream before sealing.
    public let size: Int
    /// The newest cosigned head of the sender's audit log, a signed note; empty when it has none.
    public let checkpoint: [UInt8]
    /// When.
    public let time: Timestamp

    /// States a transfer.
    public init(
        from: MemberID, to: MemberID, agreement: Digest256?, decision: Digest256?, manifest: Digest256, nonce: Digest256,
        transfer: Digest256, size: Int, checkpoint: [UInt8], time: Timestamp
    ) {
        self.from = from
        self.to = to
        self.agreement = agreement
        self.decision = decision
        self.manifest = manifest
        self.nonce = nonce
        self.transfer = transfer
        self.size = size
        self.checkpoint = checkpoint
        self.time = time
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.transfer.v1+json"
    /// Bytes of the head it may carry.
    public static let checkpointByteLimit = 16 << 10
}

extension TransferDocument {
    /// The document in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        let value: JSONValue = [
            "agreement": .string(agreement?.hex ?? ""), "checkpoint": .string(String(decoding: checkpoint, as: UTF8.self)),
            "decision": .string(decision?.hex ?? ""), "from": .string(from.name), "manifest": .string(manifest.hex),
            "nonce": .string(nonce.hex), "size": .integer(Int64(size)), "time": .string(time.rfc3339), "to": .string(to.name),
            "type": "six-transfer", "v": 1, "x": .string(transfer.hex),
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a document whose signatures verify and of which one is by a key of its sender.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG`, `E_SCOPE` or `E_MANIFEST`.
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
            object["type"]?.string == "six-transfer", let from = object.member("from"), let to = object.member("to"),
            let agreement = object.digestOrNone("agreement"), let decision = object.digestOrNone("decision"),
            let manifest = object.digest("manifest"), let nonce = object.digest("nonce"), let transfer = object.digest("x"),
            let size = object["size"]?.integer, (1...Int64(BundleLimits.standard.streamBytes)).contains(size),
            let checkpoint = object["checkpoint"]?.string, checkpoint.utf8.count <= Self.checkpointByteLimit,
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            from != to, (agreement == nil) == (decision == nil)
        else { throw BundleError(.manifest, .documentShape) }
        self.init(
            from: from, to: to, agreement: agreement, decision: decision, manifest: manifest, nonce: nonce, transfer: transfer,
            size: Int(size), checkpoint: Array(checkpoint.utf8), time: time)
    }

    private static let memberNames = [
        "agreement", "checkpoint", "decision", "from", "manifest", "nonce", "size", "time", "to", "type", "v", "x",
    ]
}

extension JSONObject {
    func digest(_ name: String) -> Digest256? { self[name]?.string.flatMap { Digest256(hex: $0) } }

    func member(_ name: String) -> MemberID? { self[name]?.string.flatMap { MemberID($0) } }

    /// A digest, or the empty text: then the inner value is nothing.
    func digestOrNone(_ name: String) -> Digest256?? {
        guard let text = self[name]?.string else { return nil }
        return text.isEmpty ? .some(nil) : Digest256(hex: text).map { .some($0) }
    }
}
