import CryptoPrimitives
import Testing

/// The cases of RFC 4231; case 5 is truncated to 16 bytes there.
private let cases: [(key: [UInt8], message: [UInt8], sha256: String, sha512: String)] = [
    (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    ),
    (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    ),
    (
        [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
            + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"
    ),
    (
        Array(0x01...0x19), [UInt8](repeating: 0xcd, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
            + "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"
    ),
    (
        [UInt8](repeating: 0x0c, count: 20), Array("Test With Truncation".utf8),
        "a3b6167473100ee06e0c796c2955552b",
        "415fad6271580a531d4179bc891d87a6"
    ),
    (
        [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
            + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
    ),
    (
        [UInt8](repeating: 0xaa, count: 131),
        Array(
            ("This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
                + "hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
            + "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"
    ),
]

@Suite struct `HMAC codes` {
    @Test(arguments: cases.indices)
    func `gives the SHA-256 codes of RFC 4231`(index: Int) {
        let (key, message, expected, _) = cases[index]
        #expect(HMACKey(key).authenticate(message).hex.hasPrefix(expected))
        var stream = HMACKey(key).begin()
        for byte in message { stream.update(byte: byte) }
        #expect(stream.finalize().hex.hasPrefix(expected))
    }

    @Test(arguments: cases.indices)
    func `gives the SHA-512 codes of RFC 4231`(index: Int) {
        let (key, message, _, expected) = cases[index]
        #expect(hexadecimal(HMACSHA512.authenticate(key: key, message)).hasPrefix(expected))
    }

    @Test(arguments: [0, 1, 54, 55, 56, 63, 64, 65, 118, PaddedMessage.longestMessage])
    func `gives the same codes for messages padded before`(length: Int) {
        let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let padded = PaddedMessage(message.span)
        for key in [SHA256.hash("one"), SHA256.hash("two")] {
            #expect(HMACKey(key).authenticate(padded) == HMACKey(key.bytes).authenticate(message))
        }
    }

    @Test(arguments: [0, 1, 255, 256, 300, 301, 302, 303, 304, 8_192])
    func `gives the same codes for messages behind a prefix and their length`(length: Int) {
        let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let key = HMACKey(SHA256.hash("key"))
        let prefix: [UInt8] = [1, 2, 3]
        let whole = prefix + [UInt8(length >> 8), UInt8(length & 0xFF)] + message
        #expect(key.authenticate(prefix.span, counted: message.span) == key.authenticate(whole))
    }

    @Test func `takes a digest as a key`() {
        let key = SHA256.hash("key")
        #expect(HMACKey(key).authenticate([1, 2]) == HMACKey(key.bytes).authenticate([1, 2]))
    }
}

@Suite struct `HKDF with SHA-256` {
    /// RFC 5869, A.1.
    @Test func `gives the first case of RFC 5869`() {
        let output = HKDF.deriveSHA256(
            salt: Array(0x00...0x0c), inputKey: [UInt8](repeating: 0x0b, count: 22), info: Array(0xf0...0xf9), count: 42)
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        #expect(hexadecimal(output) == expected)
    }

    @Test func `gives the same in two steps`() {
        let salt: [UInt8] = [1, 2, 3]
        let input: [UInt8] = [4, 5]
        let info: [UInt8] = [6]
        let key = HKDF.extract(salt: salt.span, inputKey: input.span)
        let whole = HKDF.deriveSHA256(salt: salt, inputKey: input, info: info, count: 32)
        #expect(HKDF.expand(key, info: info.span).bytes == whole)
    }
}
