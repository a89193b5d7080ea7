import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry
import NodeAPI
import SignedBundles
import Synchronization
import Testing

@Suite struct `A download that broke off` {
    @Test func `goes on where it ended and asks for no byte again`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        three.federation.network.breakDownloads(1)
        #expect(try await three.round(of: three.c, with: three.a)[0].failure?.reason == .broken)
        try await three.round(of: three.c, with: three.a)
        #expect(try three.status(1, at: three.c) == "asserted")
        let downloads = three.federation.network.downloads
        #expect(downloads.map(\.firstByte) == [0, 1_500])
    }
}

@Suite struct `A receipt that got lost` {
    @Test func `is asked for in the next round`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        three.federation.network.rewrite(three.b) { request, answer in
            if case .giveBundle = request.call { return .problem(Problem(.unavailable)) }
            return answer
        }
        #expect(try await three.round(of: three.a, with: three.b)[0].givenCount == 0)
        #expect(try three.federation.node(three.a, .reading).sentTransfers().map(\.state) == [.inDoubt])
        three.federation.network.rewrite(three.b, nil)
        #expect(try await three.round(of: three.a, with: three.b)[0].receiptCount == 1)
        #expect(try three.federation.node(three.a, .reading).sentTransfers().map(\.state) == [.done])
    }

    @Test func `of a transfer that was given up is believed when it comes`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        let kept = Mutex<[UInt8]>([])
        three.federation.network.rewrite(three.b) { request, answer in
            guard case .giveBundle = request.call else { return answer }
            kept.withLock { $0 = answer.bytes }
            return .problem(Problem(.unavailable))
        }
        try await three.round(of: three.a, with: three.b)
        do {
            let node = try three.federation.node(three.a, .writing)
            let transfer = try #require(try node.sentTransfers().first?.transfer)
            try node.endTransfer(transfer, because: "nobody knows of it")
        }
        let desk = try #require(three.federation.desks[three.a])
        let receipt = PeerRequest(.giveReceipt, body: .bytes(kept.withLock { $0 }))
        #expect(await PeerDesk(desk, spool: "/dev/null").answer(receipt, from: three.b).isSuccess)
        #expect(try three.federation.node(three.a, .reading).sentTransfers().map(\.state) == [.done])
    }
}

@Suite struct `A peer that lies` {
    /// What a round of the third member with the first takes although one answer is a lie.
    private func round(
        _ lie: @escaping SimulatedNetwork.Rewriting
    ) async throws -> (three: Three, report: RoundReport) {
        let three = try Three()
        try await three.publish(1, by: three.a)
        three.federation.network.rewrite(three.a, lie)
        return (three, try await three.round(of: three.c, with: three.a)[0])
    }

    @Test func `in its documents changes nothing and is fetched from all the same`() async throws {
        let other = try Three()
        let agreements = other.federation.home(of: other.a) + "/ledger/agreements"
        let name = try #require(WorldFiles.names(in: agreements).first { $0.hasSuffix(".json") })
        let agreed = WorldFiles.read("\(agreements)/\(name)", from: 0, count: 1 << 20)
        let text = Array(String(decoding: agreed, as: UTF8.self).replacing("P1Y", with: "P2Y").utf8)
        try #require(text != agreed)
        let digest = SHA256.hash(text)
        let (three, report) = try await round { request, answer in
            switch request.call {
            case .documents:
                .document(
                    DocumentIndex(registryVersion: 9, epochs: [7], agreements: [digest], protectedLists: [digest]).jsonValue)
            case .document(.registry): .problem(Problem(.notFound))
            case .document: .bytes(text)
            default: answer
            }
        }
        #expect(report.takenCount == 1)
        #expect(report.documentCount == 0)
        let home = three.federation.home(of: three.c)
        #expect(WorldFiles.names(in: "\(home)/registry").contains("2.json") == false)
        #expect(!WorldFiles.exists("\(home)/epochs/7.json"))
        #expect(!WorldFiles.exists("\(home)/ledger/agreements/\(digest.hex).json"))
    }

    @Test func `with an old registry does not put it back`() async throws {
        let three = try Three()
        let home = three.federation.home(of: three.a)
        let first = WorldFiles.read("\(home)/registry/1.json", from: 0, count: 1 << 20)
        try await three.publish(1, by: three.a)
        let head = try #require(try three.federation.chain(of: three.a, at: three.a).head)
        try three.federation.reset(three.a, to: head, at: three.c)
        three.federation.network.rewrite(three.a) { request, answer in
            switch request.call {
            case .documents:
                .document(DocumentIndex(registryVersion: 3, epochs: [], agreements: [], protectedLists: []).jsonValue)
            case .document: .bytes(first)
            default: answer
            }
        }
        #expect(try await three.round(of: three.c, with: three.a)[0].documentCount == 0)
        #expect(try three.federation.node(three.c, .reading).registry().document.version == 2)
    }

    @Test func `about the end of a feed is not asked forever`() async throws {
        let (three, report) = try await round { request, answer in
            guard case .feed = request.call, let page = try? FeedPage(parsing: answer.bytes) else { return answer }
            return .document(FeedPage(items: page.items, hasMore: true).jsonValue)
        }
        #expect(report.takenCount == 1)
        #expect(try three.status(1, at: three.c) == "asserted")
    }

    @Test func `with the transfer of somebody else is refused`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.a)
        try await three.publish(2, by: three.b)
        let stolen = Mutex<PeerAnswer?>(nil)
        three.federation.network.rewrite(three.b) { request, answer in
            if case .bundle = request.call { stolen.withLock { $0 = answer } }
            return answer
        }
        three.federation.network.crash(three.a)
        try await three.round(of: three.c, with: three.b)
        three.federation.start(three.a)
        three.federation.network.rewrite(three.a) { request, answer in
            if case .bundle = request.call { return stolen.withLock { $0 } ?? answer }
            return answer
        }
        let report = try await three.round(of: three.c, with: three.a)[0]
        #expect(report.refusals.map(\.code) == ["E_TRANSFER"])
        #expect(try three.status(1, at: three.c) == "unknown")
    }

    @Test func `with an empty bundle fails and costs nothing else`() async throws {
        let (three, report) = try await round { request, answer in
            if case .bundle = request.call { return .problem(Problem(.rangeNotSatisfiable)) }
            return answer
        }
        #expect(report.failure?.reason == .malformed)
        three.federation.network.rewrite(three.a, nil)
        #expect(try await three.round(of: three.c, with: three.a)[0].takenCount == 1)
    }

    @Test func `with the heads of another begins no chain and is noted`() async throws {
        let three = try Three()
        try await three.publish(1, by: three.b)
        let theirs = try NodeChains(three.federation.node(three.b, .reading), at: three.federation.now(at: three.b))
            .heads(for: three.federation.group).fileBytes()
        three.federation.network.rewrite(three.a) { request, answer in
            if case .giveHeads = request.call { return .bytes(theirs) }
            return answer
        }
        let report = try await three.round(of: three.c, with: three.a)[0]
        #expect(report.refusals.map(\.code) == ["heads that do not verify"])
    }

    @Test func `by saying no to everything is a peer that fails, not a fault of this node`() async throws {
        let (_, report) = try await round { _, _ in .problem(Problem(.forbidden)) }
        #expect(report.failure?.reason == .refused)
    }
}

@Suite struct `A transfer that arrives late` {
    @Test func `after it was rejected is answered the same and taken by its successor`() async throws {
        let three = try Three()
        let federation = three.federation
        try await three.publish(1, by: three.a)
        try await three.publish(2, by: three.a)
        let first = try #require(try federation.chain(of: three.a, at: three.a).entries[1]?.digest)
        federation.network.lose(first)
        let desk = try #require(federation.desks[three.a])
        let second = try #require(try federation.chain(of: three.a, at: three.a).head?.digest)
        let answer = await PeerDesk(desk, spool: "/dev/null").answer(PeerRequest(.bundle(second)), from: three.c)
        let late = PeerRequest(.giveBundle(second), body: .bytes(federation.network.contents(of: answer.body)))
        let receiver = PeerDesk(try #require(federation.desks[three.c]), spool: federation.home(of: three.c) + "/run")
        let receipt = await receiver.answer(late, from: three.a)
        #expect(receipt.isSuccess)
        _ = await PeerDesk(desk, spool: "/dev/null").answer(PeerRequest(.giveReceipt, body: receipt.body), from: three.c)
        federation.network.state.withLock { $0.lost = [] }
        try await three.round(of: three.a, with: three.c)
        #expect(await receiver.answer(late, from: three.a).bytes == receipt.bytes)
        let sent = try await federation.transfers(at: three.a, with: three.c).map(\.state)
        let received = try await federation.transfers(at: three.c, with: three.a).map(\.state)
        #expect(sent == ["failed", "done", "done"])
        #expect(received == ["rejected", "accepted", "accepted"])
    }
}
