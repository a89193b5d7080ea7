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

@Suite(.timeLimit(.minutes(2))) struct `Calls between two nodes` {
    let server: Party
    let client: Party
    static let name = SHA256.hash("1")

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// What a client gets that sends a request to a node with a script.
    private func answer(
        to request: PeerRequest, sink: (any PieceSink)? = nil, _ script: @escaping ScriptedNode.Script
    ) async throws -> (PeerAnswer, ScriptedNode) {
        let node = try ScriptedNode(knowing: [client], script)
        let answer = try await withListener(node, as: server) { port in
            try await withClient(of: client, knowing: [server], port: port) {
                try await $0.send(request, to: server.member, sink: sink)
            }
        }
        return (answer, node)
    }

    @Test func `carry a short answer, and who asks`() async throws {
        let (answer, _) = try await answer(to: PeerRequest(.node)) { request, peer in
            .bytes(Array("\(request.call.name) \(peer)".utf8))
        }
        #expect(answer.status == .ok && answer.mediaType == .json && answer.totalBytes == 15)
        #expect(String(decoding: answer.bytes, as: UTF8.self) == "node org.client")
    }

    @Test(arguments: [1, 64 << 10, (64 << 10) + 1, 700_000])
    func `carry a body, spooled when it is long`(count: Int) async throws {
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let request = PeerRequest(.giveBundle(Self.name), body: .bytes(body))
        let (answer, node) = try await answer(to: request) { request, _ in
            guard case .file(let path, 0, let count) = request.body else { return .bytes(request.body.bytes) }
            let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            let held = FileManager.default.contents(atPath: path) ?? Data()
            return mode == 0o600 && held.count == count ? .bytes(Array(SHA256.hash(Array(held)).hex.utf8)) : .taken
        }
        let isSpooled = count > 64 << 10
        #expect(answer.bytes == (isSpooled ? Array(SHA256.hash(body).hex.utf8) : body))
        #expect(node.spooled.isEmpty)
    }

    @Test func `carry a file of the client`() async throws {
        let body = [UInt8](repeating: 7, count: 200_000)
        let place = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)")
        try Data(body).write(to: place)
        defer { try? FileManager.default.removeItem(at: place) }
        let parts = MessageBody.joined([.bytes([1, 2]), .file(path: place.path, first: 10, count: 150_000)])
        let (answer, _) = try await answer(to: PeerRequest(.giveBundle(Self.name), body: parts)) { request, _ in
            .bytes(Array("\(request.body.count)".utf8))
        }
        #expect(answer.bytes == Array("150002".utf8))
    }

    @Test func `carry no body for what was taken`() async throws {
        let (answer, _) = try await answer(to: PeerRequest(.giveReceipt, body: .bytes([1]))) { _, _ in .taken }
        #expect(answer.status == .noContent && answer.bytes.isEmpty)
    }

    @Test func `hand a long answer over piece by piece`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)")
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        try Data(body).write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sink = KeptPieces()
        let whole = MessageBody.joined([.bytes([9, 9]), .file(path: folder.path, first: 0, count: UInt64(body.count))])
        let (answer, _) = try await answer(to: PeerRequest(.bundle(Self.name)), sink: sink) { request, _ in
            (try? .whole(whole, .transfer, entityTag: "x", for: request)) ?? .taken
        }
        #expect(answer.status == .ok && answer.entityTag == "x" && answer.totalBytes == UInt64(body.count) + 2)
        #expect(sink.bytes == [9, 9] + body && sink.pieces > 10 && sink.begun?.mediaType == .transfer)
    }

    @Test(arguments: [("x", HTTPResponse.Status.partialContent), ("y", .ok)])
    func `go on where a caller stopped, if it is the same whole`(tag: String, status: HTTPResponse.Status) async throws {
        let body = [UInt8](0..<100)
        let request = PeerRequest(.bundle(Self.name), firstByte: 40, entityTag: tag)
        let (answer, _) = try await answer(to: request) { request, _ in
            (try? .whole(.bytes(body), .transfer, entityTag: "x", for: request)) ?? .taken
        }
        #expect(answer.status == status && answer.totalBytes == 100)
        #expect(answer.bytes == (status == .ok ? body : Array(body[40...])))
        #expect(answer.firstByte == (status == .ok ? 0 : 40))
    }

    @Test func `carry a no with its code and when to come back`() async throws {
        let (answer, _) = try await answer(to: PeerRequest(.node)) { _, _ in
            .problem(Problem(.unavailable, "later", code: "E_LATER", retryAfterSeconds: 7))
        }
        #expect(answer.problem == Problem(.unavailable, "later", code: "E_LATER", retryAfterSeconds: 7))
        #expect(answer.mediaType == .problem)
    }

    @Test func `go over one connection many at once`() async throws {
        let node = try ScriptedNode(knowing: [client]) { _, _ in .bytes([1]) }
        var limits = ListenerLimits()
        limits.connectionsPerMember = 1
        let count = try await withListener(node, as: server, limits: limits) { port in
            try await withClient(of: client, knowing: [server], port: port) { peer in
                _ = try await peer.send(.node, to: server.member)
                return try await withThrowingTaskGroup(of: Int.self) { tasks in
                    for _ in 0..<40 { tasks.addTask { try await peer.send(.node, to: server.member).bytes.count } }
                    return try await tasks.reduce(0, +)
                }
            }
        }
        #expect(count == 40)
    }
}

/// Keeps what comes.
final class KeptPieces: PieceSink {
    private let state = Mutex((begun: PeerAnswer?.none, bytes: [UInt8](), pieces: 0))

    var begun: PeerAnswer? { state.withLock { $0.begun } }
    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var pieces: Int { state.withLock { $0.pieces } }

    func begin(_ answer: PeerAnswer) { state.withLock { $0.begun = answer } }

    func take(_ piece: [UInt8]) {
        state.withLock { state in
            state.bytes += piece
            state.pieces += 1
        }
    }
}

extension MessageBody {
    /// The bytes of a body in memory.
    var bytes: [UInt8] { if case .bytes(let bytes) = self { bytes } else { [] } }
}
