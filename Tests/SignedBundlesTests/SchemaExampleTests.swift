import CanonicalCoding
import Foundation
import SignedBundles
import TestVectors
import Testing

/// The examples of schemas/ are judged by the parsers as their folder says.
@Suite struct `Examples of the documents of this module` {
    private static func examples(_ verdict: String, of format: String) throws -> [URL] {
        let root = Checkout.root
        return try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "schemas/v1/examples/\(verdict)"), includingPropertiesForKeys: nil
        ).filter { $0.lastPathComponent.hasPrefix("\(format)-") }
    }

    private static func read(_ file: URL, as format: String) throws {
        let value = try StrictJSON.parse([UInt8](try Data(contentsOf: file)))
        switch format {
        case "manifest": _ = try Manifest(parsing: value.canonicalBytes())
        case "heads": _ = try HeadsDocument(value)
        case "transfer": _ = try TransferDocument(value)
        case "receipt": _ = try TransferReceipt(value)
        case "judgement": _ = try JudgementDocument(value)
        case "message": _ = try MessageDocument(value)
        default: _ = try SegmentDescriptor(parsing: value.canonicalBytes())
        }
    }

    @Test(arguments: ["manifest", "descriptor", "heads", "transfer", "receipt", "judgement", "message"])
    func `are taken when valid`(format: String) throws {
        let files = try Self.examples("valid", of: format)
        #expect(!files.isEmpty)
        for file in files {
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
        }
    }

    @Test(arguments: ["manifest", "descriptor", "heads", "transfer", "receipt", "judgement", "message"])
    func `are refused when invalid or against a rule`(format: String) throws {
        for verdict in ["invalid", "broken-rule"] {
            let files = try Self.examples(verdict, of: format)
            #expect(verdict == "broken-rule" || !files.isEmpty)
            for file in files {
                #expect(throws: BundleError.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
            }
        }
    }
}
