import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import Testing

@Suite struct `What a process remembers of a home` {
    private let sandbox: Sandbox
    private let memory = HomeMemory()

    init() async throws {
        sandbox = try Sandbox()
        // The files have to lie still for a second before anything is remembered of them.
        try await Task.sleep(for: .milliseconds(1_100))
        _ = try node().registry()
        _ = try node().keys()
    }

    private func node() throws -> Node { try Node(opening: sandbox.home("org.a"), remembering: memory) }

    private var paths: HomePaths { HomePaths(root: sandbox.home("org.a")) }

    private func retire(_ use: KeyUse, of member: String) throws {
        try sandbox.changeRegistry(at: ["org.a"], time: sandbox.time) { registry in
            var editing = RegistryEditing(after: registry, issued: registry.issued)
            let keys = editing.document.members.first { $0.id.name == member }?.keys.filter { $0.use == use } ?? []
            for key in keys {
                let isRevoked = editing.revoke(KeyName.keyID(member: member, kid: key.kid), compromisedSince: nil)
                #expect(isRevoked)
            }
            registry.members = editing.document.members
        }
    }

    @Test func `is the registry, until the next version is installed`() throws {
        #expect(try node().registry().document.version == 1)
        try retire(.sign, of: "org.b")
        let registry = try node().registry()
        let member = try #require(MemberID("org.b"))
        #expect(registry.document.version == 2)
        #expect(registry.usableKeys(of: member, for: .sign, at: sandbox.time).isEmpty)
    }

    @Test func `is no registry of which a byte was changed in its place`() throws {
        var bytes = try FileReader.contents(of: paths.currentRegistry, limitBytes: 1 << 20)
        let index = bytes.count / 2
        bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let handle = try FileHandle(forWritingTo: URL(filePath: paths.currentRegistry))
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
        let date = try FileManager.default.attributesOfItem(atPath: paths.trustedRoot)[.modificationDate]
        try FileManager.default.setAttributes([.modificationDate: date ?? Date.now], ofItemAtPath: paths.currentRegistry)
        #expect(throws: (any Error).self) { try node().registry() }
    }

    @Test func `does not let an old registry back in`() throws {
        let old = try FileReader.contents(of: paths.currentRegistry, limitBytes: 1 << 20)
        try retire(.sign, of: "org.b")
        #expect(try node().registry().document.version == 2)
        try DurableFile.write(old, to: paths.currentRegistry, replacing: true)
        #expect(throws: NodeError.registryRolledBack(installed: 1, seen: 2)) { try node().registry() }
    }

    @Test func `notices a version that was only seen`() throws {
        try DurableFile.write([0x7B, 0x7D], to: "\(paths.registry)/7.json")
        #expect(throws: NodeError.registryRolledBack(installed: 1, seen: 7)) { try node().registry() }
    }

    @Test func `trusts no other root than the one that lies there`() throws {
        let other = try Sandbox()
        try FileCopy.copy(HomePaths(root: other.home("org.a")).trustedRoot, to: paths.trustedRoot)
        #expect(throws: RegistryError.self) { try node().registry() }
    }

    @Test func `holds a registry against the marks that are accepted now`() throws {
        let text = String(decoding: try FileReader.contents(of: paths.settings, limitBytes: 1 << 16), as: UTF8.self)
        let strict = text.replacing("accept_lab_documents = true", with: "accept_lab_documents = false")
        try DurableFile.write(Array(strict.utf8), to: paths.settings, replacing: true)
        #expect(throws: RegistryError.self) { try node().registry() }
        try DurableFile.write(Array(text.utf8), to: paths.settings, replacing: true)
        #expect(try node().registry().document.version == 1)
    }

    @Test func `is no key whose file others may read, and no key that has become another`() throws {
        #expect(try !node().keys().sealingPublicKey.isEmpty)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: paths.signingKey)
        #expect(throws: FileError.self) { try node().keys() }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: paths.signingKey)
        #expect(try !node().keys().sealingPublicKey.isEmpty)
        try FileCopy.copy(paths.agreementKey, to: paths.signingKey)
        #expect(throws: NodeError.self) { try node().keys() }
    }

    @Test func `lets in whoever the registry lists, and not at the next request after a key was revoked`() async throws {
        let (root, memory, time) = (sandbox.home("org.a"), memory, sandbox.time)
        let desk = PeerDesk(
            HomeDesk(now: { time }) { try Node(opening: root, for: $0, remembering: memory) }, spool: "\(root)/run")
        let members = try node().registry().document.members
        let key = try #require(members.first { $0.id.name == "org.b" }?.keys.first { $0.use == .tls }).publicKey
        let own = try #require(members.first { $0.id.name == "org.a" }?.keys.first { $0.use == .tls }).publicKey
        let points = try [key, own].map { try P256PublicKey(parsing: $0).bytes }
        #expect(await desk.member(ofTLSKey: points[0])?.name == "org.b")
        #expect(await desk.member(ofTLSKey: points[1]) == nil)
        let old = try FileReader.contents(of: paths.currentRegistry, limitBytes: 1 << 20)
        try retire(.tls, of: "org.b")
        #expect(await desk.member(ofTLSKey: points[0]) == nil)
        try DurableFile.write(old, to: paths.currentRegistry, replacing: true)
        #expect(await desk.member(ofTLSKey: points[0]) == nil)
    }
}
