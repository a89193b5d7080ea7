import CryptoPrimitives
import Foundation
import TestVectors
import Testing

@Suite struct `Ed25519 signatures` {
    /// RFC 8032, 7.1, tests 1 to 3.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ])
    func `signs as RFC 8032`(seed: String, publicKey: String, message: String, signature: String) throws {
        var bytes = try #require(fromHexadecimal(seed))
        let key = try Ed25519PrivateKey(seed: SecretBytes(erasing: &bytes))
        let text = try #require(fromHexadecimal(message))
        #expect(bytes.isEmpty)
        #expect(hexadecimal(key.publicKey.bytes) == publicKey)
        #expect(try hexadecimal(key.sign(text)) == signature)
        #expect(try key.publicKey.isValidSignature(key.sign(text), for: text))
    }

    @Test func `refuses a signature with any bit changed`() throws {
        let key = try Ed25519PrivateKey()
        let message = Array("six".utf8)
        let signature = try key.sign(message)
        for bit in 0..<512 {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.isValidSignature(changed, for: message))
        }
        #expect(!key.publicKey.isValidSignature(signature + [0], for: message))
        #expect(!key.publicKey.isValidSignature(signature.dropLast(), for: message))
        #expect(!key.publicKey.isValidSignature([], for: message))
        #expect(!key.publicKey.isValidSignature(signature, for: message + [0]))
    }

    @Test func `refuses keys of small order and keys that are not canonical`() {
        let y26 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc"
        let yc7 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03"
        let zeros = String(repeating: "00", count: 30)
        let ones = String(repeating: "ff", count: 30)
        let weak = [
            "01" + zeros + "00", "01" + zeros + "80", "00" + zeros + "00", "00" + zeros + "80",
            "ec" + ones + "7f", "ec" + ones + "ff", "ed" + ones + "7f", "ee" + ones + "ff", "ff" + ones + "ff",
            y26 + "05", y26 + "85", yc7 + "7a", yc7 + "fa",
        ]
        for key in weak.compactMap(fromHexadecimal) {
            #expect(throws: KeyError.weak) { try Ed25519PublicKey(parsing: key) }
        }
        let strong = ["02" + zeros + "00", "eb" + ones + "7f", "ec" + String(repeating: "ff", count: 29) + "fe7f"]
        for key in strong.compactMap(fromHexadecimal) {
            #expect(throws: Never.self) { try Ed25519PublicKey(parsing: key) }
        }
        #expect(throws: KeyError.length) { try Ed25519PublicKey(parsing: [1]) }
        #expect(throws: KeyError.length) { try Ed25519PublicKey(parsing: [UInt8](repeating: 9, count: 33)) }
    }

    private struct EdgeCase: Decodable {
        let message: HexBytes
        let pub_key: HexBytes
        let signature: HexBytes
    }

    @Test(.enabled(if: SharedVectors.arePresent))
    func `accepts of the twelve edge cases exactly 2 and 3`() throws {
        let cases = try SharedVectors.json("vectors/ed25519-edge/speccheck_cases.json", as: [EdgeCase].self)
        let accepted = cases.indices.filter { index in
            guard let key = try? Ed25519PublicKey(parsing: cases[index].pub_key.bytes) else { return false }
            return key.isValidSignature(cases[index].signature.bytes, for: cases[index].message.bytes)
        }
        #expect(cases.count == 12)
        #expect(accepted == [2, 3])
    }
}

@Suite struct `ECDSA signatures with P-256` {
    private static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"

    @Test func `signs what it verifies, in 64 bytes`() throws {
        let key = try P256PrivateKey()
        for length in 0..<40 {
            let message = [UInt8](repeating: 5, count: length)
            let signature = try key.sign(message)
            #expect(signature.count == 64)
            #expect(key.publicKey.isValidSignature(signature, for: message))
            #expect(VerificationKey.p256(key.publicKey).isValidSignature(signature, for: message))
            #expect(!key.publicKey.isValidSignature(signature, for: message + [0]))
        }
    }

    @Test func `refuses a signature with any bit changed`() throws {
        let key = try P256PrivateKey()
        let signature = try key.sign([1, 2, 3])
        for bit in 0..<512 {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.isValidSignature(changed, for: [1, 2, 3]))
        }
    }

    @Test func `refuses r and s of zero, of the order and above`() throws {
        let key = try P256PrivateKey()
        let good = try key.sign([7])
        let order = try #require(fromHexadecimal(Self.order))
        for bad in [[UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 0xff, count: 32)] {
            #expect(!key.publicKey.isValidSignature(bad + good[32...], for: [7]))
            #expect(!key.publicKey.isValidSignature(good[..<32] + bad, for: [7]))
        }
    }

    /// RFC 6979, A.2.5: the key, and its signature of "sample" with SHA-256.
    @Test func `knows the key of RFC 6979`() throws {
        let scalar = try #require(fromHexadecimal("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
        let key = try P256PrivateKey(scalar: SecretBytes(copying: scalar))
        let point =
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        #expect(hexadecimal(key.publicKey.bytes) == point)
        let signature = try #require(
            fromHexadecimal(
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"))
        #expect(key.publicKey.isValidSignature(signature, for: Array("sample".utf8)))
    }

    @Test func `refuses scalars and points out of range`() throws {
        let order = try #require(fromHexadecimal(Self.order))
        for bad in [[UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 0xff, count: 32)] {
            #expect(throws: KeyError.notOnCurve) { try P256PrivateKey(scalar: SecretBytes(copying: bad)) }
        }
        #expect(throws: KeyError.length) { try P256PrivateKey(scalar: .random(count: 31)) }
        var last = order
        last[31] -= 1
        #expect(throws: Never.self) { try P256PrivateKey(scalar: SecretBytes(copying: last)) }
        var point = try P256PrivateKey().publicKey.bytes
        point[64] ^= 1
        #expect(throws: KeyError.notOnCurve) { try P256PublicKey(parsing: point) }
        #expect(throws: KeyError.notOnCurve) { try P256PublicKey(parsing: [UInt8](repeating: 0, count: 65)) }
        #expect(throws: KeyError.notOnCurve) { try P256PublicKey(parsing: [4] + [UInt8](repeating: 0xff, count: 64)) }
        #expect(throws: KeyError.length) { try P256PublicKey(parsing: [0]) }
        #expect(throws: KeyError.length) { try P256PublicKey(parsing: Array(point[..<33])) }
    }
}

@Suite struct `The signing input of DSSE` {
    private struct Vector: Decodable {
        struct Signature: Decodable {
            let sig_base64_raw_r_s: String
        }
        let payloadType: String
        let body: String
        let pae: String
        let ecdsa_p256_sha256_rfc6979: Signature
    }

    /// The private key that the vector writes in decimal.
    private static let scalar = "d73ec437fd6346e3619c5ebfdfff0f6916804955ad32ac9ac492b0ede1f6ffb7"

    @Test func `joins type and payload with their lengths`() {
        let encoded = DSSE.preAuthenticationEncoding(payloadType: "é", payload: [0, 0x20])
        #expect(encoded == Array("DSSEv1 2 é 2 ".utf8) + [0, 0x20])
        #expect(DSSE.preAuthenticationEncoding(payloadType: "", payload: []) == Array("DSSEv1 0  0 ".utf8))
    }

    @Test(.enabled(if: SharedVectors.arePresent))
    func `agrees with the published vector`() throws {
        let vector = try SharedVectors.json("vectors/dsse/dsse.json", as: Vector.self)
        let encoded = DSSE.preAuthenticationEncoding(payloadType: vector.payloadType, payload: Array(vector.body.utf8))
        #expect(encoded == Array(vector.pae.utf8))
        let signature = try #require(Data(base64Encoded: vector.ecdsa_p256_sha256_rfc6979.sig_base64_raw_r_s))
        let scalar = try #require(fromHexadecimal(Self.scalar))
        let key = try P256PrivateKey(scalar: SecretBytes(copying: scalar))
        #expect(key.publicKey.isValidSignature(Array(signature), for: encoded))
        #expect(!key.publicKey.isValidSignature(Array(signature), for: encoded + [0]))
    }
}
