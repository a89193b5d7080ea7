import CanonicalCoding
import Indicators
import MemberRegistry
import SignedBundles
import Testing

/// The bundles of six-v1, judged at 2026-12-01T00:00:00Z.
@Suite struct `Published bundles` {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let verdict: String
        let audience: String?
        let lines: [String]

        var testDescription: String { name }

        var bytes: [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }
    }

    static let file = (try? VectorFiles.strict("six-v1/bundles.json").object) ?? JSONObject()

    static let cases: [Case] = (file["bundles"]?.array ?? []).compactMap { value in
        guard let object = value.object, let name = object["name"]?.string, let verdict = object["verdict"]?.string,
            let lines = object["lines"]?.array?.compactMap(\.string)
        else { return nil }
        return Case(name: name, verdict: verdict, audience: object["audience"]?.string, lines: lines)
    }

    static func terms(audience: String?) throws -> BundleTerms {
        let keys = try #require(file["keys"]?.object).members.map { ($0.key, $0.value.string ?? "") }
        return BundleTerms(
            keys: try FixedKeyDirectory(hexKeys: Dictionary(uniqueKeysWithValues: keys)),
            audience: try audience.map { try #require(GroupID($0)) },
            at: try #require(Timestamp(rfc3339: "2026-12-01T00:00:00Z")))
    }

    @Test func `are all there`() {
        #expect(Self.cases.count == 38)
    }

    @Test(arguments: cases)
    func `get exactly their verdict`(_ item: Case) throws {
        #expect(try verdict(of: item.bytes, piece: item.bytes.count, audience: item.audience) == item.verdict)
    }

    @Test(arguments: cases)
    func `get it in whatever pieces they come`(_ item: Case) throws {
        for piece in [1, 7, 64, 1000] {
            #expect(try verdict(of: item.bytes, piece: piece, audience: item.audience) == item.verdict)
        }
    }

    private func verdict(of bytes: [UInt8], piece: Int, audience: String?) throws -> String {
        var verifier = BundleVerifier(try Self.terms(audience: audience))
        var consumer = VerdictOnly()
        do throws(BundleError) {
            var start = 0
            while start < bytes.count {
                let end = min(start + piece, bytes.count)
                try verifier.feed(bytes.span.extracting(start..<end), to: &consumer)
                start = end
            }
            _ = try verifier.finish()
            return "OK"
        } catch {
            return error.code.rawValue
        }
    }
}
