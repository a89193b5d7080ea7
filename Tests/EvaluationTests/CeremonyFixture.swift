import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

/// Three organisations with homes and keys under one registry, and what a test does with them.
final class CeremonyFixture {
    struct Party {
        let member: MemberID
        let signing: Ed25519PrivateKey
        let sealing: SecretBytes
        let paths: EvaluatorPaths
    }

    static let time = Timestamp(secondsSinceEpoch: 1_790_000_000)
    let epoch = EpochNumber(7)
    let parties: [Party]
    let registry: VerifiedRegistry
    let plan: CeremonyPlan
    /// The document of the epoch, once a test made it.
    var document: EpochDocument?
    private let directory: String

    init(owners: [String] = ["org.a", "org.b", "org.c"], isEvaluator: Bool = true) throws {
        let directory = NSTemporaryDirectory() + "tocsin-ceremony-\(UUID().uuidString)"
        self.directory = directory
        parties = try ["org.a", "org.b", "org.c"].map { name in
            try Directory.create("\(directory)/\(name)")
            return try Party(
                member: #require(MemberID(name)), signing: Ed25519PrivateKey(), sealing: X25519.generate(),
                paths: EvaluatorPaths(home: "\(directory)/\(name)"))
        }
        let members = try zip(parties, owners).map { party, owner in
            let keys = [
                (KeyUse.sign, KeyAlgorithm.ed25519, party.signing.publicKey.bytes),
                (.seal, .age, try X25519.publicKey(of: party.sealing)),
            ].map { use, algorithm, bytes in
                MemberKey(
                    use: use, algorithm: algorithm, publicKey: bytes, notBefore: Self.time.adding(days: -1),
                    notAfter: Self.time.adding(days: 30))
            }
            return MemberEntry(
                id: party.member, owner: MemberID(owner), roles: isEvaluator ? [.evaluator] : [.bank], keys: keys)
        }
        let officer = try Ed25519PrivateKey()
        let root = RootKeys(threshold: 1, keys: [RootKey(algorithm: .ed25519, publicKey: officer.publicKey.bytes)])
        let document = RegistryDocument(
            issued: Self.time, expires: Self.time.adding(days: 30), root: root, members: members, groups: [], epochs: [])
        let keyID = KeyName.rootKeyID(kid: KeyName.kid(of: officer.publicKey.bytes))
        registry = try VerifiedRegistry(
            verifying: document.draft().signed(as: keyID) { try officer.sign($0) }, trusting: root)
        plan = try Self.plan(epoch, parties.map(\.member))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func plan(_ epoch: EpochNumber, _ parties: [MemberID]) throws -> CeremonyPlan {
        let suites = SuiteTable.standard.names.compactMapValues { TagSuite(rawValue: $0) }
        let terms = CeremonyPlan.Terms(
            suites: suites, norm: CanonicalRules(phone: "9.0.35", publicSuffixes: "1d5aae3", rules: 1, unicode: "15.0"),
            times: .standard(from: time), pepperDigest: SHA256.hash("pepper"))
        return try CeremonyPlan(
            epoch: epoch, parties: parties, purpose: .generation(terms), attempt: SecureRandom.bytes(16))
    }

    func terms(_ index: Int, at time: Timestamp = time) -> Ceremony.Terms {
        let party = parties[index]
        return Ceremony.Terms(
            member: party.member, keys: Ceremony.Keys(signing: party.signing, sealing: party.sealing), registry: registry,
            document: document, time: time)
    }

    func begin(_ index: Int, plan: CeremonyPlan? = nil) throws -> Ceremony {
        try Ceremony.begin(plan ?? self.plan, in: parties[index].paths, on: terms(index))
    }

    /// Opened anew for each step, as the program does.
    func open(_ index: Int, epoch: EpochNumber? = nil) throws -> Ceremony {
        try Ceremony(opening: parties[index].paths, of: epoch ?? self.epoch, on: terms(index))
    }

    /// One step of one party.
    @discardableResult
    func step<Result>(_ index: Int, _ body: (inout Ceremony) throws -> Result) throws -> Result {
        var ceremony = try open(index)
        return try body(&ceremony)
    }

    func take(_ index: Int, _ files: [CeremonyFile]) throws {
        try step(index) { _ = try $0.take(files.map(\.envelope)) }
    }

    /// All begin and commit; everybody has all commitments.
    func commitAll(_ plan: CeremonyPlan? = nil) throws -> [CeremonyFile] {
        for index in 0..<3 { _ = try begin(index, plan: plan) }
        let files = try (0..<3).map { try step($0) { try $0.commit() } }
        for index in 0..<3 { try take(index, files) }
        return files
    }

    func revealAll() throws -> [CeremonyFile] {
        let files = try (0..<3).map { try step($0) { try $0.reveal() } }
        for index in 0..<3 { try take(index, files) }
        return files
    }

    func dealAll() throws -> [CeremonyFile] {
        let files = try (0..<3).flatMap { try step($0) { try $0.deal() } }
        for index in 0..<3 { try take(index, files.filter { $0.message.to == UInt8(index + 1) }) }
        return files
    }

    /// The whole ceremony.
    func run(_ plan: CeremonyPlan? = nil) throws -> [CeremonyFile] {
        _ = try commitAll(plan)
        _ = try revealAll()
        _ = try dealAll()
        let files = try (0..<3).map { try step($0) { try $0.finish() } }
        for index in 0..<3 { try take(index, files) }
        return files
    }

    /// The message of another with something changed in it, signed by the party it comes from, or by another.
    func forged(_ file: CeremonyFile, by signer: Int? = nil, _ change: (inout JSONObject, inout JSONObject) throws -> Void) throws
        -> DSSEEnvelope
    {
        var object = try #require(StrictJSON.parse(file.envelope.payload).object)
        var body = try #require(object["body"]?.object)
        try change(&object, &body)
        object["body"] = .object(body)
        let party = parties[signer ?? Int(file.message.from) - 1]
        let envelope = DSSEEnvelope(
            payloadType: CeremonyMessage.payloadType, payload: JSONValue.object(object).canonicalBytes())
        let kid = KeyName.kid(of: party.signing.publicKey.bytes)
        return try envelope.signed(as: KeyName.keyID(member: party.member.name, kid: kid)) { try party.signing.sign($0) }
    }

    /// What a party is told when it takes something that ends the ceremony.
    func verdict(_ index: Int, taking envelopes: [DSSEEnvelope]) throws -> CeremonyVerdict {
        var ceremony = try open(index)
        do { _ = try ceremony.take(envelopes) } catch CeremonyError.aborted(let verdict) { return verdict }
        throw CeremonyFixtureError.nothingHappened
    }

    func secretIsThere(_ index: Int) -> Bool {
        Directory.exists(parties[index].paths.ceremony(of: epoch) + "/polynomial.key")
    }
}

enum CeremonyFixtureError: Error { case nothingHappened }
