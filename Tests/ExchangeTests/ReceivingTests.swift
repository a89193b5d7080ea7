import Agreements
import BundleFiles
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import SignedBundles
import Testing
import TransparencyLog

@Suite struct `A stream that was taken in` {
    private let sandbox: Sandbox
    private let handed: Disclosure.Result

    init() async throws {
        sandbox = try Sandbox()
        let full = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        _ = try sandbox.take([handed.path], by: "org.b")[0].result.get()
    }

    private func receipt() throws -> Data {
        try Data(contentsOf: URL(filePath: sandbox.home("org.b") + "/outbox/receipts/\(handed.transfer.hex).receipt.json"))
    }

    @Test(arguments: [true, false])
    func `stays so when it comes again after the agreement was suspended`(hasDocument: Bool) throws {
        let before = try (sandbox.entries("org.b").count, receipt())
        let later = sandbox.time.adding(seconds: 1)
        _ = try sandbox.node("org.b", .writing)
            .say(.suspended, of: sandbox.agreement(at: "org.b"), reason: "a key was lost", at: later)
        if !hasDocument { try FileManager.default.removeItem(atPath: handed.transferPath) }
        _ = try sandbox.take([handed.path], by: "org.b", at: later)[0].result.get()
        #expect(try sandbox.entries("org.b").count == before.0 + 1)
        #expect(try receipt() == before.1)
    }

    @Test func `is told of as merged once, also when a kill came before that entry`() throws {
        // As a kill leaves the home: the ledger without its last entry is a copy made before it.
        let merges = try sandbox.entries(.merge, at: "org.b")
        #expect(merges.count == 1)
        _ = try sandbox.node("org.b", .writing).log(
            LoggedEvent(
                .receiveAccept,
                [
                    (.agreement, "none"), (.label, "AMBER"), (.retainUntil, "none"), (.bundle, .string(handed.manifest.hex)),
                    (.peer, "org.a"), (.peerKey, "k"), (.protocolVersion, "six/1"),
                    (.itemsRoot, merges[0].details[.itemsRoot] ?? ""), (.itemCount, 2),
                ],
                further: [
                    ("stream", .item, .string((try #require(sandbox.keptStreams("org.b").first) as NSString).lastPathComponent))
                ], transfer: handed.transfer))
        _ = try Importer(sandbox.node("org.b", .writing), at: sandbox.time)
        _ = try Importer(sandbox.node("org.b", .writing), at: sandbox.time)
        let finished = try sandbox.entries(.merge, at: "org.b")
        #expect(finished.count == 2)
        #expect(try finished[1].reference == sandbox.entries(.receiveAccept, at: "org.b")[1].index)
    }
}

@Suite struct `A file that cannot be taken in` {
    @Test func `is rejected on record when it is sealed for another`() async throws {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        let handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        let outcome = try sandbox.take([handed.path], by: "org.c")[0]
        #expect(throws: (any Error).self) { try outcome.result.get() }
        let entry = try #require(sandbox.entries(.receiveReject, at: "org.c").last)
        #expect(entry.details[.reason] == "E_SEAL")
    }

    @Test func `is rejected on record when its transfer document is damaged`() async throws {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        let handed = try sandbox.disclose(full, from: "org.a", to: "org.b")
        try Data("{}".utf8).write(to: URL(filePath: handed.transferPath))
        let outcome = try sandbox.take([handed.path], by: "org.b")[0]
        #expect(throws: (any Error).self) { try outcome.result.get() }
        #expect(try sandbox.entries(.receiveReject, at: "org.b").count == 1)
        #expect(try sandbox.digest("org.b").summary.claims == 0)
    }
}

@Suite struct `A member whose log shows two histories` {
    /// org.b saw a head of org.a, then another of the same size.
    private func forked() async throws -> (Sandbox, handed: Disclosure.Result, full: String) {
        let sandbox = try Sandbox()
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try FileManager.default.copyItem(atPath: sandbox.home("org.a"), toPath: sandbox.home("copy"))
        let first = try sandbox.disclose(full, from: "org.a", to: "org.b")
        try sandbox.take([first.path], by: "org.b")
        let second = try sandbox.disclose(full, from: "copy", to: "org.b")
        return (sandbox, second, full)
    }

    @Test func `is found out by the head in a transfer, with both heads kept`() async throws {
        let (sandbox, second, _) = try await forked()
        let outcome = try sandbox.take([second.path], by: "org.b")[0]
        let error = #expect(throws: TransferError.self) { try outcome.result.get() }
        #expect(error?.code == "E_FORK")
        #expect(try sandbox.entries(.forkSeen, at: "org.b").count == 1)
        let folder = sandbox.home("org.b") + "/ledger/peer-heads/org.a/fork"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["first.note", "second.note"])
    }

    @Test func `is not heard again without its transfer document, nor sent anything`() async throws {
        let (sandbox, second, full) = try await forked()
        _ = try sandbox.take([second.path], by: "org.b")
        let later = sandbox.time.adding(seconds: 1)
        let next = try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: later).summary.path
        let handed = try sandbox.seal(next, from: "org.a", to: "org.b", at: later)
        try FileManager.default.removeItem(atPath: handed + ".transfer.json")
        let outcome = try sandbox.take([handed], by: "org.b", at: later)[0]
        #expect(throws: TransferError.self) { try outcome.result.get() }
        #expect(try !sandbox.ask("b.example", at: "org.b").isKnown)
        let own = try await sandbox.publish("value,kind\nc.example,host\n", by: "org.b", at: later).summary.path
        #expect(throws: TransferError.self) { try sandbox.disclose(own, from: "org.b", to: "org.a") }
        #expect(!full.isEmpty)
    }
}

@Suite struct `What becomes of an agreement` {
    @Test func `holds when a kill came between the log and the record`() async throws {
        let sandbox = try Sandbox()
        let record = sandbox.home("org.b") + "/ledger/agreements.jsonl"
        let before = try Data(contentsOf: URL(filePath: record))
        _ = try sandbox.node("org.b", .writing)
            .say(.suspended, of: sandbox.agreement(at: "org.b"), reason: "a key was lost", at: sandbox.time)
        let after = try Data(contentsOf: URL(filePath: record))
        let line = after[before.count...]
        for torn in [Data(), line.prefix(line.count / 2)] {
            try (before + torn).write(to: URL(filePath: record))
            try Data(line).write(to: URL(filePath: sandbox.home("org.b") + "/ledger/agreements.pending"))
            let member = try #require(MemberID("org.b"))
            #expect(try sandbox.agreement(at: "org.b").status(at: sandbox.time) == .suspended(by: [member]))
        }
        _ = try sandbox.node("org.b", .writing)
            .say(.resumed, of: sandbox.agreement(at: "org.b"), reason: "new keys", at: sandbox.time.adding(seconds: 2))
        #expect(try sandbox.agreement(at: "org.b").status(at: sandbox.time.adding(seconds: 2)) == .active)
    }

    @Test func `is nothing before the log has it`() async throws {
        let sandbox = try Sandbox()
        let pending: JSONValue = [
            "act": "word", "agreement": .string(try sandbox.agreement().agreement.digest.hex),
            "document": .string(Digest256.zero.hex), "entry": 0, "signers": ["org.a"], "time": .string(sandbox.time.rfc3339),
        ]
        try Data(pending.canonicalBytes()).write(to: URL(filePath: sandbox.home("org.a") + "/ledger/agreements.pending"))
        #expect(try sandbox.agreement().status(at: sandbox.time) == .active)
    }
}
