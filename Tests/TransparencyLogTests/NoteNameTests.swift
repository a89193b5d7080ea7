import CryptoPrimitives
import Testing
import TransparencyLog

/// Two spellings of a name that Unicode calls equivalent, and `==` takes for one.
@Suite struct `Names in notes that look the same` {
    private let composed = "plattf\u{F6}rm.example/audit/1"
    private let decomposed = "plattfo\u{308}rm.example/audit/1"
    private let signer: NoteSigner

    init() throws { signer = try NoteSigner(name: composed, privateKey: Ed25519PrivateKey()) }

    private func head(_ origin: String) -> Checkpoint { Checkpoint(origin: origin, size: 1, root: .zero) }

    @Test func `are names of two keys and two logs`() throws {
        try #require(composed == decomposed)
        let twin = try NoteKey(name: decomposed, algorithm: .ed25519, publicKey: signer.key.publicKey)
        #expect(twin != signer.key)
        #expect(Set([twin, signer.key]).count == 2)
        #expect(!signer.key.isNamed(decomposed))
        #expect(head(composed) != head(decomposed))
        #expect(Set([head(composed), head(decomposed)]).count == 2)
    }

    @Test func `do not let a log speak for another`() throws {
        let policy = try WitnessPolicy(parsing: "log \(signer.key.text)\nquorum none")
        func note(_ origin: String) throws -> SignedNote {
            let text = head(origin).text
            return try SignedNote(text: text, signatures: [signer.signature(for: text)])
        }
        #expect(try policy.verified(note(composed)).checkpoint == head(composed))
        #expect(throws: NoteError.unknownKeys) { try policy.verified(note(decomposed)) }
    }

    @Test func `do not make a signature that of a key`() throws {
        let text = head(composed).text
        let own = try signer.signature(for: text)
        let other = NoteSignature(keyName: decomposed, keyID: own.keyID, payload: own.payload)
        #expect(own != other)
        let note = try SignedNote(text: text, signatures: [other])
        #expect(throws: NoteError.unknownKeys) { try note.verified(by: [signer.key]) }
        #expect(try note.adding(own).signatures.count == 2)
    }

    /// U+0600 and U+0301 make one character with what follows or stands before.
    @Test(arguments: ["audit.example/1\u{600}", "\u{301}audit.example/1"])
    func `may join the signs that part them`(name: String) throws {
        let key = try NoteKey(name: name, algorithm: .ed25519, publicKey: signer.key.publicKey)
        #expect(try NoteKey(parsing: key.text) == key)
        let manifest = ExportManifest(
            tree: head(name), key: key, format: .csv, rowCount: 0, digest: .zero, filter: "{}", entry: 0, isWithholding: false)
        #expect(ExportManifest(parsing: manifest.text) == manifest)
    }
}
