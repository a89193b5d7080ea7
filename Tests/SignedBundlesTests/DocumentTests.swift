import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import Testing

@Suite struct `Documents beside a bundle` {
    private static func time() throws -> Timestamp { try #require(Timestamp(rfc3339: BundleMaker.noon)) }

    private func heads(_ digest: String = "x") throws -> HeadsDocument {
        HeadsDocument(
            node: try #require(MemberID(BundleMaker.member)), audience: try #require(GroupID("lab")),
            time: try Self.time(), registryVersion: 3,
            heads: [
                try #require(MemberID(BundleMaker.member)): ChainPlace(sequence: 4, digest: SHA256.hash("own")),
                try #require(MemberID("org.alpha")): ChainPlace(sequence: 2, digest: SHA256.hash(digest)),
            ])
    }

    private func signed(_ envelope: DSSEEnvelope, _ maker: BundleMaker) throws -> DSSEEnvelope {
        try envelope.signed(as: BundleMaker.keyID) { (message) throws(OpenSSLError) in try maker.key.sign(message) }
    }

    @Test func `heads come back as they were signed`() throws {
        let maker = try BundleMaker()
        let keys = try maker.terms().keys
        let document = try heads()
        #expect(try HeadsDocument(verifying: signed(document.envelope(), maker), keys: keys) == document)
        #expect(document.ownHead == ChainPlace(sequence: 4, digest: SHA256.hash("own")))
        #expect(try document.disagreements(with: heads("y")).map(\.name) == ["org.alpha"])
        #expect(document.disagreements(with: document).isEmpty)
    }

    @Test func `a receipt comes back as it was signed`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 9, segments: 3, rows: 8...8)
        var list = CutList()
        list.drop(segment: 1)
        list.drop(column: "value")
        let receipt = RedactionReceipt(
            manifest: made.frame.digest, redactor: try #require(MemberID(BundleMaker.member)), policy: "profile 7",
            time: try Self.time(), outcomes: try maker.redact(made.bytes, by: list).outcomes)
        let read = try RedactionReceipt(verifying: signed(receipt.envelope(), maker), keys: maker.terms().keys)
        #expect(read == receipt)
        #expect(read.droppedSegments == [1])
        #expect(read.hiddenColumns.map { "\($0.segment):\($0.name)" } == ["0:value"])
        #expect(read.hiddenRows.isEmpty)
    }

    @Test func `are refused unsigned, forged, by another member, and of another type`() throws {
        let maker = try BundleMaker()
        let keys = try maker.terms().keys
        let envelope = try heads().envelope()
        #expect(throws: BundleError(.key, .noUsableKey)) { try HeadsDocument(verifying: envelope, keys: keys) }
        let good = try signed(envelope, maker)
        let forged = DSSEEnvelope(
            payloadType: good.payloadType, payload: try heads("z").envelope().payload, signatures: good.signatures)
        #expect(throws: BundleError(.signature, .badSignature)) { try HeadsDocument(verifying: forged, keys: keys) }
        #expect(throws: BundleError(.envelope, .payloadType)) { try RedactionReceipt(verifying: good, keys: keys) }
        let other = HeadsDocument(
            node: try #require(MemberID("org.alpha")), audience: try #require(GroupID("lab")), time: try Self.time(),
            registryVersion: 1, heads: [:])
        let foreign = try signed(other.envelope(), maker)
        #expect(throws: BundleError(.key, .notThePublisher)) { try HeadsDocument(verifying: foreign, keys: keys) }
    }

    @Test func `are closed: an unknown member is an error`() throws {
        let maker = try BundleMaker()
        var object = try #require(try StrictJSON.parseCanonical(try heads().envelope().payload).object)
        object["x"] = 1
        let envelope = try signed(
            DSSEEnvelope(payloadType: HeadsDocument.payloadType, payload: object.canonicalBytes()), maker)
        #expect(throws: BundleError(.manifest, .documentShape)) {
            try HeadsDocument(verifying: envelope, keys: try maker.terms().keys)
        }
    }

    @Test func `a summary counts what is shown`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        var summary = BundleSummary()
        _ = try maker.terms().verify(made.bytes, into: &summary).get()
        #expect(summary.manifest == made.frame.manifest)
        let segment = try #require(summary.segments.first)
        #expect(segment.shownRowCount == 3)
        #expect(segment.openingNodeCount == 2)
        #expect(segment.columns.map(\.shownCount) == [3, 3])
        #expect(segment.columns.map(\.valueCount) == [3, 2])
        #expect(segment.columns.map(\.byteCount) == [3, 6])
    }
}
