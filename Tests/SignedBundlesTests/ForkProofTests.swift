import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import Testing

@Suite struct `The proof of a fork` {
    private let maker: BundleMaker
    private let one: DSSEEnvelope
    private let other: DSSEEnvelope

    init() throws {
        maker = try BundleMaker()
        one = try Self.envelope(try maker.makeRandom(seed: 1, segments: 1, rows: 2...2).bytes)
        other = try Self.envelope(try maker.makeRandom(seed: 2, segments: 1, rows: 2...2).bytes)
    }

    private static func envelope(_ stream: [UInt8]) throws -> DSSEEnvelope {
        try #require(ForkProof.envelope(ofLine: Array(stream.prefix { $0 != UInt8(ascii: "\n") })))
    }

    @Test func `is two manifests of one place, each signed by the publisher`() throws {
        let proof = try ForkProof(verifying: one, other, keys: maker.terms().keys)
        #expect(proof.digests == [one.payloadDigest, other.payloadDigest] && proof.manifest.publisher.name == BundleMaker.member)
        #expect(try proof.lines.map(Self.envelope) == [one, other])
    }

    @Test func `is none when both are the same, or one is forged or of a stranger`() throws {
        let keys = try maker.terms().keys
        #expect(throws: BundleError(.manifest, .documentShape)) { try ForkProof(verifying: one, one, keys: keys) }
        let forged = DSSEEnvelope(payloadType: one.payloadType, payload: other.payload, signatures: one.signatures)
        #expect(throws: BundleError(.signature, .badSignature)) { try ForkProof(verifying: one, forged, keys: keys) }
        let stranger = try BundleMaker(seed: 9).terms().keys
        #expect(throws: BundleError(.signature, .badSignature)) { try ForkProof(verifying: one, other, keys: stranger) }
        let letter = DSSEEnvelope(payloadType: MessageDocument.payloadType, payload: one.payload, signatures: one.signatures)
        #expect(throws: BundleError(.envelope, .payloadType)) { try ForkProof(verifying: one, letter, keys: keys) }
    }

    @Test func `travels in a message as long as its envelopes are no longer than a text`() throws {
        func message(_ first: DSSEEnvelope) throws -> MessageDocument {
            try MessageDocument(
                id: try #require(MessageID(String(repeating: "0b", count: 16))), from: try #require(MemberID(BundleMaker.member)),
                to: try #require(MemberID("org.beta")), verb: .fork, content: .fork(first, other),
                time: try #require(Timestamp(rfc3339: BundleMaker.noon)))
        }
        let signed = try message(one).envelope().signed(as: BundleMaker.keyID) { (bytes) throws(OpenSSLError) in
            try maker.key.sign(bytes)
        }
        #expect(try MessageDocument(verifying: signed, keys: maker.terms().keys) == message(one))
        let most = MessageDocument.textByteLimit / 4 * 3
        let full = DSSEEnvelope(
            payloadType: one.payloadType, payload: [UInt8](repeating: 0x20, count: most), signatures: one.signatures)
        let again = try message(full).envelope().signed(as: BundleMaker.keyID) { (bytes) throws(OpenSSLError) in
            try maker.key.sign(bytes)
        }
        #expect(try MessageDocument(verifying: again, keys: maker.terms().keys) == message(full))
        let long = DSSEEnvelope(
            payloadType: one.payloadType, payload: [UInt8](repeating: 0x20, count: most + 1), signatures: one.signatures)
        #expect(throws: BundleError(.limit, .stringTooLong)) { try message(long) }
    }
}
