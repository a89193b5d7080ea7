import Agreements
import CanonicalCoding
import Foundation
import TestVectors
import Testing

/// The examples of schemas/ are judged by the parsers as their folder says.
@Suite struct `Examples of the schemas of agreements` {
    private static func examples(_ verdict: String, of format: String) throws -> [URL] {
        let folder = Checkout.root.appending(path: "schemas/v1/examples/\(verdict)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("\(format)-") }
    }

    private static func read(_ file: URL, as format: String) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        if format == "agreement" {
            _ = try Agreement(draft: bytes)
        } else {
            _ = try Suspension(parsing: try StrictJSON.parse(bytes).canonicalBytes())
        }
    }

    @Test(arguments: ["agreement", "suspension"])
    func `are taken when valid`(format: String) throws {
        let files = try Self.examples("valid", of: format)
        #expect(!files.isEmpty)
        for file in files {
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
        }
    }

    @Test(arguments: ["agreement", "suspension"])
    func `are refused when invalid or against a rule`(format: String) throws {
        for verdict in ["invalid", "broken-rule"] {
            let files = try Self.examples(verdict, of: format)
            #expect(!files.isEmpty)
            for file in files {
                #expect(throws: AgreementError.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
            }
        }
    }
}
