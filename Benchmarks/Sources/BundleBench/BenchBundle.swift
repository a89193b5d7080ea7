import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import SignedBundles

/// A small generator whose numbers depend on its seed alone.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

extension BundleBench {
    /// A signed bundle of 35 % url, 30 % phone, 20 % wallet and 15 % acct rows with three columns, and the time that
    /// committing and writing took.
    static func makeBundle(
        rows: Int, key: Ed25519PrivateKey, keyID: String
    ) throws -> (bytes: [UInt8], seconds: Double) {
        var seconds = 0.0
        var generator = SplitMix64(state: 11)
        var writer = BundleWriter(using: &generator)
        var body: [UInt8] = []
        body.reserveCapacity(rows * 320)
        for (kind, share) in [("url", 35), ("phone", 30), ("btc", 20), ("acct", 15)] {
            var segment = try emptySegment(kind)
            for row in 0..<rows * share / 100 {
                if segment.isFull {
                    let start = processorSeconds()
                    body += try writer.encode(segment, using: &generator)
                    seconds += processorSeconds() - start
                    segment = try emptySegment(kind)
                }
                segment.append(cells(kind, row, using: &generator))
            }
            guard segment.rowCount > 0 else { continue }
            let start = processorSeconds()
            body += try writer.encode(segment, using: &generator)
            seconds += processorSeconds() - start
        }
        var frame = try writer.close(occasion())
        try frame.sign(as: keyID) { (message) throws(OpenSSLError) in try key.sign(message) }
        return (try frame.firstLine() + body + frame.lastLine, seconds)
    }

    static func emptySegment(_ kind: String) throws -> StagedSegment {
        try StagedSegment(
            kind: kind, tlp: "AMBER", isMust: false,
            columns: [StagedColumn("core", isRequired: true), StagedColumn("ctx"), StagedColumn("value")])
    }

    static func occasion() throws -> BundleOccasion {
        guard let publisher = MemberID("org.bench"), let audience = GroupID("lab"),
            let created = Timestamp(rfc3339: "2026-06-01T00:00:00Z"),
            let expires = Timestamp(rfc3339: "2026-09-01T00:00:00Z")
        else { throw BundleError(.manifest, .manifestShape) }
        return BundleOccasion(
            publisher: publisher, audience: audience, epoch: EpochNumber(106), created: created, expires: expires,
            predecessor: nil)
    }

    static func cells(_ kind: String, _ row: Int, using generator: inout SplitMix64) -> [[UInt8]?] {
        let tag = text(16, using: &generator)
        let pop = text(16, using: &generator)
        let core =
            "{\"conf\":\(row % 100),\"first\":\"2026-05-01\",\"last\":\"2026-05-30\",\"pop\":\"\(pop)\",\"scam\":\"phishing.credential\",\"tag\":\"\(tag)\",\"type\":\"report\"}"
        let context = "{\"country\":\"GB\",\"labels\":[\"parcel\"]}"
        let value =
            switch kind {
            case "url": "\"https://login-\(generator.next() % 1_000_000).example.com/a/\(row)?id=\(row % 977)\""
            case "phone": "\"+4479\(10_000_000 + row)\""
            case "btc": "\"bc1q\(text(24, using: &generator).lowercased())\""
            default: "\"telegram:user\(generator.next() % 10_000_000)\""
            }
        return [Array(core.utf8), Array(context.utf8), Array(value.utf8)]
    }

    static func text(_ count: Int, using generator: inout SplitMix64) -> String {
        Base64URL.encode((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
