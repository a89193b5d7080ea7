import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import MergeEngine
import SignedBundles
import Testing

@Suite struct `What came back about a transfer` {
    private let sandbox: Sandbox
    private let sent: Disclosure.Result

    init() async throws {
        sandbox = try Sandbox()
        let stream = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        sent = try sandbox.disclose(stream, from: "org.a", to: "org.b")
    }

    private func answer() throws -> TransferAnswer {
        let node = try sandbox.node("org.a")
        let item = try AuditedItem("a.example", kind: .host, region: nil, in: node)
        let view = try AuditView(node, "item.transfers", filter: item.filter, grounds: .usual("history"))
        return try #require(view.transfers(of: item).shown.first).answer
    }

    /// A receipt that org.b signs, of a receiver that has the bytes and has not looked at them.
    private func received(_ manifest: Digest256, by member: String = "org.b") throws -> String {
        let receipt = TransferReceipt(
            transfer: sent.transfer, manifest: manifest, from: try #require(MemberID("org.a")),
            to: try #require(MemberID("org.b")),
            state: .received, entry: .init(origin: "org.b/audit/1", index: 1), time: sandbox.time)
        let keys = try sandbox.node(member).keys()
        let keyID = KeyName.keyID(member: member, kid: KeyName.kid(of: keys.signing.publicKey.bytes))
        let envelope = try receipt.envelope().signed(as: keyID) { try keys.signing.sign($0) }
        let path = "\(sandbox.directory)/\(UUID().uuidString).json"
        try Data(envelope.fileBytes()).write(to: URL(filePath: path))
        return path
    }

    private var manifest: Digest256 {
        get throws {
            let transfer = try sandbox.node("org.a").sentTransfers()[0]
            return try #require(Digest256(hex: transfer.manifest))
        }
    }

    @Test func `is in doubt, received, and applied, by what the receiver signed`() throws {
        #expect(try answer().state == .inDoubt)
        let node = try sandbox.node("org.a", .writing)
        #expect(try node.takeReceipt(received(manifest)).state == .received)
        #expect(try answer().state == .received)
        #expect(try answer().time == sandbox.time.rfc3339)
        let receipt = try #require(sandbox.take([sent.path], by: "org.b")[0].receiptPath)
        #expect(try node.takeReceipt(receipt).state == .done)
        #expect(try answer().state == .applied)
        #expect(try node.takeReceipt(received(manifest)).state == .done)
        #expect(try answer().state == .applied)
        #expect(try answer().retracted == 0)
    }

    @Test func `is nothing that somebody else signed`() throws {
        let node = try sandbox.node("org.a", .writing)
        #expect(throws: BundleError.self) { try node.takeReceipt(received(manifest, by: "org.c")) }
        try FileManager.default.createDirectory(
            atPath: sandbox.home("org.a") + "/ledger/receipts", withIntermediateDirectories: true)
        let kept = sandbox.home("org.a") + "/ledger/receipts/\(sent.transfer.hex).json"
        try FileManager.default.copyItem(atPath: received(manifest, by: "org.c"), toPath: kept)
        let answer = try answer()
        #expect(answer.state == .inDoubt && answer.isDamaged && answer.time.isEmpty)
    }
}
