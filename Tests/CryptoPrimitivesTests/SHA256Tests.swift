import CryptoPrimitives
import Testing

@Suite struct `SHA-256` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `gives the digests of FIPS 180-4`(message: String, digest: String) {
        #expect(SHA256.hash(message).hex == digest)
        #expect(SHA256.hash(Array(message.utf8)).hex == digest)
    }

    @Test func `gives the digest of a million letters`() {
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hex == expected)
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 183, 184, 247, 248, 310, 311, 312, 313, 320, 400])
    func `gives one digest however a message is cut`(length: Int) {
        let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let whole = SHA256.hash(message)
        for cut in 0...length {
            var state = SHA256()
            state.update(Array(message[..<cut]))
            for byte in message[cut...] { state.update(byte: byte) }
            #expect(state.finalize() == whole)
        }
    }

    @Test func `counts bits past 32 of them`() {
        var state = SHA256()
        let chunk = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<513 { state.update(chunk) }
        state.update([0])
        var single = SHA256()
        for _ in 0..<513 { single.update(chunk) }
        single.update(byte: 0)
        #expect(state.finalize() == single.finalize())
    }

    @Test func `joins parts in the order given`() throws {
        let digest = SHA256.hash("abc")
        let text = Array("text".utf8)
        #expect(SHA256.hash("label", byte: 7, digest) == SHA256.hash(Array("label".utf8) + [7] + digest.bytes))
        #expect(SHA256.hash(byte: 0, digest, byte: 1, text.span) == SHA256.hash([0] + digest.bytes + [1] + text))
        #expect(SHA256.hash(text.span, digest, text.span) == SHA256.hash(text + digest.bytes + text))
    }
}

@Suite struct `Messages built around a digest` {
    private let digest = SHA256.hash("abc")

    @Test(arguments: [0, 1, 20, 21, 22, 29, 30, 84, 85, 86, 87, 150, 276, 277, 278, 279, 500])
    func `hash as their bytes with a suffix`(length: Int) {
        let suffix = [UInt8](repeating: 0x5a, count: length)
        let joined = SHA256.hash(byte: 0, digest, byte: 1, suffix.span)
        #expect(joined == SHA256.hash([0] + digest.bytes + [1] + suffix))
    }
}

@Suite struct `A digest` {
    @Test func `reads back what it writes`() throws {
        let digest = SHA256.hash("abc")
        #expect(Digest256(hex: digest.hex) == digest)
        #expect(Digest256(bytes: digest.bytes) == digest)
        #expect(Digest256(digest.bytes.span) == digest)
        var buffer: [UInt8] = [9]
        digest.append(to: &buffer)
        #expect(buffer == [9] + digest.bytes)
        #expect(Digest256.zero.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "A", count: 64),
    ])
    func `refuses other texts`(text: String) {
        #expect(Digest256(hex: text) == nil)
    }

    @Test func `is ordered as its bytes`() {
        let digests = (0..<200).map { SHA256.hash([UInt8($0)]) }
        let byBytes = digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        #expect(digests.sorted() == byBytes)
        for position in 0..<32 {
            var bytes = [UInt8](repeating: 0, count: 32)
            bytes[position] = 1
            #expect(Digest256.zero < Digest256(bytes.span))
            #expect(!(Digest256(bytes.span) < Digest256.zero))
            #expect(Digest256(bytes.span) != Digest256.zero)
        }
    }
}
