import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import NodeAPI
import NodeStore
import Testing

/// What a publisher hears of a bundle that waits for an officer of its receiver.
@Suite struct `A bundle that waits at its receiver` {
    private let world: SimulatedFederation
    private let sender: MemberID
    private let receiver: MemberID

    /// org.b takes at most three rows a day of a publisher that is new.
    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 47)
        (sender, receiver) = (world.members[0], world.members[1])
        let path = world.home(of: receiver) + "/settings.toml"
        var text = try String(contentsOfFile: path, encoding: .utf8)
        text.replace(#/new_publisher_days = [0-9]+/#, with: "new_publisher_days = 28")
        text.replace(#/new_rows_per_day = [0-9]+/#, with: "new_rows_per_day = 3")
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        world.start(receiver)
    }

    private func states() throws -> [SentTransfer.State] { try world.node(sender, .reading).sentTransfers().map(\.state) }

    private func give() async throws { try await world.round(of: sender, with: [receiver]) }

    /// Publishes one row more than the receiver takes at once.
    private func hold() async throws -> Digest256 {
        let published = try await world.publish((1...4).map { "+4420794600\(10 + $0)" }, by: sender)
        return try #require(Digest256(hex: published.manifest))
    }

    private func answer(about number: String) throws -> ItemTransfer {
        let node = try world.node(sender, .writing)
        let item = try AuditedItem(number, kind: nil, region: nil, in: node)
        let view = try AuditView(node, "item.transfers", filter: item.filter, grounds: .usual("history"))
        return try #require(view.transfers(of: item).shown.last)
    }

    @Test func `is received and not applied, holds nothing up, and is applied once it is released`() async throws {
        let manifest = try await hold()
        world.clock.advance(1)
        try await world.retract(["+442079460011"], by: sender)
        try await give()
        #expect(try states() == [.received, .done], "what comes after it was handed over in the same round")
        #expect(try answer(about: "+442079460012").answer.state == .received)
        try await give()
        #expect(try states() == [.received, .done], "it is not handed over once more")
        let reconciled = try await Reconciliation.run(
            #require(world.desks[sender]), world.network.transport(of: sender), with: receiver)
        #expect(!reconciled.isContradicted && reconciled.agreedCount == 2, "both logs say that it arrived")

        let quarantine = try NodeQuarantine(world.node(receiver, .writing), at: world.now(at: receiver))
        try quarantine.release(manifest, officer: "officer.1", why: "seen")
        try await give()
        #expect(try states() == [.received, .done], "a sender asks now and then, not in each round")
        world.clock.advance(61)
        try await give()
        #expect(try states() == [.done, .done])
        #expect(try answer(about: "+442079460012").answer.state == .applied)
    }

    @Test func `stays received when an officer refuses it, and nothing takes the word back`() async throws {
        let manifest = try await hold()
        try await give()
        try NodeQuarantine(world.node(receiver, .writing), at: world.now(at: receiver))
            .refuse(manifest, officer: "officer.1", why: "a test")
        world.clock.advance(3_600)
        try await give()
        #expect(try states() == [.received])
    }

    @Test func `has its retractions applied at once, and its receipt says so`() async throws {
        try await world.publish(["+442079460011"], by: sender)
        try await give()
        world.clock.advance(1)
        // Objections count towards what a new publisher may say in a day; the retraction beside them does not wait.
        try await world.retract(["+442079460011"], by: sender)
        try await give()
        let sent = try answer(about: "+442079460011")
        #expect(sent.answer.state == .applied && sent.retraction == .applied)
    }
}
