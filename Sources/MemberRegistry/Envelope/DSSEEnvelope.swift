public import CanonicalCoding
public import CryptoPrimitives

/// A signed document: its bytes, their type and the signatures over both (DSSE version 1).
///
/// Read more strictly than DSSE asks: no other members, and padded standard base64 only. Holding one proves nothing
/// about its signatures.
public struct DSSEEnvelope: Sendable, Hashable {
    /// What the payload is, such as `application/vnd.six.registry.v1+json`.
    public let payloadType: String
    /// The signed bytes; what is verified is what is parsed.
    public let payload: [UInt8]
    /// The signatures in their order; a key may stand more than once, and each counts.
    public private(set) var signatures: [Signature]

    /// A signature and the key it names.
    public struct Signature: Sendable, Hashable {
        /// The whole identifier of the key.
        public let keyID: String
        /// The raw signature, 64 bytes for both algorithms.
        public let bytes: [UInt8]

        /// States a signature.
        public init(keyID: String, bytes: [UInt8]) {
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    /// Puts an envelope together.
    public init(payloadType: String, payload: [UInt8], signatures: [Signature] = []) {
        self.payloadType = payloadType
        self.payload = payload
        self.signatures = signatures
    }

    /// Reads a file that holds one envelope; blanks between the parts are allowed.
    ///
    /// - Parameter isDraft: whether an envelope that nobody signed yet is taken.
    /// - Throws: ``RegistryError``.
    public init(parsing bytes: Span<UInt8>, isDraft: Bool = false) throws(RegistryError) {
        guard bytes.count <= RegistryLimits.envelopeBytes else { throw RegistryError(.tooLarge, at: "envelope") }
        try self.init(try parsedJSON(bytes, at: "envelope", limits: .envelope), isDraft: isDraft)
    }

    /// Reads a file that holds one envelope; blanks between the parts are allowed.
    ///
    /// - Parameter isDraft: whether an envelope that nobody signed yet is taken.
    /// - Throws: ``RegistryError``.
    public init(parsing bytes: [UInt8], isDraft: Bool = false) throws(RegistryError) {
        try self.init(parsing: bytes.span, isDraft: isDraft)
    }

    /// Reads an envelope that is part of a larger value.
    ///
    /// - Throws: ``RegistryError``.
    public init(_ value: JSONValue, isDraft: Bool = false) throws(RegistryError) {
        let members = try ClosedObject(value, at: "", required: ["payload", "payloadType", "signatures"])
        let listed = try members.list("signatures", atMost: RegistryLimits.signatures)
        guard isDraft || !listed.isEmpty else { throw RegistryError(.noSignature, at: "signatures") }
        guard let payload = Base64.decode(try members.string("payload")) else {
            throw RegistryError(.notBase64, at: "payload")
        }
        var signatures: [Signature] = []
        for (index, element) in listed.enumerated() {
            signatures.append(try Self.signature(element, at: "signatures[\(index)]"))
        }
        self.init(payloadType: try members.string("payloadType"), payload: payload, signatures: signatures)
    }

    private static func signature(_ value: JSONValue, at place: String) throws(RegistryError) -> Signature {
        let members = try ClosedObject(value, at: place, required: ["keyid", "sig"])
        guard let bytes = Base64.decode(try members.string("sig")) else {
            throw RegistryError(.notBase64, at: members.place("sig"))
        }
        return Signature(keyID: try members.string("keyid"), bytes: bytes)
    }
}

extension DSSEEnvelope {
    /// The bytes that are signed.
    public var preAuthenticationEncoding: [UInt8] {
        DSSE.preAuthenticationEncoding(payloadType: payloadType, payload: payload)
    }

    /// SHA-256 of the payload, by which other documents name this one.
    public var payloadDigest: Digest256 { SHA256.hash(payload) }

    /// The envelope as a JSON value.
    public var jsonValue: JSONValue {
        [
            "payload": .string(Base64.encode(payload)), "payloadType": .string(payloadType),
            "signatures": .array(
                signatures.map { ["keyid": .string($0.keyID), "sig": .string(Base64.encode($0.bytes))] }),
        ]
    }

    /// The bytes of a file that holds the envelope: its canonical form and a line feed.
    public func fileBytes() -> [UInt8] {
        jsonValue.canonicalBytes() + [UInt8(ascii: "\n")]
    }
}

extension DSSEEnvelope {
    /// The envelope with one more signature, made by whatever holds the key.
    ///
    /// - Parameter sign: given the bytes to sign, gives the raw signature.
    /// - Throws: what `sign` throws.
    public func signed<Failure: Error>(
        as keyID: String, by sign: ([UInt8]) throws(Failure) -> [UInt8]
    ) throws(Failure) -> DSSEEnvelope {
        let signature = Signature(keyID: keyID, bytes: try sign(preAuthenticationEncoding))
        return adding([signature])
    }

    /// One envelope with the signatures of several over the same payload, each once, in the order of key identifiers.
    ///
    /// - Throws: ``RegistryError`` when the payloads differ or there is no envelope.
    public static func combining(_ envelopes: [DSSEEnvelope]) throws(RegistryError) -> DSSEEnvelope {
        guard let first = envelopes.first else { throw RegistryError(.noSignature, at: "envelopes") }
        for other in envelopes where other.payload != first.payload || other.payloadType != first.payloadType {
            throw RegistryError(.differentPayloads, at: "envelopes")
        }
        let none = DSSEEnvelope(payloadType: first.payloadType, payload: first.payload)
        let combined = none.adding(envelopes.flatMap(\.signatures))
        guard combined.signatures.count <= RegistryLimits.signatures else {
            throw RegistryError(.tooMany, at: "signatures")
        }
        return combined
    }

    private func adding(_ more: [Signature]) -> DSSEEnvelope {
        var result = self
        result.signatures = Set(signatures + more).sorted {
            let left = Array($0.keyID.utf8)
            let right = Array($1.keyID.utf8)
            return left == right ? $0.bytes.lexicographicallyPrecedes($1.bytes) : left.lexicographicallyPrecedes(right)
        }
        return result
    }
}
