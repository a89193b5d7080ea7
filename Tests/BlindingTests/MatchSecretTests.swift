import Blinding
import CanonicalCoding
import CryptoPrimitives
import Indicators
import Testing

@Suite struct `What follows from a secret` {
    @Test func `is one and the same whichever suite made it`() throws {
        let vectors = try VectorFile.object("oprf_threshold")
        let epoch = EpochNumber(UInt32(try #require(vectors["epoch"] as? Int)))
        let bundleText = try #require(vectors["bundle_id"] as? String)
        let bundleID = try #require(Hex.decode(bundleText))
        let cases = try #require(vectors["cases"] as? [[String: Any]])
        #expect(cases.count == 10)
        for example in cases {
            let kind = try IndicatorKind(parsing: try #require(example["kind"] as? String))
            let canonical = try #require(example["canonical"] as? String)
            #expect(Hex.encode(try MatchInput(kind: kind, canonical: canonical.utf8.span).bytes) == example["input"] as? String)
            let zText = try #require(example["z"] as? String)
            let z = try #require(Digest256(hex: zText))
            let secret = MatchSecret(z: z)
            #expect(Hex.encode(secret.tag(epoch: epoch).bytes) == example["tag"] as? String)
            for (name, expected) in try #require(example["pop"] as? [String: String]) {
                let publisher = try #require(MemberID(name))
                #expect(Hex.encode(secret.pop(epoch: epoch, publisher: publisher).bytes) == expected)
                let both = secret.tagAndPop(TagMessages(epoch: epoch, publisher: publisher))
                #expect(both.tag == secret.tag(epoch: epoch))
                #expect(Hex.encode(both.pop.bytes) == expected)
            }
            for (name, expected) in try #require(example["lock_key"] as? [String: String]) {
                let publisher = try #require(MemberID(name))
                #expect(secret.lockKey(epoch: epoch, publisher: publisher, bundleID: bundleID.span).hex == expected)
            }
        }
    }
}
