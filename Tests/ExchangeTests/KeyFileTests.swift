import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import Testing

/// The encryption of a key file has no integrity of its own: a home never works with another key than its own.
@Suite struct `Key files of a home` {
    private static let passphrase = SecretBytes(copying: Array("correct horse".utf8))

    /// A home whose key files cost next to nothing to open.
    private func home(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let keys = try NodeKeys()
        let settings = Settings(member: try #require(MemberID("org.a")), role: "bank")
        try Node.create(at: root, settings: settings, keys: keys)
        for (key, path) in [(PrivateKey.ed25519(keys.signing), "sign.pem"), (.x25519(keys.sealing), "seal.pem")] {
            let text = try PrivateKeyFile.encode(key, passphrase: Self.passphrase, cost: .weakForTests)
            try replace("\(root)/keys/\(path)", with: text)
        }
        try body(root)
    }

    private func replace(_ path: String, with bytes: [UInt8]) throws {
        try DurableFile.write(bytes, to: path, replacing: true)
    }

    private func open(_ root: String, with passphrase: SecretBytes = passphrase) throws -> NodeKeys {
        try Node(opening: root, passphrase: { passphrase }).keys()
    }

    @Test func `open with their passphrase and with no other`() throws {
        try home { root in
            _ = try open(root)
            for number in UInt8(0)..<64 {
                #expect(throws: PrivateKeyFileError.passphraseWrong) { try open(root, with: SecretBytes(copying: [number])) }
            }
        }
    }

    @Test(arguments: ["sign.pem", "seal.pem"])
    func `end in an error wherever a bit is flipped`(name: String) throws {
        try home { root in
            let path = "\(root)/keys/\(name)"
            let text = String(decoding: try SecretFile.read(path), as: UTF8.self)
            let lines = text.split(separator: "\n")
            let content = try #require(Data(base64Encoded: lines[1..<(lines.count - 1)].joined()))
            var changed = 0
            for index in content.indices {
                var flipped = content
                flipped[index] ^= 1 << UInt8(index % 8)
                let middle = flipped.base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
                try replace(path, with: Array("\(lines[0])\n\(middle)\n\(lines[lines.count - 1])\n".utf8))
                do {
                    _ = try open(root)
                    Issue.record("a bit of byte \(index) went unnoticed")
                } catch NodeError.keyChanged {
                    changed += 1
                } catch is PrivateKeyFileError {}
            }
            #expect(changed >= 16, "flips in the first block of the key give another key with the same form")
        }
    }

    @Test func `must be those the registry lists when the home kept no public halves`() throws {
        let sandbox = try Sandbox()
        let home = sandbox.home("org.a")
        try FileManager.default.removeItem(atPath: home + "/keys/public.json")
        _ = try sandbox.node("org.a").keys()
        let other = try PrivateKeyFile.encode(.ed25519(Ed25519PrivateKey())).withBytes { span in span.indices.map { span[$0] } }
        try replace(home + "/keys/sign.pem", with: other)
        #expect(throws: NodeError.keyChanged(home + "/keys/sign.pem")) { try sandbox.node("org.a").keys() }
    }

    @Test func `of officers are compared with the public half beside them`() throws {
        let sandbox = try Sandbox()
        let path = "\(sandbox.directory)/root/officer-1.pem"
        let key = try NodeKeys.readSigningKey(path, passphrase: { nil })
        #expect(key.publicKey.bytes.count == 32)
        let half = #"{"keys":[],"t":1}"#
        try replace(path + NodeKeys.publicHalfSuffix, with: Array(half.utf8))
        #expect(throws: (any Error).self) { try NodeKeys.readSigningKey(path, passphrase: { nil }) }
    }
}
