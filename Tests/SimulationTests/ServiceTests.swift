import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Indicators
import MergeEngine
import NodeAPI
import NodeStore
import Testing

@Suite struct `Nodes that do rounds at once` {
    @Test func `come to one digest within seconds`() async throws {
        let three = try Three()
        let federation = three.federation
        try await three.publish(1, by: three.a)
        try await three.publish(1, by: three.b)
        let services = try federation.members.map { member in
            var pace = SyncPace()
            (pace.pollSeconds, pace.lookSeconds) = (0.5, 0.1)
            let desk = try #require(federation.desks[member])
            return SyncService(desk, federation.network.transport(of: member), pace: pace, bell: PeerBell()) { _ in }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { await service.run() } }
            group.addTask { try await Task.sleep(for: .seconds(120)) }
            try await three.publish(2, by: three.c)
            while try Set(federation.members.map(federation.digest)).count > 1 || three.status(1, at: three.c) != "corroborated" {
                try await Task.sleep(for: .milliseconds(200))
                try Task.checkCancellation()
            }
            group.cancelAll()
            while (try? await group.next()) != nil {}
        }
        #expect(try three.status(1, at: three.c) == "corroborated")
        #expect(try three.status(2, at: three.a) == "asserted")
    }
}

@Suite struct `A flood of objections between nodes` {
    @Test func `counts to the limit and waits for an officer beyond it`() async throws {
        let three = try Three()
        let hosts = (0...ObjectionLimit.perDay).map { "n\($0).example" }
        try await three.federation.publish(hosts, by: three.b)
        try await three.federation.state(.object(why: "false-positive", since: nil), about: hosts, by: three.a)
        try await three.round(of: three.c, with: three.a, three.b)
        let now = three.federation.now(at: three.c)
        let day = ObjectionDay(publisher: three.a, day: now.day)
        #expect(try NodeObjections(three.federation.node(three.c, .reading), at: now).waiting() == [day])
        try NodeObjections(three.federation.node(three.c, .writing), at: now)
            .accept(day, officer: "R. Example", why: "a wrong import of org.b")
        #expect(try NodeObjections(three.federation.node(three.c, .reading), at: now).waiting().isEmpty)
    }
}

@Suite struct `Lists of values that are vouched for` {
    @Test func `travel like the registry that names them`() async throws {
        let list = Array("domain\tbank.example\n".utf8)
        let federation = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 5, protectedList: list)
        let (a, b) = (federation.members[0], federation.members[1])
        let path = "\(federation.home(of: b))/protected/\(SHA256.hash(list).hex).tsv"
        #expect(WorldFiles.exists(path))
        WorldFiles.remove(path)
        let report = try #require(try await federation.round(of: b, with: [a]).first)
        #expect(report.failure == nil && report.documentCount == 1)
        #expect(WorldFiles.exists(path))
    }
}
