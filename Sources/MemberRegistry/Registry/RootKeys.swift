public import CanonicalCoding
public import CryptoPrimitives

/// The keys that speak for the federation as a whole, and how many of them must.
public struct RootKeys: Sendable, Hashable {
    /// How many different keys must sign.
    public let threshold: Int
    /// The keys, each once.
    public let keys: [RootKey]

    /// States root keys; the rules are checked when a document that holds them is read.
    public init(threshold: Int, keys: [RootKey]) {
        self.threshold = threshold
        self.keys = keys
    }

    /// Reads a file that names the root keys a node trusts from the start: the `root` value of a registry.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing bytes: [UInt8]) throws(RegistryError) {
        guard bytes.count <= RegistryLimits.keyFileBytes else { throw RegistryError(.tooLarge, at: "root") }
        try self.init(try parsedJSON(bytes.span, at: "root"))
    }

    init(_ value: JSONValue) throws(RegistryError) {
        let members = try ClosedObject(value, at: "root", required: ["t", "keys"])
        self.threshold = Int(try members.integer("t", in: 1...Int64(RegistryLimits.rootKeys)))
        self.keys = try parsedList(members, "keys", atMost: RegistryLimits.rootKeys, RootKey.init)
        try requireUnique(keys.map(\.publicKey), at: members.place("keys"))
        let usable = keys.count { $0.verificationKey != nil }
        guard threshold <= usable else { throw RegistryError(.rootThreshold, at: members.place("t")) }
    }

    /// The keys as a registry writes them.
    public var jsonValue: JSONValue {
        ["keys": .array(keys.map(\.jsonValue)), "t": .integer(Int64(threshold))]
    }
}

/// One key of the root.
public struct RootKey: Sendable, Hashable {
    /// The algorithm, one that signs.
    public let algorithm: KeyAlgorithm
    /// The bytes of the public key.
    public let publicKey: [UInt8]

    /// States a key.
    public init(algorithm: KeyAlgorithm, publicKey: [UInt8]) {
        self.algorithm = algorithm
        self.publicKey = publicKey
    }

    init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["alg", "kid", "pub"])
        self.algorithm = try members.choice("alg", KeyAlgorithm.self)
        guard algorithm.serves(.sign) else { throw RegistryError(.algorithmForUse, at: members.place("alg")) }
        self.publicKey = try parsedPublicKey(members, algorithm)
    }

    /// The short name.
    public var kid: String { KeyName.kid(of: publicKey) }

    /// The whole identifier, under which the key signs.
    public var keyID: String { KeyName.rootKeyID(kid: kid) }

    /// The key for checking signatures; nothing when it is weak.
    public var verificationKey: VerificationKey? { algorithm.verificationKey(publicKey) }

    var jsonValue: JSONValue {
        ["alg": .string(algorithm.rawValue), "kid": .string(kid), "pub": .string(Hex.encode(publicKey))]
    }
}

extension RootKeys {
    /// Checks that enough of these keys signed an envelope.
    ///
    /// Signatures by keys that are not of this root, or weak, are passed over; every other one must verify.
    ///
    /// - Throws: ``RegistryError`` with `badSignature` or `tooFewSignatures`.
    public func verify(_ envelope: DSSEEnvelope, as name: String = "root") throws(RegistryError) {
        let signers = try signers(of: envelope)
        guard signers.count >= threshold else {
            throw RegistryError(.tooFewSignatures, at: "\(name): \(signers.count) of \(threshold)")
        }
    }

    /// The keys of this root whose signatures on an envelope verify.
    ///
    /// - Throws: ``RegistryError`` when the signature of one of these keys does not.
    public func signers(of envelope: DSSEEnvelope) throws(RegistryError) -> Set<RootKey> {
        let message = envelope.preAuthenticationEncoding
        var signers: Set<RootKey> = []
        for signature in envelope.signatures {
            guard let key = keys.first(where: { $0.keyID == signature.keyID }), let verificationKey = key.verificationKey
            else { continue }
            guard verificationKey.isValidSignature(signature.bytes, for: message) else {
                throw RegistryError(.badSignature, at: signature.keyID)
            }
            signers.insert(key)
        }
        return signers
    }
}

/// Reads a list, each element with its place for errors.
func parsedList<Element>(
    _ members: ClosedObject, _ name: String, atMost limit: Int,
    _ read: (JSONValue, String) throws(RegistryError) -> Element
) throws(RegistryError) -> [Element] {
    var elements: [Element] = []
    for (index, value) in try members.list(name, atMost: limit).enumerated() {
        elements.append(try read(value, "\(members.place(name))[\(index)]"))
    }
    return elements
}

/// Reads `pub`, whose length is that of the algorithm, and checks that `kid` is its short name.
func parsedPublicKey(_ members: ClosedObject, _ algorithm: KeyAlgorithm) throws(RegistryError) -> [UInt8] {
    guard let bytes = Hex.decode(try members.string("pub")) else {
        throw RegistryError(.notHex, at: members.place("pub"))
    }
    guard bytes.count == algorithm.byteCount else { throw RegistryError(.keyLength, at: members.place("pub")) }
    guard try members.string("kid") == KeyName.kid(of: bytes) else {
        throw RegistryError(.kidMismatch, at: members.place("kid"))
    }
    return bytes
}
