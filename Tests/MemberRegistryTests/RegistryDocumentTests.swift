import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing

@Suite struct `Registry documents` {
    @Test func `are read as they were written`() throws {
        var document = try Federation().document
        document.version = 4
        document.previous = .zero
        document.policy = RegistryPolicy(isExample: true, isLab: true)
        document.epochs = [EpochEntry(epoch: EpochNumber(7), digest: .zero)]
        document.protectedLists = [.zero]
        document.resets = [
            ChainReset(
                publisher: try Federation.member("org.gone"), audience: try Federation.group("g"), sequence: 9, digest: .zero)
        ]
        let scope = KeyScope(kinds: ["url", "btc"], maxMarking: .amber, until: Federation.now)
        document.members.append(
            MemberEntry(
                id: try Federation.member("org.gamma"), roles: [],
                keys: [
                    Federation.memberKey(
                        .ed25519, try Federation.key(20).publicKey.bytes, status: .compromised, since: Federation.now,
                        scope: scope)
                ]))
        let bytes = document.canonicalBytes()
        let read = try RegistryDocument(parsing: bytes)
        #expect(read == document)
        #expect(read.canonicalBytes() == bytes)
        #expect(read.digest == SHA256.hash(bytes))
    }

    @Test func `keep the order of lists that others wrote`() throws {
        let document = try Federation().document
        let text = String(decoding: document.canonicalBytes(), as: UTF8.self)
        let turned = text.replacing(#"["vendor","evaluator"]"#, with: #"["evaluator","vendor"]"#)
            .replacing(#"["org.alpha","org.beta"]"#, with: #"["org.beta","org.alpha"]"#)
        #expect(turned != text)
        #expect(try RegistryDocument(parsing: Array(turned.utf8)).canonicalBytes() == Array(turned.utf8))
    }

    /// Each change breaks one rule.
    @Test(arguments: [
        (#""v":1"#, #""v":2"#, RegistryError.Reason.wrongVersion),
        (#""type":"six-registry""#, #""type":"six-epoch""#, .wrongVersion),
        (#""version":1"#, #""version":0"#, .outOfRange),
        (#""version":1"#, #""version":2"#, .previousWithVersion),
        (#""prev":"""#, #""prev":"00""#, .notHex),
        (#""issued":"2026-12-01T00:00:00Z""#, #""issued":"2026-12-01T00:00:00""#, .notATime),
        (#""expires":"2026-12-31T00:00:00Z""#, #""expires":"2026-12-31T00:00:01Z""#, .lifetime),
        (#""expires":"2026-12-31T00:00:00Z""#, #""expires":"2026-12-01T00:00:00Z""#, .lifetime),
        (#""t":2"#, #""t":0"#, .outOfRange), (#""t":2"#, #""t":4"#, .rootThreshold), (#""t":2"#, #""t":"2""#, .wrongType),
        (#""sig":["any"]"#, #""sig":["two"]"#, .policy), (#""sig":["any"]"#, #""lab":false,"sig":["any"]"#, .wrongType),
        (#""sig":["any"]"#, #""sig":["any"],"x":true"#, .wrongMembers), (#""resets":[],"#, "", .wrongMembers),
        (#""version":1}"#, #""version":1,"zzz":1}"#, .wrongMembers),
        (#""id":"org.beta""#, #""id":"org.alpha""#, .duplicate), (#""id":"org.beta""#, #""id":"root""#, .notAName),
        (#""id":"org.beta""#, #""id":"Org""#, .notAName), (#""owner":"org.alpha","quota""#, #""owner":"","quota""#, .notAName),
        (#""id":"org.beta""#, #""id":"org.other""#, .unknownMember), (#""id":"task-force""#, #""id":"-""#, .notAName),
        (#"["vendor","evaluator"]"#, #"["vendor","vendor"]"#, .duplicate),
        (#"["vendor","evaluator"]"#, #"["king"]"#, .notAChoice),
        (#"["org.alpha","org.beta"]"#, #"["org.alpha","org.alpha"]"#, .duplicate),
        (#""use":"seal""#, #""use":"sign""#, .algorithmForUse), (#""alg":"age-x25519""#, #""alg":"ed25519""#, .algorithmForUse),
        (#""use":"sign""#, #""use":"tls""#, .algorithmForUse),
        (#""alg":"age-x25519""#, #""alg":"rsa""#, .notAChoice), (#""alg":"ecdsa-p256-sha256""#, #""alg":"ed25519""#, .keyLength),
        (#""na":"2027-01-01T00:00:00Z""#, #""na":"2026-01-01T00:00:00Z""#, .keyWindow),
        (#""status":"active""#, #""status":"compromised""#, .sinceWithoutCompromise),
        (#""status":"active""#, #""since":"2026-12-01T00:00:00Z","status":"retired""#, .sinceWithoutCompromise),
        (#""status":"active""#, #""status":"lost""#, .notAChoice), (#""day":50000"#, #""day":-1"#, .outOfRange),
        (#""protected":[]"#, #""protected":["00"]"#, .notHex),
        (#""epochs":[]"#, #""epochs":[{"digest":"00","epoch":1}]"#, .notHex),
        (#""epochs":[]"#, #""epochs":[{"epoch":4294967296}]"#, .wrongMembers),
        (#""resets":[]"#, #""resets":[{"aud":"g","digest":"","pub":"p","seq":0}]"#, .outOfRange),
    ])
    func `are refused when they break a rule`(original: String, change: String, reason: RegistryError.Reason) throws {
        let text = String(decoding: try Federation().document.canonicalBytes(), as: UTF8.self)
        let altered = try #require(text.firstRange(of: original).map { text.replacingCharacters($0, with: change) })
        #expect(try refusal { _ = try RegistryDocument(parsing: Array(altered.utf8)) } == reason)
    }

    @Test func `name each key once and by its bytes`() throws {
        let federation = try Federation()
        var twice = federation.document
        twice.members[1] = MemberEntry(id: twice.members[1].id, roles: [.vendor], keys: [twice.members[0].keys[0]])
        #expect(try refusal { _ = try twice.draft() } == .keyTwice)
        var rootAsMember = federation.document
        let rootKey = Federation.memberKey(.ed25519, federation.rootKeys[0].publicKey.bytes)
        rootAsMember.members[1] = MemberEntry(id: twice.members[1].id, roles: [.vendor], keys: [rootKey])
        #expect(try refusal { _ = try rootAsMember.draft() } == .keyTwice)
        let kid = KeyName.kid(of: federation.alphaKey.publicKey.bytes)
        let text = String(decoding: federation.document.canonicalBytes(), as: UTF8.self)
        let renamed = text.replacing("\"\(kid)\"", with: "\"0123456789abcdef\"")
        #expect(try refusal { _ = try RegistryDocument(parsing: Array(renamed.utf8)) } == .kidMismatch)
    }

    @Test func `are signed in canonical form only`() throws {
        let bytes = [UInt8(ascii: " ")] + (try Federation().document.canonicalBytes())
        guard case .json(.syntax(.notCanonical, _))? = try refusal({ _ = try RegistryDocument(parsing: bytes) }) else {
            Issue.record("a blank was taken")
            return
        }
    }

    @Test func `live with weak keys of members and name them`() throws {
        var federation = try Federation()
        let weak = Federation.memberKey(.ed25519, [1] + [UInt8](repeating: 0, count: 31))
        let offCurve = Federation.memberKey(.p256, [4] + [UInt8](repeating: 1, count: 64))
        federation.document.members.append(
            MemberEntry(id: try Federation.member("org.weak"), roles: [.ngo], keys: [weak, offCurve]))
        let registry = try federation.registry()
        #expect(registry.weakKeys.count == 2)
        let record = try #require(registry.signingKey("org.weak/\(weak.kid)"))
        #expect(record.isWeak && record.verificationKey == nil)
        #expect(registry.usableKeys(of: try Federation.member("org.weak"), for: .sign, at: Federation.now).isEmpty)
    }

    @Test func `count only usable keys towards the root threshold`() throws {
        var federation = try Federation()
        let weak = RootKey(algorithm: .ed25519, publicKey: [1] + [UInt8](repeating: 0, count: 31))
        federation.document.root = RootKeys(threshold: 2, keys: [federation.document.root.keys[0], weak])
        #expect(try refusal { _ = try federation.document.draft() } == .rootThreshold)
    }

    @Test(arguments: ["\u{1B}[2Jowned", "two\nlines", String(repeating: "a", count: 65), "\u{202E}evil", ""])
    func `do not let a stranger's member name into a message`(name: String) throws {
        var object = try #require(StrictJSON.parse(try Federation().document.canonicalBytes()).object)
        object[name] = 1
        let error = #expect(throws: RegistryError.self) {
            try RegistryDocument(parsing: JSONValue.object(object).canonicalBytes())
        }
        #expect(error?.place == "a member")
        object[name] = nil
        object["surplus_member"] = 1
        let named = #expect(throws: RegistryError.self) {
            try RegistryDocument(parsing: JSONValue.object(object).canonicalBytes())
        }
        #expect(named?.place == "surplus_member")
    }
}

extension String {
    func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
