import CanonicalCoding
import Foundation
import MergeEngine
import TestVectors
import Testing

/// The examples of schemas/ are judged as their folder says.
@Suite struct `Examples of rows` {
    private static func examples(_ verdict: String) throws -> [URL] {
        let root = Checkout.root
        return try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "schemas/v1/examples/\(verdict)"), includingPropertiesForKeys: nil
        ).filter { $0.lastPathComponent.hasPrefix("row-") }
    }

    /// Judges every cell, as part of a must segment made on the last day the examples speak of.
    private static func judge(_ file: URL) throws {
        let row = try #require(try StrictJSON.parse([UInt8](try Data(contentsOf: file))).object)
        let created = try #require(Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        let judge = RowJudge(kind: "url", marking: "AMBER", isMust: true, isCoreRequired: true, created: created)
        let core = row["core"]?.canonicalBytes() ?? []
        _ = try judge.facts(core: core.span)
        for member in row.members {
            let cell = member.value.canonicalBytes()
            try ColumnRole(name: member.key).judge(cell.span)
        }
    }

    @Test func `are taken when valid`() throws {
        let files = try Self.examples("valid")
        #expect(!files.isEmpty)
        for file in files { #expect(throws: Never.self, "\(file.lastPathComponent)") { try Self.judge(file) } }
    }

    @Test func `are refused when invalid or against a rule`() throws {
        for verdict in ["invalid", "broken-rule"] {
            let files = try Self.examples(verdict)
            #expect(!files.isEmpty)
            for file in files {
                #expect(throws: SchemaViolation.self, "\(file.lastPathComponent)") { try Self.judge(file) }
            }
        }
    }
}
