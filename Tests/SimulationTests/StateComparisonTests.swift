import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import NodeAPI
import Testing

/// Two nodes that may see the same hold their states against each other.
@Suite struct `Comparing two states` {
    private let world: SimulatedFederation
    private let here: MemberID
    private let there: MemberID
    private let third: MemberID

    init() async throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "platform"), ("org.c", "platform")], seed: 11)
        (here, there, third) = (world.members[0], world.members[1], world.members[2])
        try await world.publish(["+442079460101"], by: here)
        try await world.round(of: here, with: [there])
    }

    private func show(to members: String) throws {
        let path = world.home(of: there) + "/settings.toml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacing("show_state_to = []", with: "show_state_to = [\(members)]")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        world.start(there)
    }

    private func compare() async throws -> StateComparison {
        try await StateComparison.run(#require(world.desks[here]), world.network.transport(of: here), with: there)
    }

    @Test func `is refused to whom the settings do not name`() async throws {
        try show(to: "\"org.c\"")
        await #expect { try await compare() } throws: { ($0 as? Problem)?.code == "STATE_NOT_SHOWN" }
    }

    @Test func `ends with the first digest where nothing differs`() async throws {
        try show(to: "\"org.a\"")
        let found = try await compare()
        #expect(found.isSame && found.buckets.isEmpty && found.bundles.isEmpty)
    }

    @Test func `finds the items that differ, and fetches the bundles behind them and no other`() async throws {
        try show(to: "\"org.a\"")
        let published = try await world.publish((1...5).map { "+44207946020\($0)" }, by: third)
        try await world.round(of: third, with: [there])
        let found = try await compare()
        #expect(!found.isSame && (1...5).contains(found.buckets.count))
        #expect(found.itemCounts == (here: 0, there: 5))
        #expect(found.bundles.map(\.hex) == [published.manifest])
        var round = try PeerRound(
            #require(world.desks[here]), world.network.transport(of: here), with: there, memory: RoundMemory()
        ) { _ in true }
        #expect(try await round.fetch(found.bundles) == 1)
        #expect(try await compare().isSame)
    }
}
