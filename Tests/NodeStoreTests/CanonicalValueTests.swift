import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// A value another spelling of which is meant never enters the state, whether its tag can be checked or not.
@Suite struct `A shown value` {
    private func refusals(_ kind: String, _ value: String, keyed: Bool) throws -> [Refusal.Reason: Int] {
        var world = try StoreWorld()
        var generator = SplitMix64(state: 12)
        var segment = try StoreWorld.segment(kind: kind, isMust: false)
        let core = try world.report(0, kind, value)
        segment.append([nil, Array(core.utf8), nil, nil, nil, Array("\"\(value)\"".utf8), nil])
        try world.publish([segment], by: 0, to: "lab", created: StoreWorld.time, using: &generator)
        let home = try TestHome(world)
        return try home.take(
            world.streams[0].bytes, into: home.open(), checks: keyed ? nil : StagingChecks()
        ).refused
    }

    @Test(arguments: [
        ("url", "https://example.org/0"), ("url", "EXAMPLE.org/0"), ("host", "Example.org"), ("host", "example.org."),
        ("url", "example.org/\\u001b[2J"), ("url", "+1=cmd|calc"), ("host", "not a host"),
    ])
    func `in another spelling is held out as E_CANON`(kind: String, value: String) throws {
        for keyed in [false, true] {
            let refused = try refusals(kind, value, keyed: keyed)
            #expect(refused.map { ($0.key.code, $0.value) }.map(\.0) == ["E_CANON"], "\(value)")
        }
    }

    @Test(arguments: [
        ("url", "example.org/0"), ("url", "example.org/login/"), ("url", "example.org/"), ("host", "example.org"),
        ("dns-txt", "Any Text of a newer kind"),
    ])
    func `in canonical form, cut or not, is taken`(kind: String, value: String) throws {
        for keyed in [false, true] { #expect(try refusals(kind, value, keyed: keyed).isEmpty, "\(value)") }
    }
}
