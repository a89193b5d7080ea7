import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

@Suite struct `The key of a node for TLS` {
    private let sandbox: Sandbox
    private let member: MemberID

    init() throws {
        sandbox = try Sandbox()
        member = try #require(MemberID("org.a"))
    }

    private var paths: HomePaths { HomePaths(root: sandbox.home("org.a")) }

    private var shownKey: P256PublicKey? { get throws { try sandbox.node("org.a").tlsKey()?.publicKey } }

    /// Expects org.b to trust what org.a shows.
    private func expectTrust(at time: Timestamp) throws {
        let leaf = try sandbox.node("org.a").tlsCertificate(at: time)
        let anchors = try sandbox.node("org.b").registry().tlsAnchors(of: member, at: time)
        #expect(
            try CertificateChain(leaf: leaf, anchors: anchors).isTrusted(as: "org.a", for: .server, at: time.secondsSinceEpoch))
    }

    /// Has the root officers take up a card.
    private func list(_ card: MemberCard) throws {
        try sandbox.changeRegistry(at: ["org.a", "org.b"], time: sandbox.time) { registry in
            var editing = RegistryEditing(after: registry, issued: registry.issued)
            editing.add(card)
            registry.members = editing.document.members
        }
    }

    /// Takes a home back to before there were keys for TLS.
    private func forgetKey() throws {
        try FileManager.default.removeItem(atPath: paths.tlsKey)
        let kept = String(decoding: try FileReader.contents(of: paths.publicKeys, limitBytes: 4_096), as: UTF8.self)
        let old = kept.replacing(/"tls":"[0-9a-f]*",/, with: "")
        #expect(old != kept)
        try DurableFile.write(Array(old.utf8), to: paths.publicKeys, replacing: true)
    }

    @Test func `is made with its home, lies in a file of its owner's alone, and is what the registry pins`() throws {
        let key = try #require(try shownKey)
        let mode = try FileManager.default.attributesOfItem(atPath: paths.tlsKey)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let registry = try sandbox.node("org.b").registry()
        #expect(registry.tlsPins(of: member, at: sandbox.time) == [key])
        #expect(registry.member(showing: key, at: sandbox.time) == member)
        #expect(try registry.member(showing: P256PrivateKey().publicKey, at: sandbox.time) == nil)
        let expired = registry.document.expires
        #expect(registry.tlsPins(of: member, at: expired).isEmpty && registry.member(showing: key, at: expired) == nil)
    }

    @Test func `is not under the passphrase of the other keys`() throws {
        let home = sandbox.directory + "/locked"
        let passphrase = SecretBytes(copying: Array("correct horse".utf8))
        let keys = try NodeKeys()
        try Node.create(at: home, settings: Settings(member: member, role: "bank"), keys: keys, passphrase: passphrase)
        #expect(try Node(opening: home).tlsKey()?.publicKey == keys.tls.current?.publicKey)
        #expect(try !Node(opening: home).tlsCertificate(at: sandbox.time).isEmpty)
        #expect(throws: PrivateKeyFileError.passphraseMissing) { try Node(opening: home).keys() }
    }

    @Test(arguments: [(-1, true), (0, true), (31, true), (91, false)])
    func `makes certificates that others trust while the registry pins it, also when it has expired`(days: Int64, isTrusted: Bool)
        throws
    {
        let leaf = try sandbox.node("org.a").tlsCertificate(at: sandbox.time)
        let registry = try sandbox.node("org.b").registry()
        let anchors = try registry.tlsAnchors(of: member, at: sandbox.time)
        let strange = try registry.tlsAnchors(of: try #require(MemberID("org.b")), at: sandbox.time)
        let seconds = sandbox.time.adding(days: days).secondsSinceEpoch
        let (own, other) = (try #require(anchors.first), try #require(strange.first))
        #expect(anchors.count == 1)
        let chain = CertificateChain(leaf: leaf, anchors: [own])
        #expect(try chain.isTrusted(as: "org.a", for: .server, at: seconds) == isTrusted)
        #expect(try chain.isTrusted(as: "org.a", for: .client, at: seconds) == isTrusted)
        #expect(try !CertificateChain(leaf: leaf, anchors: [other]).isTrusted(as: "org.a", for: .server, at: seconds))
        let key = try #require(try sandbox.node("org.a").tlsKey()).publicKey
        #expect(registry.member(showing: key, at: sandbox.time) == member)
        #expect(registry.member(showing: key, at: registry.document.expires) == nil)
    }

    @Test func `is compared with its public half at every use`() throws {
        let other = try PrivateKeyFile.encode(.p256(P256PrivateKey())).withBytes { span in span.indices.map { span[$0] } }
        try DurableFile.write(other, to: paths.tlsKey, replacing: true)
        #expect(throws: NodeError.keyChanged(paths.tlsKey)) { try sandbox.node("org.a").tlsKey() }
        #expect(throws: NodeError.keyChanged(paths.tlsKey)) { try sandbox.node("org.a").keys() }
        try FileManager.default.removeItem(atPath: paths.publicKeys)
        #expect(throws: NodeError.keyChanged(paths.tlsKey)) { try sandbox.node("org.a").tlsKey() }
        let wrong = try PrivateKeyFile.encode(.ed25519(Ed25519PrivateKey())).withBytes { span in span.indices.map { span[$0] } }
        try DurableFile.write(wrong, to: paths.tlsKey, replacing: true)
        #expect(throws: NodeError.wrongKey(paths.tlsKey)) { try sandbox.node("org.a").tlsKey() }
    }

    @Test func `is missed when its file is gone`() throws {
        try FileManager.default.removeItem(atPath: paths.tlsKey)
        #expect(throws: NodeError.homeDamaged("\(paths.tlsKey) is missing")) { try sandbox.node("org.a").tlsKey() }
        #expect(throws: NodeError.homeDamaged("\(paths.tlsKey) is missing")) { try sandbox.node("org.a").keys() }
    }

    @Test(arguments: [true, false])
    func `can be added to a home of before there were any, which works without`(keepsPublicHalves: Bool) throws {
        try forgetKey()
        if !keepsPublicHalves { try FileManager.default.removeItem(atPath: paths.publicKeys) }
        let keys = try sandbox.node("org.a").keys()
        #expect(
            !keys.registryEntries(notBefore: sandbox.time, notAfter: sandbox.time.adding(days: 1)).contains { $0.use == .tls })
        #expect(try shownKey == nil)
        #expect(throws: NodeError.noTLSKey) { try sandbox.node("org.a").tlsCertificate(at: sandbox.time) }
        let standing = try sandbox.node("org.a").tlsStanding(at: sandbox.time)
        #expect(standing.current == nil && standing.next == nil)
        let card = try sandbox.node("org.a", .writing).makeNextTLSKey(days: 400, at: sandbox.time)
        try list(card)
        try sandbox.node("org.a", .writing).switchTLSKey(at: sandbox.time)
        #expect(try shownKey?.bytes == card.entry.keys[0].publicKey)
        _ = try sandbox.node("org.a").keys()
    }

    @Test func `is followed by the next one once the registry lists that, and both are pinned meanwhile`() throws {
        let old = try #require(try shownKey)
        #expect(throws: NodeError.noNextTLSKey) { try sandbox.node("org.a", .writing).switchTLSKey(at: sandbox.time) }
        let card = try sandbox.node("org.a", .writing).makeNextTLSKey(days: 200, at: sandbox.time)
        let next = try #require(card.entry.keys.first)
        let keyID = KeyName.keyID(member: "org.a", kid: next.kid)
        #expect(card.entry.keys.count == 1 && next.use == .tls && next.algorithm == .p256)
        #expect(throws: NodeError.nextTLSKeyWaits) {
            try sandbox.node("org.a", .writing).makeNextTLSKey(days: 200, at: sandbox.time)
        }
        #expect(throws: NodeError.nextTLSKeyNotUsable(keyID)) {
            try sandbox.node("org.a", .writing).switchTLSKey(at: sandbox.time)
        }
        #expect(try shownKey == old)
        let before = try sandbox.node("org.a").registry().member(member)
        try list(card)
        let registry = try sandbox.node("org.b").registry()
        #expect(registry.tlsPins(of: member, at: sandbox.time).map(\.bytes) == [old.bytes, next.publicKey])
        #expect(registry.member(member)?.keys == (before?.keys ?? []) + [next])
        #expect(registry.member(member)?.roles == before?.roles)
        #expect(try shownKey == old)
        try expectTrust(at: sandbox.time)
        let late = sandbox.time.adding(days: 29)
        #expect(try sandbox.node("org.a").tlsStanding(at: late).next?.daysLeft == 171)
        let standing = try sandbox.node("org.a", .writing).switchTLSKey(at: late)
        #expect(standing.keyID == keyID && standing.state == .usable)
        try expectTrust(at: late)
        #expect(try shownKey?.bytes == next.publicKey)
        #expect(!FileManager.default.fileExists(atPath: paths.nextTLSKey))
        _ = try sandbox.node("org.a").keys()
    }

    @Test func `is not switched to one that is listed for later, ended, or under an expired registry`() throws {
        let card = try sandbox.node("org.a", .writing).makeNextTLSKey(days: 10, at: sandbox.time)
        try list(card)
        let keyID = KeyName.keyID(member: "org.a", kid: card.entry.keys[0].kid)
        for (days, state) in [(-2, TLSKeyStanding.State.early), (10, .ended)] {
            let time = sandbox.time.adding(days: Int64(days))
            #expect(try sandbox.node("org.a").tlsStanding(at: time).next?.state == state)
            #expect(throws: NodeError.nextTLSKeyNotUsable(keyID)) { try sandbox.node("org.a", .writing).switchTLSKey(at: time) }
        }
        let expired = try sandbox.node("org.a").registry().document.expires
        #expect(try sandbox.node("org.a").tlsStanding(at: expired).current?.state == .expired)
        #expect(throws: NodeError.registryExpired(expired.rfc3339)) {
            try sandbox.node("org.a", .writing).switchTLSKey(at: expired)
        }
        #expect(throws: Never.self) { try sandbox.node("org.a", .writing).switchTLSKey(at: sandbox.time.adding(days: 9)) }
    }

    /// The writes of a switch, in their order: the entry, the public half, the name.
    @Test func `stays usable when a switch was cut off, and the switch can be finished`() throws {
        let old = try #require(try shownKey)
        let card = try sandbox.node("org.a", .writing).makeNextTLSKey(days: 400, at: sandbox.time)
        try list(card)
        let next = card.entry.keys[0].publicKey
        let kept = String(decoding: try FileReader.contents(of: paths.publicKeys, limitBytes: 4_096), as: UTF8.self)
        let replaced = kept.replacing(Hex.encode(old.bytes), with: Hex.encode(next))
        try DurableFile.write(Array(replaced.utf8), to: paths.publicKeys, replacing: true)
        #expect(try shownKey == old)
        _ = try sandbox.node("org.a").keys()
        #expect(throws: NodeError.nextTLSKeyWaits) {
            try sandbox.node("org.a", .writing).makeNextTLSKey(days: 1, at: sandbox.time)
        }
        let size = try sandbox.node("org.a").ledgerSize()
        try sandbox.node("org.a", .writing).switchTLSKey(at: sandbox.time)
        #expect(try sandbox.node("org.a").ledgerSize() == size, "the entry was committed before the public half was written")
        #expect(try shownKey?.bytes == next)
        _ = try sandbox.node("org.a").keys()
    }

    @Test func `stands on the member's card, the next one beside it`() throws {
        func entries() throws -> [MemberKey] {
            let card = try sandbox.node("org.a").memberCard(owner: nil, days: 400, at: sandbox.time)
            return try MemberCard(parsing: card.canonicalBytes()).entry.keys.filter { $0.use == .tls }
        }
        #expect(try entries().map(\.publicKey) == [try #require(try shownKey).bytes])
        let card = try sandbox.node("org.a", .writing).makeNextTLSKey(days: 400, at: sandbox.time)
        #expect(try entries().last == card.entry.keys[0])
        #expect(try entries().count == 2)
    }
}
