import CryptoPrimitives
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A listener's limits` {
    let server: Party
    let client: Party
    let log = LogLines()

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    private func node(_ script: @escaping ScriptedNode.Script = { _, _ in .bytes([1]) }) throws -> ScriptedNode {
        try ScriptedNode(knowing: [client], script)
    }

    /// Sends calls one after the other and gives their answers.
    private func answers(
        to requests: [PeerRequest], _ limits: ListenerLimits, _ script: @escaping ScriptedNode.Script = { _, _ in .bytes([1]) }
    ) async throws -> [PeerAnswer] {
        try await withListener(try node(script), as: server, limits: limits, log: log) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                var answers: [PeerAnswer] = []
                for request in requests { answers.append(try await peer.send(request, to: server.member)) }
                return answers
            }
        }
    }

    /// What the listener says to a text over HTTP/1.1 until it closes.
    private func reply(to text: String, _ limits: ListenerLimits = .init()) async throws -> String {
        try await withListener(try node(), as: server, limits: limits, log: log) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send(text)
                return await connection.restAsText()
            }
        }
    }

    @Test(arguments: [(1_000, HTTPResponse.Status.ok), (1_001, .contentTooLarge)])
    func `a body has a length`(count: Int, status: HTTPResponse.Status) async throws {
        var limits = ListenerLimits()
        limits.requestBytes = 1_000
        let request = PeerRequest(.giveMessage, body: .bytes([UInt8](repeating: 1, count: count)))
        #expect(try await answers(to: [request], limits).map(\.status) == [status])
    }

    @Test(arguments: [(1_000, "200"), (1_001, "413")])
    func `a body of unknown length has one, too`(count: Int, status: String) async throws {
        var limits = ListenerLimits()
        limits.requestBytes = 1_000
        let head = "POST /six/v1/messages HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "\(String(count, radix: 16))\r\n\(String(repeating: "a", count: count))\r\n0\r\n\r\n"
        #expect(try await reply(to: head + chunk, limits).hasPrefix("HTTP/1.1 \(status)"))
    }

    @Test func `the limit of each call counts`() async throws {
        let most = CallLimits(of: .giveReceipt).requestBytes
        let requests = [most, most + 1].map { PeerRequest(.giveReceipt, body: .bytes([UInt8](repeating: 1, count: $0))) }
        #expect(try await answers(to: requests, .init()).map(\.status) == [.ok, .contentTooLarge])
    }

    @Test(arguments: [(64, "200"), (65, "400")])
    func `a head has so many fields`(count: Int, status: String) async throws {
        let fields = (0..<count - 2).map { "X-\($0): a\r\n" }.joined()
        let head = "GET /six/v1/node HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields)\r\n"
        #expect(try await reply(to: head).hasPrefix("HTTP/1.1 \(status)"))
    }

    @Test(arguments: [(15 << 10, "200"), (16 << 10, "400")])
    func `a head has a length`(count: Int, status: String) async throws {
        let field = "X-Long: \(String(repeating: "a", count: count))\r\n"
        let head = "GET /six/v1/node HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(field)\r\n"
        #expect(try await reply(to: head).hasPrefix("HTTP/1.1 \(status)"))
    }

    @Test func `too many requests a second are told to come back`() async throws {
        var limits = ListenerLimits()
        (limits.requestBurst, limits.requestsPerSecond) = (3, 0)
        let answers = try await answers(to: Array(repeating: PeerRequest(.node), count: 4), limits)
        #expect(answers.map(\.status) == [.ok, .ok, .ok, .tooManyRequests])
        #expect(answers.last?.retryAfterSeconds ?? 0 > 0)
    }

    @Test func `too many requests at once are told to come back`() async throws {
        var limits = ListenerLimits()
        limits.requestsUnderWay = 1
        let (began, begun) = AsyncStream.makeStream(of: Void.self)
        let (goes, go) = AsyncStream.makeStream(of: Void.self)
        let node = try node { request, _ in
            if request.call == .documents { return .bytes([2]) }
            begun.yield()
            _ = await goes.first { _ in true }
            return .bytes([1])
        }
        let (refused, first, later) = try await withListener(node, as: server, limits: limits) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                async let first = peer.send(.node, to: server.member)
                _ = await began.first { _ in true }
                let refused = try await peer.send(.documents, to: server.member)
                go.yield()
                return (refused, try await first, try await peer.send(.documents, to: server.member))
            }
        }
        #expect(refused.status == .serviceUnavailable && refused.retryAfterSeconds == limits.retryAfterSeconds)
        #expect(first.status == .ok && later.status == .ok)
    }

    @Test func `an answer has a deadline`() async throws {
        var limits = ListenerLimits()
        limits.deadlineMilliseconds = 200
        let answers = try await answers(to: [PeerRequest(.node)], limits) { _, _ in
            try? await Task.sleep(for: .seconds(60))
            return .taken
        }
        #expect(answers.map(\.status) == [.serviceUnavailable])
        #expect(answers.first?.retryAfterSeconds != nil)
    }

    @Test func `a member has so many connections`() async throws {
        var limits = ListenerLimits()
        limits.connectionsPerMember = 1
        let second = try await withListener(try node(), as: server, limits: limits, log: log) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                _ = try await peer.send(.node, to: server.member)
                return try await RawConnection.over(tls: port, as: client) { connection in
                    try? await connection.send("GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\n")
                    return await connection.rest()
                }
            }
        }
        #expect(second.isEmpty)
        #expect(try await log.line(with: "too-many-connections-of-member").contains("member=org.client"))
    }
}
