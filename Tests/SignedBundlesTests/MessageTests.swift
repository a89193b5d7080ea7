import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import Testing

@Suite struct `A message` {
    private static let name = String(repeating: "0a", count: 16)

    private func message(
        _ verb: MessageDocument.Verb = .ask, re: String = "", _ content: MessageDocument.Content = .text("who?"),
        to: String = "org.beta"
    ) throws -> MessageDocument {
        try MessageDocument(
            id: try #require(MessageID(Self.name)), from: try #require(MemberID(BundleMaker.member)),
            to: try #require(MemberID(to)),
            verb: verb, regarding: re, content: content, time: try #require(Timestamp(rfc3339: BundleMaker.noon)))
    }

    private func signed(_ envelope: DSSEEnvelope, _ maker: BundleMaker) throws -> DSSEEnvelope {
        try envelope.signed(as: BundleMaker.keyID) { (message) throws(OpenSSLError) in try maker.key.sign(message) }
    }

    @Test func `comes back as it was signed, in exactly these bytes`() throws {
        let maker = try BundleMaker()
        let (document, keys) = (try message(), try maker.terms().keys)
        #expect(try MessageDocument(verifying: signed(document.envelope(), maker), keys: keys) == document)
        let bytes = String(decoding: document.envelope().payload, as: UTF8.self)
        #expect(
            bytes
                == #"{"body":"who?","from":"\#(BundleMaker.member)","id":"\#(Self.name)","re":"","time":"\#(BundleMaker.noon)","to":"org.beta","type":"six-message","v":1,"verb":"ask"}"#
        )
    }

    @Test func `is refused unsigned, forged, by another member, and of another type`() throws {
        let maker = try BundleMaker()
        let keys = try maker.terms().keys
        let envelope = try message().envelope()
        #expect(throws: BundleError(.key, .noUsableKey)) { try MessageDocument(verifying: envelope, keys: keys) }
        let good = try signed(envelope, maker)
        let forged = DSSEEnvelope(
            payloadType: good.payloadType, payload: try message(.feedback).envelope().payload, signatures: good.signatures)
        #expect(throws: BundleError(.signature, .badSignature)) { try MessageDocument(verifying: forged, keys: keys) }
        #expect(throws: BundleError(.envelope, .payloadType)) { try HeadsDocument(verifying: good, keys: keys) }
        let other = try MessageDocument(
            id: try #require(MessageID(Self.name)), from: try #require(MemberID("org.other")),
            to: try #require(MemberID("org.beta")),
            verb: .ask, content: .text("x"), time: try #require(Timestamp(rfc3339: BundleMaker.noon)))
        let foreign = try signed(other.envelope(), maker)
        #expect(throws: BundleError(.key, .notThePublisher)) { try MessageDocument(verifying: foreign, keys: keys) }
    }

    @Test func `has a text up to its limit, and one byte more is refused when written and when read`() throws {
        let maker = try BundleMaker()
        let keys = try maker.terms().keys
        let full = try message(.ask, .text(String(repeating: "a", count: MessageDocument.textByteLimit)))
        #expect(try MessageDocument(verifying: signed(full.envelope(), maker), keys: keys) == full)
        let long = String(repeating: "a", count: MessageDocument.textByteLimit + 1)
        #expect(throws: BundleError(.limit, .stringTooLong)) { try message(.ask, .text(long)) }
        var object = try #require(try StrictJSON.parseCanonical(full.envelope().payload).object)
        object["body"] = .string(long)
        let envelope = try signed(DSSEEnvelope(payloadType: MessageDocument.payloadType, payload: object.canonicalBytes()), maker)
        #expect(throws: BundleError(.limit, .stringTooLong)) { try MessageDocument(verifying: envelope, keys: keys) }
    }

    @Test func `names what it is about where its verb needs that, and nothing that is no name`() throws {
        let (name, digest) = (Self.name, SHA256.hash("x").hex)
        for verb in [MessageDocument.Verb.answer, .eraseAcknowledge, .eraseRefuse] {
            #expect(throws: BundleError(.manifest, .documentShape)) { try message(verb) }
            _ = try message(verb, re: name)
        }
        for verb in [MessageDocument.Verb.ask, .feedback] {
            _ = try message(verb)
            _ = try message(verb, re: digest)
        }
        for wrong in [String(name.dropLast()), name + "0", name.uppercased(), digest + "0"] {
            #expect(throws: BundleError(.manifest, .documentShape), "\(wrong)") { try message(.ask, re: wrong) }
        }
    }

    @Test func `is for another member, and says something`() throws {
        #expect(throws: BundleError(.manifest, .documentShape)) { try message(to: BundleMaker.member) }
        #expect(throws: BundleError(.manifest, .documentShape)) { try message(.ask, .text("")) }
        #expect(throws: BundleError(.manifest, .documentShape)) { try message(.fork, .text("a fork")) }
        _ = try message(.eraseAcknowledge, re: Self.name, .text(""))
    }

    @Test func `is closed: an unknown member is an error`() throws {
        let maker = try BundleMaker()
        var object = try #require(try StrictJSON.parseCanonical(message().envelope().payload).object)
        object["x"] = 1
        let envelope = try signed(DSSEEnvelope(payloadType: MessageDocument.payloadType, payload: object.canonicalBytes()), maker)
        let keys = try maker.terms().keys
        #expect(throws: BundleError(.manifest, .documentShape)) { try MessageDocument(verifying: envelope, keys: keys) }
    }

    @Test func `shows nothing of its text where values are printed`() throws {
        let secret = try message(.ask, .text("+442079460101"))
        var dumped = ""
        dump(secret, to: &dumped)
        dump(secret.content, to: &dumped)
        #expect(!"\(secret) \(secret.content) \(dumped)".contains("442079460101"))
    }
}
