import Agreements
import BundleFiles
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import Redaction
import SignedBundles
import Testing
import TransparencyLog

@Suite struct `A hand-over to another member` {
    static let feed = """
        value,kind,conf,note,subject
        +442079460123,phone,80,called at night,suspect
        https://login.bank.example/verify?id=7,url,90,,suspect
        foo.bar+x@gmail.com,email,50,,victim

        """

    @Test func `is in the audit log before the file appears, and comes with its transfer document`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let before = try sandbox.entries("org.a").count
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let logged = try Array(sandbox.entries("org.a")[before...])
        #expect(logged.map(\.type) == [.decision, .sendIntent])
        #expect(logged[1].transfer == result.transfer)
        #expect(logged[1].details[.recipient]?.string == "org.b")
        #expect(logged[1].details[.itemCount]?.integer == 2)
        #expect(FileManager.default.fileExists(atPath: result.transferPath))
        #expect(try sandbox.node("org.a").sentTransfers().map(\.state) == [.inDoubt])
    }

    @Test func `has the very bytes that a preview shows`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let recipient = try #require(MemberID("org.b"))
        let preview = try Disclosure(sandbox.node("org.a", .writing), at: sandbox.time).preview(stream, for: recipient)
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        try sandbox.take([result.path], by: "org.b")
        let folder = "\(sandbox.home("org.b"))/bundles/\(result.manifest.hex)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let taken = try Data(contentsOf: URL(filePath: "\(folder)/\(#require(names.first))"))
        #expect([UInt8](taken) == preview.stream)
        let note = preview.segments.flatMap(\.fields).filter { $0.column == "note" }
        #expect(note.map(\.form) == ["withheld"])
    }

    @Test(arguments: [OpenRule.Excess.column, .row])
    func `does not take place when the finished bytes show more than was decided`(excess: OpenRule.Excess) async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        var disclosure = try Disclosure(sandbox.node("org.a", .writing), at: sandbox.time)
        disclosure.serialize = { path, rule, terms, output, scratch in
            try BundleCut.cut(path, by: OpenRule(rule, excess), under: terms, into: output, scratch: scratch).source
        }
        let target = "\(sandbox.directory)/out.age"
        let recipient = try #require(MemberID("org.b"))
        let error = #expect(throws: TransferError.self) { try disclosure.disclose(stream, to: recipient, output: target) }
        #expect(error?.code == "EGRESS_MISMATCH")
        #expect(!FileManager.default.fileExists(atPath: target))
        #expect(!FileManager.default.fileExists(atPath: target + ".transfer.json"))
        let last = try #require(try sandbox.entries("org.a").last)
        #expect(last.type == .decision)
        #expect(last.details[.reason]?.string == "EGRESS_MISMATCH")
        #expect(last.details[.outcome]?.string == "deny")
    }

    @Test func `ends with the receiver's receipt, once`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let outcome = try sandbox.take([result.path], by: "org.b")[0]
        let receipt = try #require(outcome.receiptPath)
        let taken = try sandbox.node("org.a", .writing).takeReceipt(receipt)
        #expect(taken.state == .done)
        #expect(taken.receipt.counts["report"]?.new == 2)
        let entries = try sandbox.entries("org.a")
        #expect(entries.last?.type == .sendDone)
        #expect(try sandbox.node("org.a").sentTransfers().map(\.state) == [.done])
        _ = try sandbox.node("org.a", .writing).takeReceipt(receipt)
        #expect(try sandbox.entries("org.a").count == entries.count)
    }

    @Test func `stays in doubt until somebody says that it failed, and is done all the same when the receiver says so later`()
        async throws
    {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        try sandbox.node("org.a", .writing).endTransfer(result.transfer, because: "the medium was lost")
        #expect(try sandbox.entries("org.a").last?.type == .sendFail)
        #expect(throws: TransferError.ended(result.transfer.hex)) {
            try sandbox.node("org.a", .writing).endTransfer(result.transfer, because: "again")
        }
        let late = try #require(try sandbox.take([result.path], by: "org.b")[0].receiptPath)
        #expect(try sandbox.node("org.a", .writing).takeReceipt(late).state == .done)
    }

    @Test func `is not confirmed by a receipt of another member`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(Self.feed, by: "org.a").summary.path
        let toB = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let receipt = try #require(try sandbox.take([toB.path], by: "org.b")[0].receiptPath)
        #expect(throws: TransferError.unknownTransfer(toB.transfer.hex)) {
            try sandbox.node("org.c", .writing).takeReceipt(receipt)
        }
    }
}

@Suite struct `A stream from another member` {
    @Test func `is accepted in the audit log before the store changes, and merged after`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let before = try sandbox.entries("org.b").count
        try sandbox.take([result.path], by: "org.b")
        let logged = try Array(sandbox.entries("org.b")[before...])
        #expect(logged.map(\.type) == [.decision, .receiveAccept, .merge])
        #expect(logged[1].transfer == result.transfer)
        #expect(logged[2].reference == logged[1].index)
        #expect(try logged[2].details[.digest]?.string == sandbox.digest("org.b").digestHex)
        try sandbox.take([result.path], by: "org.b")
        #expect(try sandbox.entries("org.b").count == before + 3)
    }

    @Test func `is judged without a transfer document, too`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        try FileManager.default.removeItem(atPath: result.transferPath)
        let outcome = try sandbox.take([result.path], by: "org.b")[0]
        #expect(outcome.receiptPath == nil)
        let accepted = try #require(try sandbox.entries("org.b").first { $0.type == .receiveAccept })
        #expect(accepted.transfer != nil)
        #expect(accepted.transfer != result.transfer)
    }

    @Test func `is rejected with a receipt when its transfer document is about another`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let first = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let second = try sandbox.disclose(stream, from: "org.a", to: "org.c")
        let outcome = try Importer(sandbox.node("org.b", .writing), at: sandbox.time, transfer: second.transferPath)
            .take([first.path])[0]
        #expect(throws: TransferError.otherRecipient("org.c")) { try outcome.result.get() }
        #expect(outcome.receiptPath == nil)
        let last = try #require(try sandbox.entries("org.b").last)
        #expect(last.type == .receiveReject)
        #expect(last.details[.peer]?.string == "org.a")
        #expect(try sandbox.digest("org.b").summary.claims == 0)
    }

    @Test func `is rejected when its bytes are not those of the transfer, and the sender learns it`() async throws {
        let sandbox = try Sandbox()
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let later = sandbox.time.adding(seconds: 1)
        let next = try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a", at: later).summary.path
        let first = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let other = try sandbox.disclose(next, from: "org.a", to: "org.b")
        let outcome = try Importer(sandbox.node("org.b", .writing), at: later, transfer: other.transferPath).take([first.path])[0]
        #expect(throws: TransferError.otherStream("manifest")) { try outcome.result.get() }
        let receipt = try #require(outcome.receiptPath)
        #expect(try sandbox.node("org.a", .writing).takeReceipt(receipt).state == .failed)
    }
}

/// A rule that shows one column, or one row, more than was decided.
struct OpenRule: RedactionRule {
    enum Excess: String {
        case column, row
    }

    private var rule: DecisionRule
    private let excess: Excess
    private var all: ColumnSet = []

    init(_ rule: DecisionRule, _ excess: Excess) {
        self.rule = rule
        self.excess = excess
    }

    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        _ = try rule.treatment(of: descriptor, index: index, isMust: isMust)
        all = ColumnSet(first: descriptor.columns.count)
        return .columns(all)
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        let shown = try rule.shownColumns(of: row)
        return excess == .row && shown.isEmpty || excess == .column && !shown.isEmpty ? all : shown
    }
}

extension Sandbox {
    /// Hands a stream over; the file lies in the lab's directory.
    func disclose(_ stream: String, from sender: String, to receiver: String) throws -> Disclosure.Result {
        let recipient = try #require(MemberID(receiver))
        return try Disclosure(node(sender, .writing), at: time)
            .disclose(stream, to: recipient, output: "\(directory)/\(UUID().uuidString).age")
    }

    /// The audit log of a member.
    func entries(_ member: String) throws -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        try node(member).ledger().forEach { (record) throws(LedgerError) in records.append(record) }
        return records
    }
}
