import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import Testing

@Suite struct `A judgement` {
    private func pair(_ epoch: UInt32) -> AliasPair {
        func side(_ kind: IndicatorKind) -> AliasPair.Side {
            AliasPair.Side(kind: kind, tag: MatchTag(prefixOf: SHA256.hash("\(kind.name) \(epoch)")))
        }
        return AliasPair(epoch: EpochNumber(epoch), name: side(.mbox), row: side(.email))
    }

    private func judgement(epochs: ClosedRange<UInt32> = 1...2, why: String = "two people") throws -> JudgementDocument {
        JudgementDocument(
            .split, of: epochs.map(pair), node: try #require(MemberID(BundleMaker.member)),
            time: try #require(Timestamp(rfc3339: BundleMaker.noon)), why: why)
    }

    /// What comes back of a judgement that was signed and verified.
    private func read(_ document: JudgementDocument) throws -> JudgementDocument {
        let maker = try BundleMaker()
        let signed = try document.envelope().signed(as: BundleMaker.keyID) { (message) throws(OpenSSLError) in
            try maker.key.sign(message)
        }
        return try JudgementDocument(verifying: signed, keys: maker.terms().keys)
    }

    @Test func `comes back as it was signed`() throws {
        let document = try judgement()
        #expect(try read(document) == document)
    }

    @Test func `has a reason of 1 to 1,000 bytes`() throws {
        #expect(JudgementDocument.whyBytes == 1...1_000)
        for text in ["a", String(repeating: "é", count: 500)] { #expect(try read(judgement(why: text)).why == text) }
        #expect(throws: BundleError(.manifest, .documentShape)) { try read(judgement(why: "")) }
        #expect(throws: BundleError(.limit, .stringTooLong)) {
            try read(judgement(why: String(repeating: "é", count: 500) + "a"))
        }
    }

    @Test func `names 1 to 1,024 pairs`() throws {
        #expect(JudgementDocument.pairCount == 1...1_024)
        #expect(try read(judgement(epochs: 1...1_024)).pairs.count == 1_024)
        #expect(throws: BundleError(.limit, .documentShape)) { try read(judgement(epochs: 1...1_025)) }
        let none = JudgementDocument(
            .join, of: [], node: try #require(MemberID(BundleMaker.member)),
            time: try #require(Timestamp(rfc3339: BundleMaker.noon)), why: "nothing")
        #expect(throws: BundleError(.manifest, .documentShape)) { try read(none) }
    }

    @Test func `is no other document, and other documents are none`() throws {
        let maker = try BundleMaker()
        let other = DSSEEnvelope(payloadType: HeadsDocument.payloadType, payload: try judgement().envelope().payload)
        let signed = try other.signed(as: BundleMaker.keyID) { (message) throws(OpenSSLError) in try maker.key.sign(message) }
        #expect(throws: BundleError(.envelope, .payloadType)) {
            try JudgementDocument(verifying: signed, keys: maker.terms().keys)
        }
    }
}
