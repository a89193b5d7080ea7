import CanonicalCoding
import CryptoPrimitives
import Foundation
import MemberRegistry
import TestVectors
import Testing

@Suite struct `Signed envelopes` {
    @Test(.enabled(if: SharedVectors.arePresent))
    func `sign and verify what the published vector says`() throws {
        let file = try #require(try SharedVectors.files("vectors/dsse").first { $0.lastPathComponent == "dsse.json" })
        let vector = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let type = try #require(vector["payloadType"] as? String)
        let body = try #require(vector["body"] as? String)
        let envelope = DSSEEnvelope(payloadType: type, payload: Array(body.utf8))
        #expect(String(decoding: envelope.preAuthenticationEncoding, as: UTF8.self) == vector["pae"] as? String)
    }

    @Test func `are read as they were written`() throws {
        let signatures = [DSSEEnvelope.Signature(keyID: "a/1", bytes: [1, 2]), .init(keyID: "a/1", bytes: [3])]
        let envelope = DSSEEnvelope(payloadType: "t", payload: Array("{}".utf8), signatures: signatures)
        #expect(try DSSEEnvelope(parsing: envelope.fileBytes()) == envelope)
        let spaced =
            #" { "signatures" : [{"sig":"AQI=","keyid":"a/1"},{"sig":"Aw==","keyid":"a/1"}], "payloadType":"t","payload":"e30="}"#
        #expect(try DSSEEnvelope(parsing: Array(spaced.utf8)) == envelope)
    }

    @Test(arguments: [
        (#"{"payload":"e30=","payloadType":"t","signatures":[]}"#, RegistryError.Reason.noSignature),
        (#"{"payload":"e30","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ=="}]}"#, .notBase64),
        (#"{"payload":"e31=","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ=="}]}"#, .notBase64),
        (#"{"payload":"_-8=","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ=="}]}"#, .notBase64),
        (#"{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ"}]}"#, .notBase64),
        (#"{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"a"}]}"#, .wrongMembers),
        (#"{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ==","x":1}]}"#, .wrongMembers),
        (#"{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"a","sig":"AQ=="}],"x":1}"#, .wrongMembers),
        (#"{"payload":"e30=","signatures":[{"keyid":"a","sig":"AQ=="}]}"#, .wrongMembers),
        (#"{"payload":7,"payloadType":"t","signatures":[{"keyid":"a","sig":"AQ=="}]}"#, .wrongType),
        (#"[]"#, .wrongType),
    ])
    func `are refused in any other form`(text: String, reason: RegistryError.Reason) throws {
        #expect(try refusal { _ = try DSSEEnvelope(parsing: Array(text.utf8)) } == reason)
    }

    @Test func `carry sixteen signatures and not seventeen`() throws {
        for (count, reason) in [(16, nil), (17, .tooMany)] as [(Int, RegistryError.Reason?)] {
            let signatures = (0..<count).map { DSSEEnvelope.Signature(keyID: "k\($0)", bytes: [1]) }
            let envelope = DSSEEnvelope(payloadType: "t", payload: [], signatures: signatures)
            #expect(try refusal { _ = try DSSEEnvelope(parsing: envelope.fileBytes()) } == reason)
        }
    }

    @Test func `combine to the same bytes in any order`() throws {
        let federation = try Federation()
        let draft = try federation.document.draft()
        let parts = try [[0], [2], [1, 0]].map { try federation.signed(draft, by: $0) }
        let expected = try DSSEEnvelope.combining(parts)
        #expect(expected.signatures.count == 3)
        #expect(try DSSEEnvelope.combining([parts[2], parts[1], parts[0], parts[1]]) == expected)
        #expect(try DSSEEnvelope(parsing: draft.fileBytes(), isDraft: true) == draft)
        var other = federation.document
        other.version = 2
        other.previous = .zero
        #expect(try refusal { _ = try DSSEEnvelope.combining([draft, try other.draft()]) } == .differentPayloads)
    }
}

@Suite struct `Keys by hand` {
    @Test func `are found by their whole identifier`() throws {
        let federation = try Federation()
        let alpha = Hex.encode(federation.alphaKey.publicKey.bytes)
        let text = #"{"org.alpha/k1":"\#(alpha)","org.beta/k":"\#(Hex.encode(federation.betaKey.publicKey.bytes))"}"#
        let keys = try FixedKeyDirectory(parsing: Array(text.utf8).span)
        let record = try #require(keys.signingKey("org.alpha/k1"))
        #expect(record.member == "org.alpha" && record.use == .sign && record.status == .active && !record.isWeak)
        #expect(record.verificationKey == .ed25519(federation.alphaKey.publicKey))
        #expect(record.isValid(at: Federation.now))
        #expect(keys.signingKey("org.beta/k")?.verificationKey == .p256(federation.betaKey.publicKey))
        #expect(keys.signingKey("org.alpha/k2") == nil && keys.signingKey("k1") == nil)
    }

    @Test func `are marked when weak and refused when malformed`() throws {
        let weak = try FixedKeyDirectory(hexKeys: ["org.weak/k1": "01" + String(repeating: "00", count: 31)])
        #expect(weak.signingKey("org.weak/k1")?.isWeak == true)
        #expect(weak.signingKey("org.weak/k1")?.verificationKey == nil)
        #expect(try refusal { _ = try FixedKeyDirectory(hexKeys: ["a": "AA"]) } == .notHex)
        #expect(try refusal { _ = try FixedKeyDirectory(hexKeys: ["a": "aa"]) } == .keyLength)
    }
}
