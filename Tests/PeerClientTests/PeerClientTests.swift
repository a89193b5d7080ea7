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
    let scene: Scene

    init() throws { scene = try Scene() }

    @Test func `knows whom it reaches`() async throws {
        let stranger = try Party("org.stranger")
        try await withClient(of: scene.client, knowing: [scene.server], port: 1) { peer in
            #expect(peer.reaches(scene.server.member) && !peer.reaches(stranger.member))
            await #expect(throws: PeerFailure(.noAddress, stranger.member)) { try await peer.send(.node, to: stranger.member) }
        }
    }

    @Test func `says so when nothing answers`() async throws {
        #expect(
            await scene.reason { try await scene.send(PeerRequest(.node), to: 1, sink: nil, limits: ClientLimits()) }
                == .unreachable)
    }

    @Test func `does not call over plain HTTP, nor without a key to expect`() async throws {
        let (member, certificate) = (scene.server.member, scene.client.leaf)
        for (address, anchors, reason) in [
            ("http://127.0.0.1:1", [scene.server.anchor], PeerFailure.Reason.noAddress), ("https://127.0.0.1:1", [], .identity),
            ("https://127.0.0.1:1", [[1, 2, 3]], .identity),
        ] {
            let peer = try PeerClient(
                certificateDER: certificate, privateKeyPEM: scene.client.pem, addresses: { _ in address },
                anchors: { _ in anchors })
            #expect(await scene.reason { try await peer.send(.node, to: member) } == reason)
            try await peer.shutdown()
        }
    }

    @Test(arguments: [(0, PeerFailure.Reason?.none), (1, .tooLong)])
    func `takes an answer up to the limit of the call`(excess: Int, reason: PeerFailure.Reason?) async throws {
        let count = CallLimits(of: .node).answerBytes + excess
        #expect(try await scene.failure { _, _ in .bytes([UInt8](repeating: 1, count: count)) } == reason)
    }

    @Test func `stops when its sink does`() async throws {
        let (begin, take) = (FullSink(atBegin: true), FullSink(atBegin: false))
        for sink in [begin, take] {
            #expect(try await scene.failure(sink: sink) { _, _ in .bytes([1]) } == .sink)
        }
    }

    @Test func `does not give a no to its sink`() async throws {
        let node = try ScriptedNode(knowing: [scene.client]) { _, _ in .problem(Problem(.notFound)) }
        let answer = try await withListener(node, as: scene.server) { port in
            try await scene.send(PeerRequest(.node), to: port, sink: FullSink(atBegin: true), limits: ClientLimits())
        }
        #expect(answer.problem == Problem(.notFound))
    }

    @Test func `waits for an answer no longer than it may`() async throws {
        var limits = scene.impatient
        (limits.connectMilliseconds, limits.deadlineMilliseconds) = (2_000, 200)
        let reason = try await scene.failure(limits: limits) { _, _ in
            try? await Task.sleep(for: .seconds(100))
            return .taken
        }
        #expect(reason == .timeout)
    }

    @Test func `asks once`() async throws {
        let node = try ScriptedNode(knowing: [scene.client]) { _, _ in .problem(Problem(.unavailable, retryAfterSeconds: 1)) }
        let answer = try await withListener(node, as: scene.server) { port in
            try await scene.send(PeerRequest(.node), to: port, sink: nil, limits: ClientLimits())
        }
        #expect(answer.retryAfterSeconds == 1 && node.requests.count == 1)
    }

    @Test func `can be called off`() async throws {
        let (began, begun) = AsyncStream.makeStream(of: Void.self)
        let node = try ScriptedNode(knowing: [scene.client]) { _, _ in
            begun.yield()
            try? await Task.sleep(for: .seconds(100))
            return .taken
        }
        let reason = try await withListener(node, as: scene.server) { port in
            let calling = Task {
                await scene.reason { try await scene.send(PeerRequest(.node), to: port, sink: nil, limits: .init()) }
            }
            _ = await began.first { _ in true }
            calling.cancel()
            return await calling.value
        }
        #expect(reason == .stopped)
    }

    @Test func `says so when it was shut down`() async throws {
        let peer = try PeerClient(
            certificateDER: scene.client.leaf, privateKeyPEM: scene.client.pem, addresses: { _ in "https://127.0.0.1:1" },
            anchors: { _ in [scene.server.anchor] })
        try await peer.shutdown()
        let member = scene.server.member
        #expect(await scene.reason { try await peer.send(.node, to: member) } == .stopped)
    }
}

/// A sink that takes nothing.
private struct FullSink: PieceSink {
    let atBegin: Bool

    struct IsFull: Error {}

    func begin(_ answer: PeerAnswer) throws { if atBegin { throw IsFull() } }
    func take(_ piece: [UInt8]) throws { throw IsFull() }
}
