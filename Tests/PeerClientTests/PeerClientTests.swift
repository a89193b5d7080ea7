import BodyFlow
import CryptoPrimitives
import Foundation
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import PeerClient
import Synchronization
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A client of other nodes` {
    let server: Party
    let client: Party

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// Limits in fractions of a second.
    private var impatient: ClientLimits {
        var limits = ClientLimits()
        limits.pace = PaceFloor(idleMilliseconds: 500, windowMilliseconds: 1_000, bytesPerWindow: 1_000)
        return limits
    }

    /// The failure of a call to a node with a script.
    private func failure(
        _ request: PeerRequest = PeerRequest(.node), sink: (any PieceSink)? = nil, limits: ClientLimits? = nil,
        _ script: @escaping ScriptedNode.Script
    ) async throws -> PeerFailure.Reason? {
        let node = try ScriptedNode(knowing: [client], script)
        return try await withListener(node, as: server) { port in
            await reason { try await send(request, to: port, sink: sink, limits: limits ?? impatient) }
        }
    }

    /// The failure of a call to a server that says the same whatever it is asked.
    private func failure(
        _ request: PeerRequest = PeerRequest(.node), hearing pieces: String..., everyMilliseconds pause: Int = 0,
        closes: Bool = true
    ) async throws -> PeerFailure.Reason? {
        try await RawServer.saying(pieces, everyMilliseconds: pause, as: server, closes: closes) { port in
            await reason { try await send(request, to: port, sink: nil, limits: impatient) }
        }
    }

    private func send(
        _ request: PeerRequest, to port: Int, sink: (any PieceSink)?, limits: ClientLimits
    ) async throws -> PeerAnswer {
        try await withClient(of: client, knowing: [server], port: port, limits: limits) { peer in
            try await peer.send(request, to: server.member, sink: sink)
        }
    }

    private func reason(_ call: @Sendable () async throws -> PeerAnswer) async -> PeerFailure.Reason? {
        do {
            _ = try await call()
            return nil
        } catch { return (error as? PeerFailure)?.reason }
    }

    @Test func `knows whom it reaches`() async throws {
        let stranger = try Party("org.stranger")
        try await withClient(of: client, knowing: [server], port: 1) { peer in
            #expect(peer.reaches(server.member) && !peer.reaches(stranger.member))
            await #expect(throws: PeerFailure(.noAddress, stranger.member)) { try await peer.send(.node, to: stranger.member) }
        }
    }

    @Test func `says so when nothing answers`() async throws {
        #expect(await reason { try await send(PeerRequest(.node), to: 1, sink: nil, limits: impatient) } == .unreachable)
    }

    @Test func `does not call over plain HTTP, nor without a key to expect`() async throws {
        let (member, certificate) = (server.member, client.leaf)
        for (address, anchors, reason) in [
            ("http://127.0.0.1:1", [server.anchor], PeerFailure.Reason.noAddress), ("https://127.0.0.1:1", [], .identity),
            ("https://127.0.0.1:1", [[1, 2, 3]], .identity),
        ] {
            let peer = try PeerClient(
                certificateDER: certificate, privateKeyPEM: client.pem, addresses: { _ in address }, anchors: { _ in anchors })
            #expect(await self.reason { try await peer.send(.node, to: member) } == reason)
            try await peer.shutdown()
        }
    }

    @Test(arguments: [(0, PeerFailure.Reason?.none), (1, .tooLong)])
    func `takes an answer up to the limit of the call`(excess: Int, reason: PeerFailure.Reason?) async throws {
        let count = CallLimits(of: .node).answerBytes + excess
        #expect(try await failure { _, _ in .bytes([UInt8](repeating: 1, count: count)) } == reason)
    }

    @Test func `takes no endless answer`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "8000\r\n\(String(repeating: "a", count: 0x8000))\r\n"
        #expect(try await failure(hearing: head, chunk, chunk, chunk, closes: false) == .tooLong)
    }

    @Test func `stops when its sink does`() async throws {
        let (begin, take) = (FullSink(atBegin: true), FullSink(atBegin: false))
        for sink in [begin, take] {
            #expect(try await failure(sink: sink) { _, _ in .bytes([1]) } == .sink)
        }
    }

    @Test func `does not give a no to its sink`() async throws {
        let node = try ScriptedNode(knowing: [client]) { _, _ in .problem(Problem(.notFound)) }
        let answer = try await withListener(node, as: server) { port in
            try await send(PeerRequest(.node), to: port, sink: FullSink(atBegin: true), limits: impatient)
        }
        #expect(answer.problem == Problem(.notFound))
    }

    @Test func `waits for an answer no longer than it may`() async throws {
        var limits = impatient
        (limits.connectMilliseconds, limits.deadlineMilliseconds) = (2_000, 200)
        let reason = try await failure(limits: limits) { _, _ in
            try? await Task.sleep(for: .seconds(100))
            return .taken
        }
        #expect(reason == .timeout)
    }

    @Test func `gives up an answer that trickles`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n"
        let drops = Array(repeating: "a", count: 1_000)
        let reason = try await RawServer.saying([head] + drops, everyMilliseconds: 50, as: server) { port in
            await self.reason { try await send(PeerRequest(.node), to: port, sink: nil, limits: impatient) }
        }
        #expect(reason == .timeout)
    }

    @Test func `gives up an answer that stops`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\na"
        #expect(try await failure(hearing: head, closes: false) == .timeout)
    }

    @Test func `says so when an answer breaks off`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\na"
        #expect(try await failure(hearing: head) == .broken)
    }

    @Test(arguments: [
        "Content-Range: bytes 5-9/10\r\nETag: \"x\"", "Content-Range: bytes 4-8/10\r\nETag: \"x\"",
        "Content-Range: bytes 4-9/*\r\nETag: \"x\"", "Content-Range: bytes 4-9/10\r\nETag: \"y\"",
        "Content-Range: bytes 4-9/10", "ETag: \"x\"", "Content-Range: lines 4-9/10\r\nETag: \"x\"",
    ])
    func `takes no part but the one it asked for`(fields: String) async throws {
        let request = PeerRequest(.bundle(SHA256.hash("a")), firstByte: 4, entityTag: "x")
        let type = "Content-Type: \(MediaType.transfer.rawValue)\r\nContent-Length: 6\r\n"
        #expect(
            try await failure(request, hearing: "HTTP/1.1 206 Partial Content\r\n\(type)\(fields)\r\n\r\n456789") == .malformed)
    }

    @Test func `takes no part it did not ask for`() async throws {
        let head = "HTTP/1.1 206 Partial Content\r\nContent-Length: 6\r\nContent-Range: bytes 4-9/10\r\nETag: \"x\"\r\n\r\n456789"
        #expect(try await failure(hearing: head) == .malformed)
    }

    @Test func `takes no type of another interface`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\na"
        #expect(try await failure(hearing: head) == .malformed)
    }

    @Test func `follows no one elsewhere, and unpacks nothing`() async throws {
        let (moved, packed) = try await movedAndPacked()
        #expect(moved.status == .found && moved.problem != nil)
        #expect(packed.bytes == Array("plain".utf8))
    }

    private func movedAndPacked() async throws -> (PeerAnswer, PeerAnswer) {
        let moved = "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        let packed =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain"
        var answers: [PeerAnswer] = []
        for text in [moved, packed] {
            answers.append(
                try await RawServer.saying([text], as: server) { port in
                    try await send(PeerRequest(.node), to: port, sink: nil, limits: impatient)
                })
        }
        return (answers[0], answers[1])
    }

    @Test func `asks once`() async throws {
        let node = try ScriptedNode(knowing: [client]) { _, _ in .problem(Problem(.unavailable, retryAfterSeconds: 1)) }
        let answer = try await withListener(node, as: server) { port in
            try await send(PeerRequest(.node), to: port, sink: nil, limits: impatient)
        }
        #expect(answer.retryAfterSeconds == 1 && node.requests.count == 1)
    }

    @Test func `can be called off`() async throws {
        let (began, begun) = AsyncStream.makeStream(of: Void.self)
        let node = try ScriptedNode(knowing: [client]) { _, _ in
            begun.yield()
            try? await Task.sleep(for: .seconds(100))
            return .taken
        }
        let reason = try await withListener(node, as: server) { port in
            let calling = Task { await self.reason { try await send(PeerRequest(.node), to: port, sink: nil, limits: .init()) } }
            _ = await began.first { _ in true }
            calling.cancel()
            return await calling.value
        }
        #expect(reason == .stopped)
    }

    @Test func `says so when it was shut down`() async throws {
        let peer = try PeerClient(
            certificateDER: client.leaf, privateKeyPEM: client.pem, addresses: { _ in "https://127.0.0.1:1" },
            anchors: { _ in [server.anchor] })
        try await peer.shutdown()
        let member = server.member
        #expect(await reason { try await peer.send(.node, to: member) } == .stopped)
    }
}

/// A sink that takes nothing.
private struct FullSink: PieceSink {
    let atBegin: Bool

    struct IsFull: Error {}

    func begin(_ answer: PeerAnswer) throws { if atBegin { throw IsFull() } }
    func take(_ piece: [UInt8]) throws { throw IsFull() }
}
