import CryptoPrimitives
import Exchange
import HTTPTypes
import Indicators
import MemberRegistry
import NodeAPI
import Synchronization
import Testing

/// What one member gets from another that puts other answers in the place of its own.
struct LyingLink: PeerTransport {
    typealias Lie = @Sendable (PeerRequest, PeerAnswer) -> PeerAnswer

    let link: SimulatedNetwork.Link
    let asked: Asked
    let lie: Lie

    /// The calls so far, by name.
    final class Asked: Sendable {
        private let names = Mutex<[String]>([])
        func note(_ call: PeerCall) { names.withLock { $0.append(call.name) } }
        func count(of name: String) -> Int { names.withLock { $0.count { $0 == name } } }
    }

    func reaches(_ peer: MemberID) -> Bool { true }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        asked.note(request.call)
        var answer = lie(request, try await link.send(request, to: peer, sink: nil))
        guard let sink, answer.isSuccess else { return answer }
        do {
            let bytes = answer.bytes
            answer.body = .none
            try sink.begin(answer)
            try sink.take(bytes)
        } catch { throw PeerFailure(.sink, peer) }
        return answer
    }
}

@Suite struct `A member that lies to another` {
    private let world: SimulatedFederation
    private let good: MemberID
    private let bad: MemberID
    private let third: MemberID
    private let asked = LyingLink.Asked()

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank"), ("org.c", "bank")], seed: 12)
        (good, bad, third) = (world.members[0], world.members[1], world.members[2])
    }

    /// A round of the good one with the bad one.
    private func round(_ memory: RoundMemory = RoundMemory(), _ lie: @escaping LyingLink.Lie) async throws -> RoundReport {
        let desk = try #require(world.desks[good])
        let link = LyingLink(link: world.network.transport(of: good), asked: asked, lie: lie)
        return try await PeerRound(desk, link, with: bad, memory: memory, isAway: { _ in false }).run()
    }

    private func ask(_ request: PeerRequest, as member: MemberID? = nil, at other: MemberID? = nil) async throws -> PeerAnswer {
        try await world.network.transport(of: member ?? bad).send(request, to: other ?? good, sink: nil)
    }

    /// The bundles that the bad one has for somebody, each as it would be handed over.
    private func bundles(for member: MemberID) async throws -> [(manifest: Digest256, body: [UInt8])] {
        let page = try FeedPage(
            parsing: try await ask(PeerRequest(.feed(world.group, publisher: bad, after: 0)), as: member, at: bad).bytes)
        var found: [(Digest256, [UInt8])] = []
        for item in page.items {
            found.append((item.manifest, try await ask(PeerRequest(.bundle(item.manifest)), as: member, at: bad).bytes))
        }
        return found.map { (manifest: $0.0, body: $0.1) }
    }

    private func transfers() async throws -> [UInt8] {
        try await ask(PeerRequest(.transferDigest(byBuckets: false))).bytes
    }

    @Test func `gains nothing by handing the same bundle over again`() async throws {
        try await world.publish(["+442079460101"], by: bad)
        let (manifest, body) = try #require(try await bundles(for: good).first)
        let request = PeerRequest(.giveBundle(manifest), body: .bytes(body))
        let first = try await ask(request)
        #expect(first.isSuccess)
        let (state, known) = (try world.digest(of: good), try await transfers())
        for _ in 0..<3 { #expect(try await ask(request).bytes == first.bytes, "the receipt it had already") }
        #expect(try world.digest(of: good) == state)
        #expect(try await transfers() == known)
        #expect(try await ask(request, as: third).problem?.code == "E_TRANSFER", "nor can another hand it over")
    }

    @Test func `cannot hand over what was made for another`() async throws {
        try await world.publish(["+442079460101"], by: bad)
        let (manifest, body) = try #require(try await bundles(for: third).first)
        let answer = try await ask(PeerRequest(.giveBundle(manifest), body: .bytes(body)))
        #expect(answer.problem?.kind == .unprocessable || answer.isSuccess, "a no, or a receipt that says no")
        #expect(try world.status(of: "+442079460101", at: good) == "unknown")
    }

    @Test func `cannot put one bundle in the place of another`() async throws {
        try await world.publish(["+442079460101"], by: bad)
        try await world.publish(["+442079460102"], by: bad)
        let all = try await bundles(for: good)
        let memory = RoundMemory()
        for _ in 0..<3 {
            let report = try await round(memory) { request, answer in
                guard case .bundle(let manifest) = request.call, let other = all.first(where: { $0.manifest != manifest }) else {
                    return answer
                }
                return PeerAnswer(status: .ok, mediaType: .transfer, body: .bytes(other.body))
            }
            #expect(report.takenCount == 0)
        }
        #expect(asked.count(of: "bundle") == 1, "what was refused is not asked for again at once")
        #expect(try world.status(of: "+442079460101", at: good) == "unknown")
    }

    @Test(arguments: ["old", "forged"])
    func `cannot bring in a registry that is old or that nobody signed`(kind: String) async throws {
        let current = try await ask(PeerRequest(.document(.registry(version: 1))), as: good, at: bad).bytes
        let forged = Array(String(decoding: current, as: UTF8.self).replacing("\"payload\":\"", with: "\"payload\":\"A").utf8)
        let report = try await round { request, answer in
            switch request.call {
            case .documents:
                .document(DocumentIndex(registryVersion: 9, epochs: [], agreements: [], protectedLists: []).jsonValue)
            case .document(.registry): PeerAnswer(status: .ok, body: .bytes(kind == "old" ? current : forged))
            default: answer
            }
        }
        #expect(report.documentCount == 0 && !report.refusals.isEmpty)
        #expect(asked.count(of: "document") == 1, "and the versions after it are not even asked for")
        #expect(try world.node(good, .reading).registry().document.version == 1)
    }

    @Test func `takes nothing back by showing its heads of before`() async throws {
        let old = try await ask(PeerRequest(.heads(world.group)), as: good, at: bad).bytes
        try await world.publish(["+442079460101"], by: bad)
        _ = try await round { _, answer in answer }
        let state = try world.digest(of: good)
        let report = try await round { request, answer in
            guard case .giveHeads = request.call else { return answer }
            return PeerAnswer(status: .ok, body: .bytes(old))
        }
        #expect(report.takenCount == 0 && report.refusals.isEmpty)
        #expect(try world.digest(of: good) == state && asked.count(of: "bundle") <= 1)
    }
}
