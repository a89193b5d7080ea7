import Exchange
import Indicators
import Testing

@Suite struct `Nodes that talk` {
    @Test func `hand over, confirm and retract without anybody carrying a file`() async throws {
        let world = try SimulatedFederation([("org.a", "platform"), ("org.b", "platform"), ("org.c", "platform")], seed: 1)
        let (a, b, c) = (world.members[0], world.members[1], world.members[2])
        try await world.publish(["+442079460101", "+442079460102"], by: a)
        let reports = try await world.round(of: a, with: [b, c])
        #expect(reports.map(\.givenCount) == [1, 1])
        #expect(reports.allSatisfy { $0.failure == nil && $0.refusals.isEmpty })
        #expect(try world.status(of: "+442079460101", at: b) == "asserted")
        #expect(Set(try world.members.map(world.digest)).count == 1)

        try await world.publish(["+442079460101"], by: b)
        let pulled = try await world.round(of: c, with: [a, b])
        #expect(pulled.map(\.takenCount) == [0, 1])
        try await world.round(of: b, with: [a])
        #expect(try world.status(of: "+442079460101", at: a) == "corroborated")

        try await world.retract(["+442079460102"], by: a)
        try await world.round(of: a, with: [b, c])
        #expect(try world.status(of: "+442079460102", at: b) == "retracted")
        #expect(try world.status(of: "+442079460102", at: c) == "retracted")
        #expect(Set(try world.members.map(world.digest)).count == 1)
        for member in world.members { #expect(try world.node(member, .reading).sentTransfers().allSatisfy { $0.state == .done }) }
    }
}
