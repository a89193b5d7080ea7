import CanonicalCoding
import Foundation
import MemberRegistry
import TestVectors
import Testing

/// The examples of schemas/ are judged by the parsers as their folder says.
@Suite struct `Examples of the schemas` {
    private static let folder = Checkout.root.appending(path: "schemas/v1/examples")

    private static func examples(_ verdict: String, of format: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: verdict), includingPropertiesForKeys: nil
        ).filter { $0.lastPathComponent.hasPrefix("\(format)-") }
    }

    private static func read(_ file: URL, as format: String) throws {
        let value = try StrictJSON.parse([UInt8](try Data(contentsOf: file)))
        switch format {
        case "registry": _ = try RegistryDocument(parsing: value.canonicalBytes())
        case "epoch": _ = try EpochDocument(parsing: value.canonicalBytes())
        case "usage": _ = try UsageStatement(parsing: value.canonicalBytes())
        case "blindchallenge": _ = try BlindChallenge(parsing: value.canonicalBytes())
        case "dkgplan": _ = try CeremonyPlan(parsing: value.canonicalBytes())
        case "dkg": _ = try CeremonyMessage(parsing: value.canonicalBytes())
        case "destroyed": _ = try DestructionStatement(parsing: value.canonicalBytes())
        default: _ = try DSSEEnvelope(value)
        }
    }

    private static let formats = ["registry", "epoch", "usage", "blindchallenge", "envelope", "dkgplan", "dkg", "destroyed"]

    @Test(arguments: formats)
    func `are taken when valid`(format: String) throws {
        let files = try Self.examples("valid", of: format)
        #expect(!files.isEmpty)
        for file in files {
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
        }
    }

    @Test(arguments: formats)
    func `are refused when invalid or against a rule`(format: String) throws {
        for verdict in ["invalid", "broken-rule"] {
            let files = try Self.examples(verdict, of: format)
            #expect(!files.isEmpty)
            for file in files {
                #expect(throws: RegistryError.self, "\(file.lastPathComponent)") { try Self.read(file, as: format) }
            }
        }
    }
}
