import BundleFiles
import CanonicalCoding
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import TestVectors
import Testing

/// The published bundles with the verdicts a verifier must give, as files.
struct PublishedBundles {
    struct Case {
        let name, verdict: String
        let bytes: [UInt8]
        let audience: GroupID?
    }

    let keys: FixedKeyDirectory
    let cases: [Case]
    static let time = "2026-12-01T00:00:00Z"

    init() throws {
        let data = try Data(contentsOf: Checkout.vectors.appending(path: "six-v1/bundles.json"))
        let parsed = try JSONSerialization.jsonObject(with: data)
        let document = try #require(parsed as? [String: Any])
        keys = try FixedKeyDirectory(hexKeys: #require(document["keys"] as? [String: String]))
        cases = try #require(document["bundles"] as? [[String: Any]]).map { entry in
            let lines = try #require(entry["lines"] as? [String])
            return Case(
                name: try #require(entry["name"] as? String), verdict: try #require(entry["verdict"] as? String),
                bytes: Array(lines.map { $0 + "\n" }.joined().utf8),
                audience: (entry["audience"] as? String).flatMap { GroupID($0) })
        }
    }
}

@Suite struct `Checking a bundle file` {
    @Test func `gives every published bundle its verdict`() throws {
        let published = try PublishedBundles()
        let time = try #require(Timestamp(rfc3339: PublishedBundles.time))
        #expect(published.cases.count == 38)
        for example in published.cases {
            let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
            try DurableFile.write(example.bytes, to: path)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let verdict = try BundleCheck(keys: published.keys, audience: example.audience, at: time).verdict(ofFile: path)
            #expect(verdict.json.object?["verdict"] == .string(example.verdict), "\(example.name)")
        }
    }

    @Test func `says so when the file is not there`() throws {
        let published = try PublishedBundles()
        let check = try BundleCheck(keys: published.keys, audience: nil, at: #require(Timestamp(rfc3339: PublishedBundles.time)))
        let error = #expect(throws: FileError.self) { try check.verdict(ofFile: "no-such-file.six") }
        #expect(error?.reason == .notFound)
    }
}
