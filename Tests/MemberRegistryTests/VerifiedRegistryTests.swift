import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing

@Suite struct `The registry` {
    @Test func `answers for members, owners, groups and keys`() throws {
        let registry = try Federation().registry()
        let alpha = try Federation.member("org.alpha")
        let beta = try Federation.member("org.beta")
        #expect(registry.owner(of: beta) == alpha && registry.owner(of: alpha) == alpha)
        #expect(registry.owner(of: try Federation.member("org.unknown")).name == "org.unknown")
        #expect(registry.roles(of: beta) == [.vendor, .evaluator])
        #expect(registry.members(of: try Federation.group("task-force")) == [alpha, beta])
        #expect(registry.members(of: try Federation.group("other")) == nil)
        #expect(registry.usableKeys(of: alpha, for: .seal, at: Federation.now).count == 1)
        let key = try #require(registry.usableKeys(of: alpha, for: .sign, at: Federation.now).first)
        let record = try #require(registry.signingKey("org.alpha/\(key.kid)"))
        #expect(record.isValid(at: key.notBefore) && !record.isValid(at: key.notAfter))
        #expect(!record.isValid(at: key.notBefore.adding(seconds: -1)))
        #expect(registry.usableKeys(of: alpha, for: .sign, at: key.notAfter).isEmpty)
        #expect(!registry.isExpired(at: Federation.now) && registry.isExpired(at: registry.document.expires))
    }

    @Test func `needs the threshold of its root`() throws {
        let federation = try Federation()
        let draft = try federation.document.draft()
        for (signers, reason) in [
            ([], .tooFewSignatures), ([0], .tooFewSignatures), ([0, 0], .tooFewSignatures), ([2, 1], nil), ([0, 1, 2], nil),
        ] as [([Int], RegistryError.Reason?)] {
            let envelope = try federation.signed(draft, by: signers)
            #expect(try refusal { _ = try VerifiedRegistry(verifying: envelope, trusting: federation.document.root) } == reason)
        }
    }

    @Test func `is refused when one signature of the root does not verify`() throws {
        let federation = try Federation()
        var envelope = try federation.signed(try federation.document.draft(), by: [0, 1])
        let other = federation.document.root.keys[2].keyID
        envelope = envelope.signed(as: other) { _ in [UInt8](repeating: 0, count: 64) }
        #expect(
            try refusal { _ = try VerifiedRegistry(verifying: envelope, trusting: federation.document.root) } == .badSignature)
        let stranger = try federation.signed(try federation.document.draft(), by: [0, 1])
            .signed(as: "root/0000000000000000") { _ in [1] }
        #expect(throws: Never.self) { try VerifiedRegistry(verifying: stranger, trusting: federation.document.root) }
    }

    @Test func `is of one payload type`() throws {
        let federation = try Federation()
        let draft = DSSEEnvelope(payloadType: EpochDocument.payloadType, payload: federation.document.canonicalBytes())
        let envelope = try federation.signed(draft, by: [0, 1])
        #expect(try refusal { _ = try VerifiedRegistry(verifying: envelope, trusting: federation.document.root) } == .payloadType)
    }

    @Test func `goes on one version at a time`() throws {
        let federation = try Federation()
        let first = try federation.registry()
        let day = Federation.now.adding(days: 1)
        let second = federation.document.successor(issued: day)
        let installed = try first.installing(next: try federation.signed(try second.draft(), by: [1, 2]))
        #expect(installed.document.version == 2 && installed.document.previous == first.digest)
        let third = try federation.signed(try second.successor(issued: day).draft(), by: [0, 1])
        #expect(try refusal { _ = try first.installing(next: third) } == .versionGap)
        #expect(throws: Never.self) { try installed.installing(next: third) }
        let again = try federation.signed(try second.draft(), by: [0, 2])
        #expect(try refusal { _ = try installed.installing(next: again) } == .alreadyInstalled)
        let old = try federation.signed(try federation.document.draft(), by: [0, 1])
        #expect(try refusal { _ = try installed.installing(next: old) } == .rollback)
        let fork = federation.document.successor(issued: day.adding(days: 1))
        #expect(
            try refusal { _ = try installed.installing(next: try federation.signed(try fork.draft(), by: [0, 1])) } == .rollback)
        var stranger = second
        stranger.previous = .zero
        #expect(
            try refusal { _ = try first.installing(next: try federation.signed(try stranger.draft(), by: [0, 1])) }
                == .notTheSuccessor)
    }

    @Test func `changes its root with enough of both roots`() throws {
        let federation = try Federation()
        let first = try federation.registry()
        let newKey = try Federation.key(40)
        var next = federation.document.successor(issued: Federation.now)
        next.root = RootKeys(
            threshold: 2,
            keys: [next.root.keys[0], RootKey(algorithm: .ed25519, publicKey: newKey.publicKey.bytes)])
        let draft = try next.draft()
        let newID = next.root.keys[1].keyID
        let byNew = try draft.signed(as: newID) { try newKey.sign($0) }
        #expect(try refusal { _ = try first.installing(next: try federation.signed(draft, by: [0, 1])) } == .tooFewSignatures)
        #expect(try refusal { _ = try first.installing(next: try federation.signed(byNew, by: [0])) } == .tooFewSignatures)
        let installed = try first.installing(next: try federation.signed(byNew, by: [0, 2]))
        #expect(installed.document.root == next.root)
        let after = try next.successor(issued: Federation.now).draft()
        #expect(
            try refusal { _ = try installed.installing(next: try federation.signed(after, by: [0, 1])) } == .tooFewSignatures)
        let good = try federation.signed(after, by: [0]).signed(as: newID) { try newKey.sign($0) }
        #expect(throws: Never.self) { try installed.installing(next: good) }
    }

    @Test func `is refused as example or lab unless that was asked for`() throws {
        for (policy, mark, reason) in [
            (RegistryPolicy(isExample: true), DocumentMarks.example, RegistryError.Reason.markedExample),
            (RegistryPolicy(isLab: true), .lab, .markedLab),
        ] {
            let federation = try Federation(policy: policy)
            let envelope = try federation.signed(try federation.document.draft(), by: [0, 1])
            #expect(try refusal { _ = try VerifiedRegistry(verifying: envelope, trusting: federation.document.root) } == reason)
            #expect(throws: Never.self) {
                try VerifiedRegistry(verifying: envelope, trusting: federation.document.root, accepting: mark)
            }
        }
    }

    @Test func `reads its anchor from a file`() throws {
        let root = try Federation().document.root
        #expect(try RootKeys(parsing: root.jsonValue.canonicalBytes()) == root)
    }
}

@Suite struct `The scope of a key` {
    @Test func `covers kinds, markings up to the highest, and the time before its end`() {
        let scope = KeyScope(kinds: ["url"], maxMarking: .amber, until: Federation.now)
        #expect(scope.allows(kind: "url", marking: "AMBER") && scope.allows(kind: "url", marking: "CLEAR"))
        #expect(!scope.allows(kind: "url", marking: "AMBER+STRICT") && !scope.allows(kind: "url", marking: "RED"))
        #expect(!scope.allows(kind: "url", marking: "amber") && !scope.allows(kind: "phone", marking: "CLEAR"))
        #expect(!scope.allows(createdAt: Federation.now))
        #expect(scope.allows(createdAt: Federation.now.adding(seconds: -1)))
        #expect(KeyScope().allows(kind: "anything", marking: "anything") && KeyScope().allows(createdAt: Federation.now))
    }
}
