import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import Testing
import TransparencyLog

@Suite struct `A hand-over in a group that is under no agreement` {
    /// A lab whose members forgot that they ever agreed.
    private func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox()
        for member in ["org.a", "org.b"] {
            try FileManager.default.removeItem(atPath: sandbox.home(member) + "/ledger/agreements.jsonl")
        }
        return sandbox
    }

    @Test func `is decided by the sender's own profile, on record as such`() async throws {
        let sandbox = try sandbox()
        let full = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        #expect(handed.segments.allSatisfy { !$0.columns.contains("note") })
        let entries = try sandbox.entries("org.a").suffix(2)
        #expect(entries.map(\.type) == [.decision, .sendIntent])
        #expect(entries.allSatisfy { $0.details[.agreement] == "none" })
        _ = try sandbox.take([handed.path], by: "org.b")[0].result.get()
        #expect(try sandbox.ask("+442079460123", at: "org.b").isKnown)
        #expect(try sandbox.entries(.decision, at: "org.b").isEmpty)
        #expect(try sandbox.entries(.receiveAccept, at: "org.b").map { $0.details[.agreement] } == ["none"])
    }

    @Test func `does not take place where the settings demand an agreement`() async throws {
        let sandbox = try sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try sandbox.setting("require_agreements", to: "true", at: "org.a")
        let error = #expect(throws: TransferError.self) { try sandbox.disclose(full, from: "org.a", to: "org.b") }
        #expect(error?.code == "NO_AGREEMENT")
        #expect(try sandbox.entries(.sendIntent, at: "org.a").isEmpty)
    }
}

@Suite struct `A rule that asks how many owners report the same` {
    @Test func `lets go what another owner reported here, too, and nothing else`() async throws {
        let sandbox = try Sandbox()
        try sandbox.amend { try $0.changeRule("facts") { $0["when"] = ["tlp_max": "AMBER+STRICT", "sources_min": 2] } }
        let other = try await sandbox.publish("value,kind\na.example,host\n", by: "org.c").summary.path
        try sandbox.take([other], by: "org.a")
        let full = try await sandbox.publish("value,kind\na.example,host\nb.example,host\n", by: "org.a").summary.path
        let handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        #expect(handed.shownRows == 1)
        let record = try #require(sandbox.entries(.decision, at: "org.a").last?.details["record"]?.object)
        let reasons = try #require(record["classes"]?.array).compactMap { $0.object?["reason"]?.string }
        #expect(Set(reasons) == ["OK", "SOURCES_LOW"])
    }
}
