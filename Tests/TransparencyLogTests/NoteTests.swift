import CanonicalCoding
import CryptoPrimitives
import Testing
import TransparencyLog

@Suite struct `A signed note` {
    private let text = Array("audit.example/audit/1\n7\n\(Base64.encode([UInt8](repeating: 7, count: 32)))\n".utf8)

    private func signer(_ name: String, _ algorithm: NoteKey.Algorithm = .ed25519) throws -> NoteSigner {
        try NoteSigner(name: name, algorithm: algorithm, privateKey: Ed25519PrivateKey())
    }

    @Test func `is read back as it was written, with its signatures`() throws {
        let log = try signer("audit.example/audit/1")
        let witness = try signer("witness.example", .cosignature)
        var note = try SignedNote(text: text)
        note = try note.adding(log.signature(for: text))
        note = try note.adding(witness.signature(for: text, at: 1_800_000_000))
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        let verified = try read.verified(by: [log.key, witness.key])
        #expect(verified.map(\.key) == [log.key, witness.key])
        #expect(verified.map(\.seconds) == [nil, 1_800_000_000])
        #expect(try Checkpoint(parsing: read.text).size == 7)
    }

    @Test func `passes over keys that are unknown and falls with one that is known and wrong`() throws {
        let (known, unknown) = (try signer("a.example"), try signer("b.example"))
        let note = try SignedNote(text: text).adding(known.signature(for: text)).adding(unknown.signature(for: text))
        #expect(try note.verified(by: [known.key]).count == 1)
        #expect(throws: NoteError.unknownKeys) { try note.verified(by: [signer("c.example").key]) }
        let changed = try SignedNote(text: text + Array("more\n".utf8), signatures: note.signatures)
        #expect(throws: NoteError.wrongSignature(keyName: "a.example")) { try changed.verified(by: [known.key]) }
    }

    @Test func `of a witness is bound to its time`() throws {
        let witness = try signer("w.example", .cosignature)
        let signature = try witness.signature(for: text, at: 5)
        var payload = signature.payload
        payload[7] ^= 1
        let moved = NoteSignature(keyName: signature.keyName, keyID: signature.keyID, payload: payload)
        let note = try SignedNote(text: text, signatures: [moved])
        #expect(throws: NoteError.wrongSignature(keyName: "w.example")) { try note.verified(by: [witness.key]) }
    }

    @Test func `has keys that are written with their id`() throws {
        let key = try signer("log.example/audit/1").key
        #expect(try NoteKey(parsing: key.text) == key)
        for text in ["", "a+b", key.text.replacing("log.example", with: "log.other"), "a b" + key.text, key.text + "A"] {
            #expect(throws: NoteError.verifierKey) { try NoteKey(parsing: text) }
        }
    }

    @Test(arguments: ["", "x", "x\n", "x\n\n", "x\n\n— a\n", "x\n\n- a AAAAAAA=\n", "x\r\n\n— a AAAAAAA=\n", "x\n\n— a AAAA\n"])
    func `is refused in any other form`(text: String) {
        #expect(throws: NoteError.self) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [(SignedNote.signatureLimit, true), (SignedNote.signatureLimit + 1, false)])
    func `has so many signature lines and not one more`(count: Int, isTaken: Bool) throws {
        let line = "— a.example AAAAAAA=\n"
        let bytes = Array(("x\n\n" + String(repeating: line, count: count)).utf8)
        let note = try? SignedNote(parsing: bytes)
        #expect((note != nil) == isTaken)
    }

    @Test(arguments: ["o\n01\nAAA=\n", "o\n-1\nAAA=\n", "o\n1\nAAA=\n", "o\n18446744073709551616\nAAA=\n", "o\n1\n", "o o\n1\n"])
    func `is no checkpoint in any other form`(text: String) {
        #expect(throws: LogError.checkpoint) { try Checkpoint(parsing: Array(text.utf8)) }
    }
}
