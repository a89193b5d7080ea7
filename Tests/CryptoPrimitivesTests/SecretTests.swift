import CryptoPrimitives
import Foundation
import Testing

@Suite struct `Secrets` {
    @Test func `are equal by content and show nothing`() {
        let secret = SecretBytes(copying: [1, 2, 3])
        #expect(secret == SecretBytes(copying: [1, 2, 3]))
        #expect(secret != SecretBytes(copying: [1, 2, 4]))
        #expect(secret != SecretBytes(copying: [1, 2]))
        #expect("\(secret)" == "SecretBytes(3 bytes)")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(SecretBytes(copying: [UInt8]()).count == 0)
    }

    @Test func `compare in constant time only when of one length`() {
        #expect(constantTimeEquals([UInt8](), []))
        #expect(constantTimeEquals([1, 2], [1, 2]))
        #expect(!constantTimeEquals([1, 2], [1, 3]))
        #expect(!constantTimeEquals([1, 2], [1, 2, 0]))
        #expect(constantTimeEquals(SHA256.hash("a"), SHA256.hash("a")))
        #expect(!constantTimeEquals(SHA256.hash("a"), SHA256.hash("b")))
    }

    @Test func `random bytes differ`() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(33).count == 33)
        #expect(SecureRandom.digest() != SecureRandom.digest())
        var generator = SecureRandom.SystemGenerator()
        #expect(Set((0..<1000).map { _ in generator.next() }).count == 1000)
    }
}

@Suite struct `Ciphers for single messages` {
    @Test func `refuse any changed bit`() throws {
        let key = SecureRandom.bytes(32)
        let nonce = SecureRandom.bytes(12)
        let sealed = try ChaCha20Poly1305.seal([1, 2, 3], key: key, nonce: nonce, aad: [9])
        let sealedGCM = try AES256GCM.seal([1, 2, 3], key: key, nonce: nonce, aad: [9])
        #expect(try ChaCha20Poly1305.open(sealed, key: key, nonce: nonce, aad: [9]) == [1, 2, 3])
        #expect(try AES256GCM.open(sealedGCM, key: key, nonce: nonce, aad: [9]) == [1, 2, 3])
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CipherError.notAuthentic) {
                try ChaCha20Poly1305.open(changed, key: key, nonce: nonce, aad: [9])
            }
            changed = sealedGCM
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CipherError.notAuthentic) { try AES256GCM.open(changed, key: key, nonce: nonce, aad: [9]) }
        }
        #expect(throws: CipherError.notAuthentic) { try AES256GCM.open(sealedGCM, key: key, nonce: nonce, aad: []) }
    }

    @Test func `refuse other lengths of key, nonce and message`() {
        let key = SHA256.hash("key")
        let nonce = [UInt8](repeating: 0, count: 12)
        #expect(throws: CipherError.length) { try AES256GCM.open([1], key: key, nonce: nonce) }
        #expect(throws: CipherError.length) { try AES256GCM.seal([], key: [1, 2], nonce: nonce) }
        #expect(throws: CipherError.length) { try AES256GCM.seal([], key: key, nonce: [0]) }
        #expect(throws: CipherError.length) { try ChaCha20Poly1305.seal([], key: key, nonce: nonce + [0]) }
    }

    @Test func `leave the output as it was when they refuse`() throws {
        let key = [UInt8](repeating: 1, count: 32)
        let nonce = [UInt8](repeating: 2, count: 12)
        var cipher = try AuthenticatedCipher(.chaCha20Poly1305)
        var output: [UInt8] = [42]
        let sealed = [UInt8](repeating: 3, count: 40)
        #expect(throws: CipherError.notAuthentic) {
            try cipher.open(sealed.span, key: key.span, nonce: nonce.span, aad: Span(), into: &output)
        }
        #expect(output == [42])
        try cipher.seal(sealed.span, key: key.span, nonce: nonce.span, aad: Span(), into: &output)
        let expected = try ChaCha20Poly1305.seal(sealed, key: key, nonce: nonce)
        #expect(output == [42] + expected)
    }
}

@Suite struct `scrypt keys` {
    /// RFC 7914, 12: the second and third case.
    @Test func `gives the keys of RFC 7914`() throws {
        let cost = try #require(ScryptCost(logarithm: 10, blockSize: 8, parallelization: 16))
        let derived = try Scrypt.derive(
            SecretBytes(copying: Array("password".utf8)), salt: Array("NaCl".utf8), cost: cost, count: 64)
        let expected =
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        #expect(try derived == SecretBytes(copying: #require(fromHexadecimal(expected))))
    }

    @Test func `has a bound on its memory`() {
        #expect(ScryptCost(logarithm: 17)?.blockSize == 8)
        #expect(ScryptCost(logarithm: 18) != nil)
        #expect(ScryptCost(logarithm: 19) == nil)
        #expect(ScryptCost(logarithm: 0) == nil)
        #expect(ScryptCost(logarithm: 10, blockSize: 0) == nil)
        #expect(ScryptCost(logarithm: 10, blockSize: 8, parallelization: 17) == nil)
    }
}
