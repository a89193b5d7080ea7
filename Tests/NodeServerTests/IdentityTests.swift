import CryptoPrimitives
import HTTPTypes
import Indicators
import NIOSSL
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A listener and a client know each other by the key alone` {
    let server: Party
    let client: Party
    let stranger: Party
    let log = LogLines()

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
        stranger = try Party("org.client")
    }

    private func node() throws -> ScriptedNode { try ScriptedNode(knowing: [client]) { _, _ in .bytes([1]) } }

    /// The failure of a call; nothing when it succeeds.
    private func failure(of caller: Party, knowing known: Party) async throws -> PeerFailure? {
        let node = try node()
        return try await withListener(node, as: server, log: log) { port in
            try await withClient(of: caller, knowing: [known], port: port) { peer in
                do {
                    _ = try await peer.send(.node, to: known.member)
                    return nil
                } catch { return error as? PeerFailure }
            }
        }
    }

    @Test func `the listed key is let in`() async throws {
        #expect(try await failure(of: client, knowing: server) == nil)
    }

    @Test func `another key under the same name is not let in`() async throws {
        let failure = try await failure(of: stranger, knowing: server)
        // Over HTTP/2 the client library tells no more than that the connection was closed before anything was said on it.
        #expect(failure?.reason == .identity || failure?.reason == .broken)
        #expect(log.lines.contains { $0.contains("reason=unknown-key") })
        #expect(!log.lines.contains { $0.hasPrefix("request") })
    }

    @Test func `a server with another key is not spoken to`() async throws {
        #expect(try await failure(of: client, knowing: try Party("org.server"))?.reason == .identity)
        #expect(!log.lines.contains { $0.hasPrefix("request") })
    }

    @Test(arguments: [true, false])
    func `while one key follows another, a server may show either`(isFirst: Bool) async throws {
        let next = try Party("org.server")
        let node = try node()
        for shown in [server, next] {
            let answer = try await withListener(node, as: shown) { port in
                try await withClient(of: client, knowing: isFirst ? [server, next] : [next, server], port: port) { peer in
                    try await peer.send(.node, to: server.member)
                }
            }
            #expect(answer.status == .ok)
        }
    }

    @Test func `who shows no certificate gets nothing`() async throws {
        let answered = try await withListener(try node(), as: server, log: log) { port in
            try? await RawConnection.over(tls: port, as: nil) { connection in
                try await connection.send("GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\n")
                return await connection.rest()
            }
        }
        #expect(answered?.isEmpty ?? true)
        #expect(try await log.line(with: "connection refused").contains("PEER_DID_NOT_RETURN_A_CERTIFICATE"))
    }

    @Test func `TLS before 1_3 is refused`() async throws {
        let answered = try await withListener(try node(), as: server, log: log) { port in
            try? await RawConnection.over(tls: port, as: client, upTo: .tlsv12) { connection in
                try await connection.send("GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\n")
                return await connection.rest()
            }
        }
        #expect(answered?.isEmpty ?? true)
        #expect(try await log.line(with: "connection refused").contains("UNSUPPORTED_PROTOCOL"))
    }

    @Test func `a key that is revoked ends its connection`() async throws {
        let node = try node()
        let answers = try await withListener(node, as: server, log: log) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                let first = try await peer.send(.node, to: server.member).status
                node.revoke(client)
                let second = try await peer.send(.node, to: server.member).status
                let third = try? await peer.send(.node, to: server.member)
                return (first, second, third?.status ?? .ok)
            }
        }
        #expect(answers.0 == .ok && answers.1 == .forbidden)
        #expect(answers.2 != .ok || node.requests.count == 1)
        #expect(node.requests.count == 1)
    }

    @Test func `complaints are few, however many knock`() async throws {
        var limits = ListenerLimits()
        limits.complaintsPerSecond = 1
        try await withListener(try node(), as: server, limits: limits, log: log) { port in
            for _ in 0..<40 {
                _ = try? await RawConnection.over(tcp: port) { connection in
                    try await connection.send("not a handshake\r\n\r\n")
                    return await connection.rest()
                }
            }
        }
        let complaints = log.lines.filter { $0.hasPrefix("connection refused") }
        #expect((1..<40).contains(complaints.count))
    }
}
