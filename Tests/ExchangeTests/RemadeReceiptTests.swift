import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import SignedBundles
import Testing

@Suite struct `A receipt whose file is gone` {
    @Test func `is made anew from the log, for the sender alone`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a").summary
        try sandbox.take([sandbox.seal(published.path, from: "org.a", to: "org.b")], by: "org.b")
        let sent = try #require(sandbox.node("org.a").sentTransfers().last)
        #expect(sent.state == .inDoubt)
        try FileManager.default.removeItem(atPath: sandbox.home("org.b") + "/outbox")
        let (sender, other) = (try DeskLink(sandbox, from: "org.a"), try DeskLink(sandbox, from: "org.c"))
        let receiver = try #require(MemberID("org.b"))
        let answer = try await sender.send(.receipt(sent.transfer), to: receiver)
        let receipt = try TransferReceipt(
            verifying: DSSEEnvelope(parsing: answer.bytes), keys: sandbox.node("org.a").registry())
        #expect(receipt.state == .applied && receipt.manifest.hex == sent.manifest && receipt.to == receiver)
        #expect(try await other.send(.receipt(sent.transfer), to: receiver).problem?.kind == .notFound)
    }
}
