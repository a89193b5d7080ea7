import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing

@Suite struct `Epochs` {
    private func listing(_ epoch: EpochDocument, policy: RegistryPolicy = RegistryPolicy()) throws -> Federation {
        var federation = try Federation(policy: policy)
        federation.document.epochs = [EpochEntry(epoch: epoch.epoch, digest: epoch.digest)]
        return federation
    }

    private func withEvaluators() throws -> EpochDocument {
        var epoch = Federation.epoch()
        let point = [UInt8](repeating: 2, count: 33)
        epoch.suites["phone"] = .thresholdVOPRF
        epoch.evaluators = EvaluatorKeys(
            threshold: 1, publicKey: point,
            shares: [.init(index: 1, party: try Federation.member("org.beta"), publicKey: point)], commitments: [point])
        return epoch
    }

    @Test func `are read as they were written`() throws {
        var plain = Federation.epoch()
        plain.acceptsGuessable = true
        plain.isDealt = true
        for document in [plain, try withEvaluators()] {
            let bytes = document.canonicalBytes()
            #expect(try EpochDocument(parsing: bytes) == document)
            #expect(try EpochDocument(parsing: bytes).canonicalBytes() == bytes)
        }
    }

    @Test func `need the root threshold and at least two keys`() throws {
        var federation = try listing(Federation.epoch())
        let draft = try Federation.epoch().draft()
        let registry = try federation.registry()
        #expect(throws: Never.self) { try VerifiedEpoch(verifying: try federation.signed(draft, by: [0, 2]), under: registry) }
        #expect(
            try refusal { _ = try VerifiedEpoch(verifying: try federation.signed(draft, by: [0]), under: registry) }
                == .tooFewRootKeys)
        federation.document.root = RootKeys(threshold: 1, keys: federation.document.root.keys)
        let lax = try federation.registry()
        #expect(
            try refusal { _ = try VerifiedEpoch(verifying: try federation.signed(draft, by: [0]), under: lax) } == .tooFewRootKeys
        )
    }

    @Test func `are those that the registry lists`() throws {
        let federation = try listing(Federation.epoch())
        let registry = try federation.registry()
        let other = try federation.signed(try Federation.epoch(107).draft(), by: [0, 1])
        #expect(try refusal { _ = try VerifiedEpoch(verifying: other, under: registry) } == .notListed)
        var changed = Federation.epoch()
        changed.suites["host"] = .keyed
        let envelope = try federation.signed(try changed.draft(), by: [0, 1])
        #expect(try refusal { _ = try VerifiedEpoch(verifying: envelope, under: registry) } == .digestMismatch)
    }

    @Test func `need every party that holds a share`() throws {
        let epoch = try withEvaluators()
        let federation = try listing(epoch)
        let registry = try federation.registry()
        let byRoot = try federation.signed(try epoch.draft(), by: [0, 1])
        #expect(try refusal { _ = try VerifiedEpoch(verifying: byRoot, under: registry) } == .partySignature)
        let all = try federation.betaSigned(byRoot)
        #expect(throws: Never.self) { try VerifiedEpoch(verifying: all, under: registry) }
        let kid = KeyName.kid(of: federation.betaKey.publicKey.bytes)
        let forged = byRoot.signed(as: "org.beta/\(kid)") { _ in [UInt8](repeating: 1, count: 64) }
        #expect(try refusal { _ = try VerifiedEpoch(verifying: forged, under: registry) } == .badSignature)
    }

    @Test func `of a dealer are taken in a lab only`() throws {
        var epoch = Federation.epoch()
        epoch.isDealt = true
        for (policy, reason) in [(RegistryPolicy(), .dealer), (RegistryPolicy(isLab: true), nil)]
            as [(RegistryPolicy, RegistryError.Reason?)]
        {
            let federation = try listing(epoch, policy: policy)
            let envelope = try federation.signed(try epoch.draft(), by: [0, 1])
            let registry = try federation.registry()
            #expect(try refusal { _ = try VerifiedEpoch(verifying: envelope, under: registry) } == reason)
        }
    }

    @Test func `open and close at their times`() throws {
        let federation = try listing(Federation.epoch())
        let epoch = try VerifiedEpoch(
            verifying: try federation.signed(try Federation.epoch().draft(), by: [0, 1]), under: try federation.registry())
        let times = epoch.document.times
        #expect(epoch.isOpenForPublishing(at: times.publishFrom) && !epoch.isOpenForPublishing(at: times.publishUntil))
        #expect(!epoch.isOpenForPublishing(at: times.publishFrom.adding(seconds: -1)))
        #expect(epoch.acceptsBundles(at: times.publishUntil) && !epoch.acceptsBundles(at: times.matchUntil))
        #expect(!epoch.isToBeDestroyed(at: times.matchUntil.adding(seconds: -1)) && epoch.isToBeDestroyed(at: times.destroyAfter))
        #expect(epoch.exposedKinds.isEmpty)
    }

    @Test(arguments: [
        (#""url":"HMAC-SHA256""#, #""url":"none""#, RegistryError.Reason.notAChoice),
        (#""url":"HMAC-SHA256""#, #""u_l":"HMAC-SHA256""#, .notAName),
        (#""url":"HMAC-SHA256""#, #""url":"P256-SHA256-VOPRF-T""#, .evaluatorMembers),
        (#""suites":{"#, #""shares":[],"suites":{"#, .evaluatorMembers),
        (#""publish_until":"2027-03-01T00:00:00Z""#, #""publish_until":"2026-12-01T00:00:00Z""#, .epochTimes),
        (#""match_until":"2027-03-31T00:00:00Z""#, #""match_until":"2027-02-01T00:00:00Z""#, .epochTimes),
        (#""destroy_after":"2027-03-31T00:00:00Z""#, #""destroy_after":"2027-03-30T00:00:00Z""#, .epochTimes),
        (#""epoch":106"#, #""epoch":4294967296"#, .outOfRange), (#""epoch":106"#, #""epoch":-1"#, .outOfRange),
        (#""rules":1"#, #""rules":0"#, .outOfRange), (#""unicode":"15.0""#, #""unicode":15"#, .wrongType),
        (#""destroy_after""#, #""dealer":false,"destroy_after""#, .wrongType),
        (#"{"destroy_after""#, #"{"accept_guessable":1,"destroy_after""#, .wrongType),
        (#""v":1}"#, #""v":1,"x":1}"#, .wrongMembers), (#""pepper_digest":"00"#, #""pepper_digest":"0A"#, .notHex),
    ])
    func `are refused when they break a rule`(original: String, change: String, reason: RegistryError.Reason) throws {
        let text = String(decoding: Federation.epoch().canonicalBytes(), as: UTF8.self)
        let altered = try #require(text.firstRange(of: original).map { text.replacingCharacters($0, with: change) })
        #expect(try refusal { _ = try EpochDocument(parsing: Array(altered.utf8)) } == reason)
    }

    @Test(arguments: [
        (#""t":1"#, #""t":2"#, RegistryError.Reason.evaluatorMembers), (#""t":1"#, #""t":0"#, .outOfRange),
        (#""i":1"#, #""i":0"#, .outOfRange), (#""pk":"02"#, #""pk":"04"#, .notHex),
        (#""commit":["02"#, #""commit":["0"#, .notHex),
        (#""commit":["#, #""commit":[],"commitx":["#, .wrongMembers), (#""party":"org.beta""#, #""party":"""#, .notAName),
    ])
    func `with evaluators are refused when they break a rule`(original: String, change: String, reason: RegistryError.Reason)
        throws
    {
        let text = String(decoding: try withEvaluators().canonicalBytes(), as: UTF8.self)
        let altered = try #require(text.firstRange(of: original).map { text.replacingCharacters($0, with: change) })
        #expect(try refusal { _ = try EpochDocument(parsing: Array(altered.utf8)) } == reason)
    }

    @Test func `name the guessable kinds that members can guess`() throws {
        var epoch = Federation.epoch()
        epoch.suites["phone"] = .keyed
        epoch.acceptsGuessable = true
        let federation = try listing(epoch)
        let verified = try VerifiedEpoch(
            verifying: try federation.signed(try epoch.draft(), by: [0, 1]), under: try federation.registry())
        #expect(verified.exposedKinds == [.phone])
    }
}
