import BodyFlow
import CryptoPrimitives
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A listener over HTTP 2` {
    let server: Party
    let client: Party
    let log = LogLines()

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// What comes until the listener closes.
    private func reply(
        to bytes: [UInt8], _ limits: ListenerLimits = .init(), _ more: @Sendable (RawConnection) async throws -> Void = { _ in }
    ) async throws -> [UInt8] {
        let node = try ScriptedNode(knowing: [client]) { _, _ in .bytes([1]) }
        return try await withListener(node, as: server, limits: limits, log: log) { port in
            try await RawConnection.over(tls: port, as: client, protocols: ["h2", "http/1.1"]) { connection in
                try? await connection.send(bytes)
                try? await more(connection)
                return await connection.rest()
            }
        }
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, [])

    private static func frame(_ kind: UInt8, flags: UInt8 = 0, stream: UInt8 = 0, high: UInt8 = 0, _ payload: [UInt8]) -> [UInt8]
    {
        let count = payload.count
        return [UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255), kind, flags, 0, 0, high, stream] + payload
    }

    @Test func `it is spoken, with the limits announced`() async throws {
        var limits = ListenerLimits()
        (limits.idleMilliseconds, limits.graceMilliseconds) = (300, 300)
        let settings = try await reply(to: Self.preface, limits)
        #expect(settings.contains([0, 3, 0, 0, 0, 32]) && settings.contains([0, 6, 0, 0, 0x40, 0]))
        #expect(settings.contains([0, 4, 0, 0x10, 0, 0]))
    }

    @Test(arguments: ["GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\n", String(repeating: "garbage ", count: 50)])
    func `what is none ends the connection`(text: String) async throws {
        _ = try await reply(to: Array(text.utf8))
        #expect(try await log.line(with: "reason=malformed").hasPrefix("connection refused"))
    }

    @Test func `garbage after a good start ends the connection`() async throws {
        _ = try await reply(to: Self.preface + [UInt8](repeating: 0xFF, count: 100))
        #expect(try await log.line(with: "reason=malformed").hasPrefix("connection refused"))
    }

    @Test func `requests taken back as fast as they come end the connection`() async throws {
        var limits = ListenerLimits()
        limits.resetsPerThirtySeconds = 20
        let answer = try await reply(to: Self.preface, limits) { connection in
            for number in 0..<100 {
                let (low, high) = (UInt8(number * 2 + 1 & 255), UInt8((number * 2 + 1) >> 8))
                try await connection.send(
                    Self.frame(1, flags: 5, stream: low, high: high, [0x82, 0x87, 0x84])
                        + Self.frame(3, stream: low, high: high, [0, 0, 0, 8]))
            }
        }
        #expect(answer.contains([0, 0, 0, 11]))
    }

    @Test func `a head that is too long is not taken`() async throws {
        let value = [UInt8](repeating: 0x61, count: 16_000)
        let field: [UInt8] = [0x00, 0x01, 0x78, 0x7F, 0x81, 0x7C] + value
        let second: [UInt8] = [0x00, 0x01, 0x79, 0x7F, 0x81, 0x03] + [UInt8](repeating: 0x61, count: 512)
        _ = try await reply(
            to: Self.preface + Self.frame(1, flags: 1, stream: 1, [0x82, 0x87, 0x84] + field)
                + Self.frame(9, flags: 4, stream: 1, second))
        #expect(try await log.line(with: "reason=malformed").hasPrefix("connection refused"))
    }

    @Test func `a body that stops is cut off and the connection goes on`() async throws {
        var limits = ListenerLimits()
        limits.pace = PaceFloor(idleMilliseconds: 300, windowMilliseconds: 600, bytesPerWindow: 100)
        let node = try ScriptedNode(knowing: [client]) { _, _ in .bytes([1]) }
        let answer = try await withListener(node, as: server, limits: limits, log: log) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                let stalled = try await RawConnection.over(tls: port, as: client, protocols: ["h2"]) { connection in
                    let path = Array("/six/v1/messages".utf8)
                    try await connection.send(
                        Self.preface + Self.frame(1, flags: 4, stream: 1, [0x83, 0x87, 0x04, UInt8(path.count)] + path))
                    try await connection.send(Self.frame(0, stream: 1, [1]))
                    _ = try await log.line(with: "status=408")
                    return true
                }
                #expect(stalled)
                return try await peer.send(.node, to: server.member)
            }
        }
        #expect(answer.status == .ok)
    }
}
