import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

/// A federation whose keys follow from numbers, with the shares of the vectors at org.one, org.two and org.beta, and a folder for the
/// homes of evaluators, which is removed with the trial.
///
/// org.alpha and org.alpha.lab have one owner; org.beta is a bank and evaluator 3; org.hub asks nothing.
final class EvaluatorTrial {
    static let start = time("2026-12-01T00:00:00Z")
    static let parties = ["org.one", "org.two", "org.beta"]

    let vector: ThresholdVector
    let folder: String
    private let rootKeys: [Ed25519PrivateKey]
    private(set) var document: RegistryDocument
    let registry: VerifiedRegistry
    let epochEnvelope: DSSEEnvelope
    let epoch: VerifiedEpoch
    private let begin: Timestamp
    private var homes: [UInt8: EvaluatorHome] = [:]
    private var standings: [UInt8: EvaluatorStanding] = [:]

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(secondsSinceEpoch: 0) }

    static func member(_ name: String) throws -> MemberID { try #require(MemberID(name)) }

    static func key(_ number: UInt8) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: number, count: 32)))
    }

    /// The signing keys of each member by number.
    static let keys: [String: [UInt8]] = [
        "org.one": [11], "org.two": [12], "org.beta": [13], "org.alpha": [14, 15, 18], "org.alpha.lab": [16], "org.hub": [17],
    ]

    /// - Parameter begin: when the registry was issued and the epoch opens.
    init(
        begin: Timestamp = EvaluatorTrial.start, quotas: [String: EvaluationQuota] = [:], roles: [String: [MemberRole]] = [:],
        parents: [String: String] = [:]
    ) throws {
        self.begin = begin
        vector = try ThresholdVector.read()
        folder = NSTemporaryDirectory() + "tocsin-evaluator-\(UUID().uuidString)"
        try Directory.create(folder)
        rootKeys = try [1, 2].map { try Self.key($0) }
        let epochDocument = try Self.epochDocument(vector, begin)
        var members: [MemberEntry] = []
        for (name, numbers) in Self.keys.sorted(by: { $0.key < $1.key }) {
            let owner = try (parents[name] ?? (name == "org.alpha.lab" ? "org.alpha" : nil)).map { try Self.member($0) }
            members.append(
                MemberEntry(
                    id: try Self.member(name), owner: owner, roles: roles[name] ?? Self.roles(of: name),
                    keys: try numbers.map { try Self.entry($0, begin) } + [Self.tlsEntry(of: name, begin)],
                    quota: quotas[name] ?? .standard))
        }
        document = RegistryDocument(
            issued: begin, expires: begin.adding(days: 30),
            root: RootKeys(threshold: 2, keys: rootKeys.map { RootKey(algorithm: .ed25519, publicKey: $0.publicKey.bytes) }),
            policy: RegistryPolicy(isLab: true), members: members,
            epochs: [EpochEntry(epoch: epochDocument.epoch, digest: epochDocument.digest)])
        registry = try VerifiedRegistry(
            verifying: Self.signed(document.draft(), by: rootKeys), trusting: document.root, accepting: .lab)
        var envelope = try Self.signed(epochDocument.draft(), by: rootKeys)
        for party in Self.parties { envelope = try Self.signed(envelope, as: party, Self.keys[party]?[0] ?? 0) }
        epochEnvelope = envelope
        epoch = try VerifiedEpoch(verifying: envelope, under: registry)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func roles(of name: String) -> [MemberRole] {
        switch name {
        case "org.one", "org.two": [.evaluator]
        case "org.beta": [.bank, .evaluator]
        case "org.hub": [.hub]
        default: [.platform]
        }
    }

    private static func entry(_ number: UInt8, _ begin: Timestamp) throws -> MemberKey {
        MemberKey(
            use: .sign, algorithm: .ed25519, publicKey: try key(number).publicKey.bytes, notBefore: begin.adding(days: -30),
            notAfter: begin.adding(days: 300), status: number == 15 ? .retired : .active)
    }

    /// The point of a member's TLS key; the scalar is the number of its first signing key.
    static func tlsKey(of name: String) -> [UInt8] {
        (try? tlsPrivateKey(of: name))?.publicKey.bytes ?? []
    }

    static func tlsPrivateKey(of name: String) throws -> P256PrivateKey {
        var scalar = [UInt8](repeating: keys[name]?[0] ?? 1, count: 32)
        return try P256PrivateKey(scalar: SecretBytes(erasing: &scalar))
    }

    private static func tlsEntry(of name: String, _ begin: Timestamp) -> MemberKey {
        MemberKey(
            use: .tls, algorithm: .p256, publicKey: tlsKey(of: name), notBefore: begin.adding(days: -30),
            notAfter: begin.adding(days: 300))
    }

    private static func epochDocument(_ vector: ThresholdVector, _ begin: Timestamp) throws -> EpochDocument {
        let shares = try parties.enumerated().map { index, party in
            EvaluatorKeys.Share(index: index + 1, party: try member(party), publicKey: try vector.publicKey(UInt8(index + 1)))
        }
        return EpochDocument(
            epoch: EpochNumber(vector.epoch), suites: ["phone": .thresholdVOPRF],
            norm: CanonicalRules(phone: "9.0.35", publicSuffixes: "abc", rules: 1, unicode: "15.0"),
            times: .standard(from: begin), pepperDigest: .zero,
            evaluators: EvaluatorKeys(
                threshold: 2, publicKey: try #require(Hex.decode(vector.public_key)), shares: shares,
                commitments: try vector.commitments.map { try #require(Hex.decode($0)) }))
    }

    private static func signed(_ envelope: DSSEEnvelope, by rootKeys: [Ed25519PrivateKey]) throws -> DSSEEnvelope {
        try rootKeys.reduce(envelope) { envelope, key in
            try envelope.signed(as: KeyName.rootKeyID(kid: KeyName.kid(of: key.publicKey.bytes))) { try key.sign($0) }
        }
    }

    static func signed(_ envelope: DSSEEnvelope, as member: String, _ number: UInt8) throws -> DSSEEnvelope {
        let key = try key(number)
        return try envelope.signed(as: KeyName.keyID(member: member, kid: KeyName.kid(of: key.publicKey.bytes))) {
            try key.sign($0)
        }
    }
}

extension EvaluatorTrial {
    /// The home of an evaluator, with registry, epoch and share installed.
    func home(of number: UInt8, share: EvaluatorShare? = nil) throws -> EvaluatorHome {
        if let home = homes[number] { return home }
        let root = "\(folder)/\(number)"
        let paths = EvaluatorPaths(home: root)
        for place in [root, root + "/registry", root + "/epochs", paths.root, paths.shares] { try Directory.create(place) }
        let envelope = try Self.signed(document.draft(), by: rootKeys)
        try DurableFile.write(envelope.fileBytes(), to: root + "/registry/registry.json", replacing: true)
        try DurableFile.write(envelope.fileBytes(), to: root + "/registry/1.json", replacing: true)
        try DurableFile.write(document.root.jsonValue.canonicalBytes(), to: root + "/registry/root.json", replacing: true)
        try DurableFile.write(epochEnvelope.fileBytes(), to: "\(root)/epochs/\(vector.epoch).json", replacing: true)
        try ShareFile.create(try share ?? vector.share(number), at: paths.share(of: epoch.number))
        let key = try Self.key(Self.keys[Self.parties[Int(number) - 1]]?[0] ?? 0)
        let home = EvaluatorHome(root, accepting: .lab, signingKey: key)
        homes[number] = home
        return home
    }

    func standing(_ number: UInt8 = 1) throws -> EvaluatorStanding {
        if let standing = standings[number] { return standing }
        let standing = try home(of: number).reading(at: begin).standing
        standings[number] = standing
        return standing
    }

    /// An evaluator at its home.
    func evaluator(_ number: UInt8 = 1, limits: EvaluationLimits = .standard) throws -> Evaluator {
        try Evaluator(opening: try home(of: number).paths, limits: limits)
    }

    /// A request of as many elements, all the same point.
    func request(
        of client: String = "org.alpha", to evaluator: UInt8 = 1, batch: UInt8 = 0, first: UInt32 = 0, count: Int = 1,
        epoch: UInt32? = nil, elements: [[UInt8]]? = nil
    ) throws -> EvaluationRequest {
        let element = try #require(Hex.decode(vector.cases[0].blinded))
        return try EvaluationRequest(
            epoch: EpochNumber(epoch ?? vector.epoch), evaluator: evaluator, client: Self.member(client),
            purpose: "scam-prevention",
            part: BatchPart(batch: [UInt8](repeating: batch, count: 16), first: first),
            elements: elements ?? [[UInt8]](repeating: element, count: count))
    }

    /// The envelope of a request, signed by a member; by its first key, unless said otherwise.
    func envelope(_ request: EvaluationRequest, signer: String? = nil, key: UInt8? = nil) throws -> [UInt8] {
        let signer = signer ?? request.client.name
        let envelope = DSSEEnvelope(payloadType: EvaluationRequest.payloadType, payload: request.payload)
        return try Self.signed(envelope, as: signer, key ?? Self.keys[signer]?[0] ?? 99).fileBytes()
    }

    /// What an answer says, after its signature and its proof were checked.
    func proven(_ answer: [UInt8], to request: EvaluationRequest, batch: BlindedBatch) throws -> ProvenAnswer {
        let envelope = try DSSEEnvelope(parsing: answer)
        let party = try Self.member(Self.parties[Int(request.evaluator) - 1])
        #expect(try registry.signers(of: envelope, at: begin) == [party])
        let response = try EvaluationResponse(parsing: envelope.payload)
        #expect(response.answers(request))
        let key = try #require(GroupElement(try vector.publicKey(request.evaluator)))
        return try ProvenAnswer(response.elements, response.proof, of: request.evaluator, publicKey: key, for: batch)
    }
}

/// The code with which a request is refused; `-` for a no without one, nothing for none.
func refusalCode(_ body: () throws -> Void) throws -> String? {
    do {
        try body()
        return nil
    } catch let refusal as EvaluationRefusal { return refusal.code ?? "-" }
}
