import BodyFlow
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import TestPeers

/// A client, and a server for it to call.
struct Scene {
    let server: Party
    let client: Party

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// Limits in fractions of a second, for calls that have to run into them: on a busy machine any other call may, too.
    var impatient: ClientLimits {
        var limits = ClientLimits()
        limits.pace = PaceFloor(idleMilliseconds: 500, windowMilliseconds: 1_000, bytesPerWindow: 1_000)
        return limits
    }

    /// The failure of a call to a node with a script.
    func failure(
        _ request: PeerRequest = PeerRequest(.node), sink: (any PieceSink)? = nil, limits: ClientLimits = ClientLimits(),
        _ script: @escaping ScriptedNode.Script
    ) async throws -> PeerFailure.Reason? {
        let node = try ScriptedNode(knowing: [client], script)
        return try await withListener(node, as: server) { port in
            await reason { try await send(request, to: port, sink: sink, limits: limits) }
        }
    }

    /// The failure of a call to a server that says the same whatever it is asked.
    func failure(
        _ request: PeerRequest = PeerRequest(.node), hearing pieces: String..., everyMilliseconds pause: Int = 0,
        closes: Bool = true, limits: ClientLimits = ClientLimits()
    ) async throws -> PeerFailure.Reason? {
        try await RawServer.saying(pieces, everyMilliseconds: pause, as: server, closes: closes) { port in
            await reason { try await send(request, to: port, sink: nil, limits: limits) }
        }
    }

    func send(
        _ request: PeerRequest, to port: Int, sink: (any PieceSink)?, limits: ClientLimits
    ) async throws -> PeerAnswer {
        try await withClient(of: client, knowing: [server], port: port, limits: limits) { peer in
            try await peer.send(request, to: server.member, sink: sink)
        }
    }

    func reason(_ call: @Sendable () async throws -> PeerAnswer) async -> PeerFailure.Reason? {
        do {
            _ = try await call()
            return nil
        } catch { return (error as? PeerFailure)?.reason }
    }
}
