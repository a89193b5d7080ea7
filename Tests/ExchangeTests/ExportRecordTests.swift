import CanonicalCoding
import Exchange
import Foundation
import MemberRegistry
import Testing

@Suite struct `The record of an export` {
    private struct HungUp: Error {}

    private func states(_ sandbox: Sandbox) throws -> [String] {
        let path = sandbox.home("org.a") + "/ledger/decisions.jsonl"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            let record = try #require(try StrictJSON.parse(Array(line.utf8)).object)
            let labels = try #require(record["segments"]?.array).map { $0.object?["kind"]?.string ?? "" }
            return "\(record["stage"]?.string ?? "") \(record["state"]?.string ?? "") \(labels.joined(separator: " "))"
        }
    }

    @Test func `is written before the first row leaves`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n+442079460123,phone\n", by: "org.a")
        var seen: [[String]] = []
        let counts = try StateExport(sandbox.node("org.a", .writing), at: sandbox.time).forEach { _ in
            seen.append(try states(sandbox))
        }
        #expect(counts.exported == 2)
        #expect(seen == [["export begun host phone"], ["export begun host phone"]])
        #expect(try states(sandbox) == ["export begun host phone", "export done host phone"])
    }

    @Test func `says that the reader hung up`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,host\n", by: "org.a")
        #expect(throws: HungUp.self) {
            _ = try StateExport(sandbox.node("org.a", .writing), at: sandbox.time).forEach { _ in throw HungUp() }
        }
        #expect(try states(sandbox) == ["export begun host", "export stopped host"])
    }
}

@Suite struct `What an export leaves out` {
    @Test func `is counted as withheld or as no longer reported, never as both`() async throws {
        let sandbox = try Sandbox()
        let feed = """
            value,kind,tlp,until
            a.example,host,GREEN,
            b.example,domain,GREEN,
            c.example,host,RED,
            d.example,host,GREEN,2026-11-20

            """
        try await sandbox.publish(feed, by: "org.a")
        _ = try await sandbox.state(
            .retract(why: "false-positive", since: nil), about: "b.example", by: "org.a", at: sandbox.time.adding(seconds: 1))
        var names: [String] = []
        let export = try StateExport(sandbox.node("org.a", .writing), at: sandbox.time.adding(seconds: 2))
        let counts = try export.forEach { names.append($0["value"]?.string ?? "") }
        #expect(names == ["a.example"])
        #expect(counts.exported == 1)
        #expect(counts.withheld == 1)
        #expect(counts.inactive == 2)
    }
}

extension `What an export leaves out` {
    @Test(arguments: ["do-not-act", "under-investigation"])
    func `are outcomes that would tip off, in what they change, too`(act: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.publish("value,kind\na.example,domain\n", by: "org.a")
        let outcome = try await sandbox.state(.outcome(act), about: "a.example", by: "org.b")
        try sandbox.take([outcome.path], by: "org.a")
        var statuses: [String] = []
        _ = try StateExport(sandbox.node("org.a", .writing), at: sandbox.time).forEach {
            statuses.append($0["status"]?.string ?? "")
        }
        #expect(statuses == ["asserted"])
    }
}

@Suite struct `Changes of a registry` {
    @Test func `name a revoked key that speaks again`() throws {
        let sandbox = try Sandbox()
        let old = try sandbox.node("org.a").registry().document
        var editing = RegistryEditing(after: old, issued: sandbox.time)
        let key = try #require(old.members.first?.keys.first { $0.use == .sign })
        let keyID = KeyName.keyID(member: "org.a", kid: key.kid)
        let isRevoked = editing.revoke(keyID, compromisedSince: sandbox.time)
        #expect(isRevoked)
        let revived = editing.document.successor(issued: sandbox.time)
        var document = revived
        document.members = old.members
        #expect(!RegistryLint.changes(from: old, to: editing.document).contains { $0.hasPrefix("!") })
        #expect(
            RegistryLint.changes(from: revived, to: document).contains("! key \(keyID) was compromised and is active again"))
    }
}
