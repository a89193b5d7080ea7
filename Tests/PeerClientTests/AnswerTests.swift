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

@Suite(.timeLimit(.minutes(2))) struct `A client hears what is no answer` {
    let scene: Scene

    init() throws { scene = try Scene() }

    @Test func `takes no endless answer`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "8000\r\n\(String(repeating: "a", count: 0x8000))\r\n"
        #expect(try await scene.failure(hearing: head, chunk, chunk, chunk, closes: false) == .tooLong)
    }

    @Test func `gives up an answer that trickles`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n"
        let drops = Array(repeating: "a", count: 1_000)
        let reason = try await RawServer.saying([head] + drops, everyMilliseconds: 50, as: scene.server) { port in
            await scene.reason { try await scene.send(PeerRequest(.node), to: port, sink: nil, limits: scene.impatient) }
        }
        #expect(reason == .timeout)
    }

    @Test func `gives up an answer that stops`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\na"
        #expect(try await scene.failure(hearing: head, closes: false, limits: scene.impatient) == .timeout)
    }

    @Test func `says so when an answer breaks off`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\na"
        #expect(try await scene.failure(hearing: head) == .broken)
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
            try await scene.failure(request, hearing: "HTTP/1.1 206 Partial Content\r\n\(type)\(fields)\r\n\r\n456789")
                == .malformed)
    }

    @Test func `takes no part it did not ask for`() async throws {
        let head = "HTTP/1.1 206 Partial Content\r\nContent-Length: 6\r\nContent-Range: bytes 4-9/10\r\nETag: \"x\"\r\n\r\n456789"
        #expect(try await scene.failure(hearing: head) == .malformed)
    }

    @Test func `takes no type of another interface`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\na"
        #expect(try await scene.failure(hearing: head) == .malformed)
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
                try await RawServer.saying([text], as: scene.server) { port in
                    try await scene.send(PeerRequest(.node), to: port, sink: nil, limits: ClientLimits())
                })
        }
        return (answers[0], answers[1])
    }
}
