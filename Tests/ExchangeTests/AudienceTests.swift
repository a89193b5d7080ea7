import CanonicalCoding
import Exchange
import Indicators
import MemberRegistry
import SignedBundles
import Testing

@Suite struct `A group` {
    @Test func `takes nothing from a member that is not in it`() async throws {
        let sandbox = try Sandbox()
        let pair = try #require(GroupID("pair"))
        let all = try ["org.a", "org.b", "org.c"].map { try #require(MemberID($0)) }
        try sandbox.changeRegistry(at: ["org.a", "org.b", "org.c"], time: sandbox.time) {
            $0.groups.append(GroupEntry(id: pair, members: all))
        }
        try sandbox.copyHome("org.c", as: "outdated")
        try sandbox.changeRegistry(at: ["org.a", "org.b", "org.c"], time: sandbox.time) {
            $0.groups = $0.groups.map { $0.id == pair ? GroupEntry(id: pair, members: Array(all[0...1])) : $0 }
        }
        let now = sandbox.time.adding(seconds: 10)
        let wanted = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a") { $0.group = pair }.summary
        #expect(try sandbox.refusal(of: wanted.path, by: "org.b", at: now) == nil)
        let unwanted = try await sandbox.publish("value,kind\nc.example,host\n", by: "outdated") { $0.group = pair }.summary
        let refused = try sandbox.take([unwanted.path], by: "org.b", at: now)[0].result
        #expect(throws: BundleError(.audience, line: 1, .publisherOutsideGroup)) { try refused.get() }
        #expect(try sandbox.refusal(of: wanted.path, by: "org.c", at: now) == .audience)
        await #expect(throws: NodeError.notInGroup(pair)) {
            try await sandbox.publish("value,kind\nd.example,host\n", by: "org.c") { $0.group = pair }
        }
    }
}
