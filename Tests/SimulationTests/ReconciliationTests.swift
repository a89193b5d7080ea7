import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import Testing

@Suite struct `Reconciling two logs` {
    private let world: SimulatedFederation
    private let here: MemberID
    private let there: MemberID

    init() async throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 7)
        (here, there) = (world.members[0], world.members[1])
        try await world.publish(["+442079460101"], by: here)
        try await world.publish(["+442079460102"], by: there)
        try await world.round(of: here, with: [there])
    }

    private func reconcile(as member: MemberID, with peer: MemberID) async throws -> Reconciliation {
        let desk = try #require(world.desks[member])
        return try await Reconciliation.run(desk, world.network.transport(of: member), with: peer)
    }

    @Test func `agrees by one digest where nothing differs, and lists nothing`() async throws {
        let found = try await reconcile(as: here, with: there)
        #expect(found.agreedCount == 2 && found.lines.isEmpty && !found.isContradicted)
        #expect(try await reconcile(as: there, with: here).agreedCount == 2)
    }

    @Test func `finds what was to leave here and never came there`() async throws {
        try await world.publish(["+442079460103"], by: here)
        _ = try world.handOver(to: there, by: here)
        let found = try await reconcile(as: here, with: there)
        #expect(found.lines.map(\.finding) == [.unknownThere])
        #expect(!found.isContradicted)
        #expect(try await reconcile(as: there, with: here).lines.isEmpty, "nothing came, so that side cannot know")
    }

    @Test func `finds what arrived there although it was given up here`() async throws {
        try await world.publish(["+442079460103"], by: here)
        let file = try world.handOver(to: there, by: here)
        _ = try world.take(file, by: there).result.get()
        let transfer = try #require(try world.node(here, .reading).sentTransfers().last?.transfer)
        #expect(try await reconcile(as: here, with: there).lines.map(\.finding) == [.unconfirmed])
        try world.node(here, .writing).endTransfer(transfer, because: "the medium was lost")
        for (member, peer) in [(here, there), (there, here)] {
            let found = try await reconcile(as: member, with: peer)
            #expect(found.lines.map(\.finding) == [.contradicts] && found.isContradicted)
        }
    }

    @Test(arguments: [
        (Forgery.invented, Reconciliation.Finding.contradicts), (.otherBundle, .contradicts), (.twice, .duplicated),
    ])
    func `finds what a forged log says`(_ forgery: Forgery, _ finding: Reconciliation.Finding) async throws {
        let desk = try #require(world.desks[here])
        let forger = ForgedSide(world.network.transport(of: here), forgery)
        let found = try await Reconciliation.run(desk, forger, with: there)
        #expect(found.lines.map(\.finding) == [finding])
        #expect(found.isContradicted)
    }
}

/// How a side forges its log.
enum Forgery: Sendable {
    /// A transfer that never was.
    case invented
    /// One that was, with another bundle.
    case otherBundle
    /// One that was, twice.
    case twice
}

/// Another side's answers with one thing forged, and digests to fit.
private struct ForgedSide: PeerTransport {
    private let link: SimulatedNetwork.Link
    private let forgery: Forgery

    init(_ link: SimulatedNetwork.Link, _ forgery: Forgery) {
        self.link = link
        self.forgery = forgery
    }

    func reaches(_ peer: MemberID) -> Bool { true }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        let all = try await link.send(.transfers(from: 0, bucket: nil), to: peer)
        guard let page = try? TransferPage(parsing: all.bytes) else { throw PeerFailure(.malformed, peer) }
        let items = forged(page.items)
        switch request.call {
        case .transferDigest(let byBuckets):
            let settled = items.compactMap { item in item.manifest.map { (item.transfer, $0) } }
            return .document(DigestPage(over: settled).jsonValue(byBuckets: byBuckets))
        case .transfers(_, let bucket):
            let shown = items.filter { $0.transfer.bytes[0] == bucket }
            return .document(TransferPage(origin: page.origin, items: shown, next: nil).jsonValue)
        default: return try await link.send(request, to: peer, sink: sink)
        }
    }

    private func forged(_ items: [TransferPage.Item]) -> [TransferPage.Item] {
        guard let first = items.first else { return [] }
        let other = SHA256.hash("another")
        func item(_ transfer: Digest256, _ manifest: Digest256?) -> TransferPage.Item {
            TransferPage.Item(
                transfer: transfer, manifest: manifest, isSent: first.isSent, state: first.state, entry: first.entry + 1_000)
        }
        return switch forgery {
        case .invented: items + [item(other, other)]
        case .otherBundle: [item(first.transfer, other)] + items.dropFirst()
        case .twice: items + [item(first.transfer, first.manifest)]
        }
    }
}
