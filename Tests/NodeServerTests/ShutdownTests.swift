import CryptoPrimitives
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A listener that stops` {
    let server: Party
    let client: Party

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// The answer to a request that is under way when the listener stops.
    private func answer(graceMilliseconds: Int, workMilliseconds: Int) async throws -> PeerAnswer? {
        var limits = ListenerLimits()
        limits.graceMilliseconds = graceMilliseconds
        let (began, begun) = AsyncStream.makeStream(of: Void.self)
        let node = try ScriptedNode(knowing: [client]) { _, _ in
            begun.yield()
            try? await Task.sleep(for: .milliseconds(workMilliseconds))
            return .bytes([1])
        }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        async let listening: Void = withListener(node, as: server, limits: limits) { port in
            found.yield(port)
            _ = await began.first { _ in true }
        }
        let port = try #require(await ports.first { _ in true })
        let answer = try await withClient(of: client, knowing: [server], port: port) { peer in
            try? await peer.send(.node, to: server.member)
        }
        try await listening
        return answer
    }

    @Test func `lets a request under way end`() async throws {
        #expect(try await answer(graceMilliseconds: 60_000, workMilliseconds: 500)?.status == .ok)
    }

    @Test func `waits for it no longer than it may`() async throws {
        #expect(try await answer(graceMilliseconds: 200, workMilliseconds: 100_000) == nil)
    }
}
