internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import SignedBundles
internal import TransparencyLog

/// One request of one peer, answered from the home.
struct PeerQuestion {
    let node: Node
    let book: TransferBook
    let peer: MemberID
    let time: Timestamp
    let registry: VerifiedRegistry
    /// What the request told the node beside what it asks.
    private(set) var news: PeerDesk.News?
    /// So many messages of the peer are taken in a day.
    var messagesADay = MessageLimits.dailyCount

    init(_ node: Node, _ book: TransferBook, _ peer: MemberID, at time: Timestamp) throws {
        self.node = node
        self.book = book
        self.peer = peer
        self.time = time
        registry = try node.registry()
        guard registry.member(peer) != nil else { throw Problem(.forbidden) }
    }

    mutating func answer(_ request: PeerRequest) throws -> PeerAnswer {
        switch request.call {
        case .node: return .document(statement.jsonValue)
        case .heads(let group): return .bytes(try heads(of: group, NodeChains(node, at: time)))
        case .giveHeads(let group):
            let chains = try NodeChains(node, at: time)
            try takeHeads(in: request, of: group, chains)
            return .bytes(try heads(of: group, chains))
        case .feed(let group, let publisher, let after):
            return .document(try feed(of: publisher, for: group, after: after).jsonValue)
        case .bundle(let manifest): return try served(manifest).answer(to: request)
        case .giveBundle(let manifest):
            let (answer, isTaken) = try take(request.body, of: manifest)
            news = isTaken ? .tookBundle(from: peer) : .refusedBundle(from: peer)
            return answer
        case .receipt(let transfer): return .bytes(try receipt(for: transfer))
        case .giveReceipt:
            try takeReceipt(in: request)
            return .taken
        case .documents: return .document(try documents().jsonValue)
        case .document(let document): return .bytes(try bytes(of: document))
        case .transfers(let index, let bucket): return .document(transfers(from: index, in: bucket).jsonValue)
        case .transferDigest(let byBuckets): return .document(book.digest(with: peer).jsonValue(byBuckets: byBuckets))
        case .stateDigest(let byBuckets): return .document(try stateDigest(byBuckets: byBuckets).jsonValue)
        case .stateItems(let bucket, let number): return .document(try stateItems(of: bucket, from: number).jsonValue)
        case .logFile(let path): return try logFile(path)
        case .addCheckpoint: return try witness(request)
        case .witnessedHead(let origin): return try witnessedHead(of: origin)
        case .evaluate, .evaluationUsage, .evaluationAllowance: throw Problem(.notFound)
        case .bucketWidth(let epoch, let kind): return .document(try bucketWidth(of: kind, in: epoch).jsonValue)
        case .match: return .document(try bucket(askedBy: request).jsonValue)
        case .health: return .document(["alive": true])
        case .giveMessage:
            let answer = try takeMessage(in: request)
            news = .message(from: peer)
            return answer
        }
    }

    private var statement: NodeStatement {
        NodeStatement(
            member: node.settings.member, software: Software.name, registryVersion: registry.document.version,
            groups: sharedGroups.sorted(), time: time, offers: node.offers(to: peer, book))
    }

    /// The groups that both are in. Of any other the peer learns nothing, not even that there is one.
    var sharedGroups: [GroupID] {
        registry.groups(of: node.settings.member).filter { $0.value.contains(peer) }.map(\.key)
    }

    func requireShared(_ group: GroupID) throws(Problem) {
        guard sharedGroups.contains(group) else { throw Problem(.notFound) }
    }

    private func heads(of group: GroupID, _ chains: NodeChains) throws -> [UInt8] {
        try requireShared(group)
        return try chains.heads(for: group).fileBytes()
    }

    /// The bundles after a number, of a chain that stands: what a reset put out, or a fork, is not handed on.
    private func feed(of publisher: MemberID, for group: GroupID, after: Int) throws -> FeedPage {
        try requireShared(group)
        let chain = try StandingChains(node.store(for: .reading), under: registry).chain(of: publisher, for: group)
        let later = chain.offered.filter { $0.key > after }
        let numbers = later.keys.sorted().prefix(CallLimits.pageItems)
        return FeedPage(
            items: numbers.compactMap { number in
                later[number].map { FeedPage.Item(sequence: number, manifest: $0.digest) }
            }, hasMore: later.count > numbers.count)
    }

    func envelope(in request: PeerRequest) throws -> DSSEEnvelope {
        let bytes = try MessageReading.bytes(of: request.body, limitBytes: CallLimits(of: request.call).requestBytes)
        do { return try DSSEEnvelope(parsing: bytes) } catch { throw Problem(.unprocessable, "that is no signed document") }
    }

    private func receipt(for transfer: Digest256) throws -> [UInt8] {
        let path = node.paths.ownReceipt(transfer.hex)
        guard Directory.exists(path) else { return try remadeReceipt(for: transfer) }
        let envelope = try TransferFile.read(path)
        guard try TransferReceipt(verifying: envelope, keys: registry).from == peer else { throw Problem(.notFound) }
        return envelope.fileBytes()
    }

    /// The receipt of a transfer that the log has as taken in and whose file is gone: a kill came before it, or the outbox was deleted.
    ///
    /// What became of each row is not known any more: it has no counts.
    private func remadeReceipt(for transfer: Digest256) throws -> [UInt8] {
        let taken = book.all(with: peer).last { !$0.isSent && $0.transfer == transfer && $0.state == .accepted }
        guard let taken, let manifest = taken.manifest, try node.holds(manifest) else { throw Problem(.notFound) }
        let isWaiting = try node.quarantineRecord().held[manifest] != nil
        let receipt = TransferReceipt(
            transfer: transfer, manifest: manifest, from: peer, to: node.settings.member,
            state: isWaiting ? .received : .applied, code: "", counts: [:], retracted: 0,
            entry: .init(origin: try node.ledger().checkpoint.origin, index: taken.entry), time: time)
        return try node.sign(receipt.envelope()).fileBytes()
    }

    /// Looks whether the peer's heads name something that is not here.
    private mutating func takeHeads(in request: PeerRequest, of group: GroupID, _ chains: NodeChains) throws {
        let comparisons = try chains.compare(with: try envelope(in: request), of: peer, for: group)
        if comparisons.contains(where: { [.ahead, .differs].contains($0.verdict) }) { news = .heads(from: peer) }
    }

    /// Takes the peer's receipt. What it is about needs no sealed file any more.
    private mutating func takeReceipt(in request: PeerRequest) throws {
        node.removeServed(try node.takeReceipt(try envelope(in: request)).receipt, to: peer)
        news = .receipt(from: peer)
    }

    private func transfers(from index: UInt64, in bucket: UInt8?) -> TransferPage {
        let items = book.all(with: peer).filter { $0.entry >= index && (bucket == nil || $0.transfer.bytes[0] == bucket) }
        let page = items.prefix(CallLimits.pageItems)
        return TransferPage(
            origin: book.origin, items: page.map(\.page), next: items.count > page.count ? page.last.map { $0.entry + 1 } : nil)
    }

    private func witness(_ request: PeerRequest) throws -> PeerAnswer {
        let bytes = try MessageReading.bytes(of: request.body, limitBytes: AddCheckpointRequest.limitBytes)
        let answer = try node.answerAsWitness(bytes, at: time).answer
        var isSize = false
        if case .conflict = answer { isSize = true }
        return .witness(status: answer.status, answer.body, isSize: isSize)
    }
}

/// Bodies of requests as bytes.
enum MessageReading {
    static func bytes(of body: MessageBody, limitBytes: Int) throws -> [UInt8] {
        guard body.count <= limitBytes else { throw Problem(.tooLarge) }
        return try body.pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .bytes(let bytes): return bytes
            case .file(let path, let first, let count):
                let all = try FileReader.contents(of: path, limitBytes: limitBytes)
                return Array(all.dropFirst(Int(first)).prefix(Int(count)))
            case .joined: return []
            }
        }
    }
}

extension Node {
    /// Whether a bundle was taken into the store, wherever its chain stands now.
    fileprivate func holds(_ manifest: Digest256) throws -> Bool {
        try StandingChains(store(for: .reading), under: registry()).all().contains { chain in
            chain.quarantined.contains(manifest) || chain.entries.values.contains { $0.digest == manifest && $0.isTaken }
        }
    }
}
