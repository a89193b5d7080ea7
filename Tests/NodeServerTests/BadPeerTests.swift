import BodyFlow
import CryptoPrimitives
import Foundation
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A listener bears bad peers` {
    let server: Party
    let client: Party
    let log = LogLines()

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// Limits in fractions of a second.
    private var impatient: ListenerLimits {
        var limits = ListenerLimits()
        limits.pace = PaceFloor(idleMilliseconds: 300, windowMilliseconds: 600, bytesPerWindow: 1_000)
        limits.headMilliseconds = 300
        (limits.lingerMilliseconds, limits.graceMilliseconds, limits.complaintsPerSecond) = (200, 500, 1_000)
        return limits
    }

    /// Lets a peer be bad, and shows that others are still answered meanwhile and afterwards.
    private func bearing<Value: Sendable>(
        _ script: @escaping ScriptedNode.Script = { _, _ in .bytes([1]) }, limits: ListenerLimits? = nil,
        _ peer: @Sendable (_ port: Int) async throws -> Value
    ) async throws -> (Value, ScriptedNode) {
        let other = try Party("org.other")
        let node = try ScriptedNode(knowing: [client, other], script)
        let value = try await withListener(node, as: server, limits: limits ?? impatient, log: log) { port in
            try await withClient(of: other, knowing: [server], port: port) { friend in
                #expect(try await friend.send(.documents, to: server.member).status == .ok)
                let value = try await peer(port)
                #expect(try await friend.send(.documents, to: server.member).status == .ok)
                return value
            }
        }
        return (value, node)
    }

    /// What a peer gets that sends pieces of text with pauses until it is cut off.
    private func reply(
        to text: String, then more: String? = nil, everyMilliseconds pause: Int = 50, limits: ListenerLimits? = nil
    ) async throws -> String {
        try await bearing(limits: limits) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send(text)
                while let more {
                    do { try await connection.send(more) } catch { break }
                    try await Task.sleep(for: .milliseconds(pause))
                }
                return await connection.restAsText()
            }
        }.0
    }

    private static let post = "POST /six/v1/messages HTTP/1.1\r\nHost: a\r\n"

    @Test func `a body that stops is cut off`() async throws {
        #expect(try await reply(to: Self.post + "Content-Length: 1000\r\n\r\na").hasPrefix("HTTP/1.1 408"))
    }

    @Test func `a body that trickles is cut off`() async throws {
        _ = try await reply(to: Self.post + "Content-Length: 100000\r\n\r\n", then: "a")
        #expect(try await log.line(with: "status=408").contains("call=give-message"))
    }

    @Test func `a body without end is cut off`() async throws {
        let chunk = "4000\r\n\(String(repeating: "a", count: 0x4000))\r\n"
        // With patience: on a machine that is busy elsewhere it would be the pace that ends it.
        var limits = impatient
        limits.pace = .standard
        _ = try await reply(
            to: Self.post + "Transfer-Encoding: chunked\r\n\r\n", then: chunk, everyMilliseconds: 1, limits: limits)
        #expect(try await log.line(with: "status=413").contains("call=give-message"))
    }

    @Test func `a body shorter than announced is no request`() async throws {
        let (_, node) = try await bearing { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send("GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = await connection.text(through: "\r\n\r\n")
                try await connection.send(Self.post + "Content-Length: 100000\r\n\r\n\(String(repeating: "a", count: 90_000))")
            }
        }
        _ = try await log.line(with: "call=give-message")
        #expect(!node.requests.contains { $0.call == .giveMessage } && node.spooled.isEmpty)
    }

    @Test(arguments: ["GET /six", ""]) func `a head that does not end is cut off`(text: String) async throws {
        #expect(try await reply(to: text.isEmpty ? "G" : text).isEmpty)
        #expect(try await log.line(with: "slow-head").hasPrefix("connection refused"))
    }

    @Test func `a connection on which nothing is asked is closed`() async throws {
        var limits = impatient
        limits.idleMilliseconds = 300
        let node = try ScriptedNode(knowing: [client]) { _, _ in .taken }
        let bytes = try await withListener(node, as: server, limits: limits) { port in
            try await RawConnection.over(tls: port, as: client) { await $0.rest() }
        }
        #expect(bytes.isEmpty)
    }

    @Test func `a handshake that does not begin is cut off`() async throws {
        var limits = impatient
        limits.handshakeMilliseconds = 300
        let node = try ScriptedNode(knowing: [client]) { _, _ in .taken }
        let bytes = try await withListener(node, as: server, limits: limits, log: log) { port in
            try await RawConnection.over(tcp: port) { await $0.rest() }
        }
        #expect(bytes.isEmpty)
        _ = try await log.line(with: "slow-handshake")
    }

    @Test(arguments: [
        "NONSENSE\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET /six/v1/node HTTP/9.9\r\n\r\n",
    ])
    func `a malformed request line ends the connection`(text: String) async throws {
        let reply = try await reply(to: text)
        #expect(reply.isEmpty || reply.hasPrefix("HTTP/1.1 400"))
        #expect(try await log.line(with: "reason=malformed").hasPrefix("connection refused"))
    }

    @Test func `who reads nothing is cut off`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)")
        try Data(count: 64 << 20).write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script: ScriptedNode.Script = { request, _ in
            guard case .bundle = request.call else { return .bytes([1]) }
            return PeerAnswer(
                status: .ok, mediaType: .transfer, body: .file(path: folder.path, first: 0, count: 64 << 20))
        }
        let name = String(repeating: "0a", count: 32)
        _ = try await bearing(script) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send("GET /six/v1/bundles/\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await log.line(with: "slow-reader")
            }
        }
        #expect(try await log.line(with: "call=bundle").contains("broken=true"))
    }

    @Test func `connections that say nothing make room for a member`() async throws {
        var limits = impatient
        (limits.connections, limits.handshakeMilliseconds) = (20, 60_000)
        let (status, _) = try await bearing(limits: limits) { port in
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<40 {
                    tasks.addTask { (try? await RawConnection.over(tcp: port) { await $0.rest().isEmpty }) ?? true }
                }
                _ = try await log.line(with: "reason=too-many-connections")
                let status = try await withClient(of: client, knowing: [server], port: port) { peer in
                    try await peer.send(.node, to: server.member).status
                }
                tasks.cancelAll()
                return status
            }
        }
        #expect(status == .ok)
    }

    @Test func `more connections than there may be are closed at once`() async throws {
        let isFull = ProcessInfo.processInfo.environment["TOCSIN_FULL"] == "1"
        var limits = impatient
        limits.handshakeMilliseconds = 10_000
        if !isFull { limits.connections = 100 }
        let (closed, _) = try await bearing(limits: limits) { port in
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<(isFull ? 10_000 : 200) {
                    tasks.addTask { (try? await RawConnection.over(tcp: port) { await $0.rest().isEmpty }) ?? true }
                }
                return try await tasks.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
        }
        #expect(closed == (isFull ? 10_000 : 200))
        _ = try await log.line(with: "reason=too-many-connections")
    }
}
