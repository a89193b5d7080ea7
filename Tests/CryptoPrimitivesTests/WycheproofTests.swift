import CryptoPrimitives
import TestVectors
import Testing

/// The Wycheproof files: "valid" is accepted, everything else refused, as each test says.
@Suite(.enabled(if: SharedVectors.arePresent)) struct `Wycheproof` {
    private struct File<Group: Decodable>: Decodable {
        let numberOfTests: Int
        let testGroups: [Group]
    }

    private static func groups<Group: Decodable>(_ name: String, as type: Group.Type) throws -> [Group] {
        try SharedVectors.json("vectors/wycheproof/\(name)_test.json", as: File<Group>.self).testGroups
    }

    private struct SignatureGroup: Decodable {
        struct Key: Decodable {
            let pk: HexBytes?
            let uncompressed: HexBytes?
        }
        struct Case: Decodable {
            let tcId: Int
            let msg: HexBytes
            let sig: HexBytes
            let result: String
        }
        let publicKey: Key
        let tests: [Case]
    }

    @Test func `Ed25519 signatures`() throws {
        var count = 0
        for group in try Self.groups("ed25519", as: SignatureGroup.self) {
            let key = try Ed25519PublicKey(parsing: #require(group.publicKey.pk).bytes)
            for test in group.tests {
                let isValid = key.isValidSignature(test.sig.bytes, for: test.msg.bytes)
                #expect(isValid == (test.result == "valid"), "case \(test.tcId)")
                count += 1
            }
        }
        #expect(count == 151)
    }

    @Test func `ECDSA with P-256, r and s of fixed length`() throws {
        var count = 0
        for group in try Self.groups("ecdsa_secp256r1_sha256_p1363", as: SignatureGroup.self) {
            let key = try P256PublicKey(parsing: #require(group.publicKey.uncompressed).bytes)
            for test in group.tests {
                let isValid = key.isValidSignature(test.sig.bytes, for: test.msg.bytes)
                #expect(isValid == (test.result == "valid"), "case \(test.tcId)")
                count += 1
            }
        }
        #expect(count == 262)
    }

    private struct CipherGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: HexBytes
            let iv: HexBytes
            let aad: HexBytes
            let msg: HexBytes
            let ct: HexBytes
            let tag: HexBytes
            let result: String
        }
        let keySize: Int
        let ivSize: Int
        let tests: [Case]
    }

    @Test func `ChaCha20-Poly1305 messages`() throws {
        var count = 0
        for test in try Self.groups("chacha20_poly1305", as: CipherGroup.self).flatMap(\.tests) {
            let sealed = test.ct.bytes + test.tag.bytes
            let opened = try? ChaCha20Poly1305.open(
                sealed, key: test.key.bytes, nonce: test.iv.bytes, aad: test.aad.bytes)
            #expect(opened == (test.result == "valid" ? test.msg.bytes : nil), "case \(test.tcId)")
            if test.result == "valid" {
                let again = try ChaCha20Poly1305.seal(
                    test.msg.bytes, key: test.key.bytes, nonce: test.iv.bytes, aad: test.aad.bytes)
                #expect(again == sealed, "case \(test.tcId)")
            }
            count += 1
        }
        #expect(count == 325)
    }

    /// Other key and nonce sizes are valid AES-GCM and refused here: the interface has one size of each.
    @Test func `AES-256-GCM messages`() throws {
        var count = 0
        var ofOurSizes = 0
        for group in try Self.groups("aes_gcm", as: CipherGroup.self) {
            for test in group.tests {
                let sealed = test.ct.bytes + test.tag.bytes
                let isOurs = group.keySize == 256 && group.ivSize == 96
                let opened = try? AES256GCM.open(sealed, key: test.key.bytes, nonce: test.iv.bytes, aad: test.aad.bytes)
                #expect(opened == (isOurs && test.result == "valid" ? test.msg.bytes : nil), "case \(test.tcId)")
                if isOurs, test.result == "valid" {
                    let again = try AES256GCM.seal(
                        test.msg.bytes, key: test.key.bytes, nonce: test.iv.bytes, aad: test.aad.bytes)
                    #expect(again == sealed, "case \(test.tcId)")
                }
                count += 1
                ofOurSizes += isOurs ? 1 : 0
            }
        }
        #expect(count == 316)
        #expect(ofOurSizes == 66)
    }

    private struct AgreementGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let flags: [String]
            let `public`: HexBytes
            let `private`: HexBytes
            let shared: HexBytes
            let result: String
        }
        let tests: [Case]
    }

    /// The acceptable cases are keys on the twist, keys that are not reduced and keys of small order. RFC 7748
    /// demands the first two of every implementation, and no X25519 function can tell the first from others, so
    /// they give the stated result; small order, which makes the result zero, is refused.
    @Test func `X25519 key agreement`() throws {
        var count = 0
        for test in try Self.groups("x25519", as: AgreementGroup.self).flatMap(\.tests) {
            let own = SecretBytes(copying: test.private.bytes)
            count += 1
            if test.flags.contains("ZeroSharedSecret") {
                #expect(throws: KeyError.weak, "case \(test.tcId)") { try X25519.sharedSecret(own, test.public.bytes) }
            } else {
                let shared = try X25519.sharedSecret(own, test.public.bytes)
                #expect(shared == SecretBytes(copying: test.shared.bytes), "case \(test.tcId)")
            }
        }
        #expect(count == 518)
    }

    private struct DerivationGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let ikm: HexBytes
            let salt: HexBytes
            let info: HexBytes
            let size: Int
            let okm: HexBytes
            let result: String
        }
        let tests: [Case]
    }

    @Test func `HKDF with SHA-256`() throws {
        var count = 0
        for test in try Self.groups("hkdf_sha256", as: DerivationGroup.self).flatMap(\.tests) {
            count += 1
            // The invalid cases ask for more than the construction yields, a programming error here.
            #expect((test.size <= HKDF.maximumByteCount) == (test.result == "valid"), "case \(test.tcId)")
            guard test.result == "valid" else { continue }
            let output = HKDF.deriveSHA256(
                salt: test.salt.bytes, inputKey: test.ikm.bytes, info: test.info.bytes, count: test.size)
            #expect(output == test.okm.bytes, "case \(test.tcId)")
        }
        #expect(count == 86)
    }

    private struct CodeGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: HexBytes
            let msg: HexBytes
            let tag: HexBytes
            let result: String
        }
        let tagSize: Int
        let tests: [Case]
    }

    @Test func `HMAC with SHA-256`() throws {
        var count = 0
        for group in try Self.groups("hmac_sha256", as: CodeGroup.self) {
            for test in group.tests {
                let code = Array(HMACKey(test.key.bytes).authenticate(test.msg.bytes).bytes.prefix(group.tagSize / 8))
                #expect(constantTimeEquals(code, test.tag.bytes) == (test.result == "valid"), "case \(test.tcId)")
                count += 1
            }
        }
        #expect(count == 174)
    }
}
