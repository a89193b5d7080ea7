internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// The transfers of this node's log, sent and received, kept up to date by reading only what the log has gained.
struct TransferBook: Sendable {
    /// One transfer.
    struct Item: Sendable, Hashable {
        let transfer: Digest256
        let manifest: Digest256?
        let peer: MemberID
        let isSent: Bool
        /// The entry that began it: `send.intent`, or what the receiver's side logged.
        let entry: UInt64
        /// When that was.
        let began: Timestamp
        var state: State
        /// When the newest receipt came, or it was ended otherwise.
        var endedAt: Timestamp?
    }

    /// How a transfer stands.
    enum State: String, Sendable {
        case inDoubt = "in-doubt"
        case received
        case done
        case failed
        case accepted
        case rejected
    }

    /// In the order of the log.
    private(set) var items: [Item] = []
    /// The messages of the same log.
    private(set) var messages = MessageBook()
    /// The name and generation of the log.
    private(set) var origin = ""
    /// The entry after the last one that was read.
    private(set) var next: UInt64 = 0
    /// The bundles of entries in which something stands about transfers, decisions or officers' words, by number.
    private(set) var trailBundles: Set<UInt64> = []
    private var places: [UInt64: Int] = [:]
    /// Where in ``items`` the transfers with each member are: there are many members, and most questions are about one.
    private var byPeer: [MemberID: [Int]] = [:]

    /// Reads what the log has gained.
    ///
    /// - Throws: `LedgerError`.
    mutating func update(from node: Node) throws {
        let ledger = try node.ledger()
        if ledger.checkpoint.origin != origin || ledger.checkpoint.size < next {
            self = TransferBook()
            origin = ledger.checkpoint.origin
        }
        var gained = self
        try ledger.forEach(from: next) { (record) throws(LedgerError) in gained.take(record) }
        gained.next = ledger.checkpoint.size
        self = gained
    }

    private mutating func take(_ record: LedgerRecord) {
        if let type = record.type, Self.trailTypes.contains(type) { trailBundles.insert(record.index / Self.bundleWidth) }
        switch record.type {
        case .sendIntent:
            guard let item = Item(record, peer: .recipient, isSent: true, .inDoubt) else { return }
            places[record.index] = items.count
            add(item)
        case .sendDone: end(record, as: .done)
        case .sendReceived: end(record, as: .received)
        case .sendFail: end(record, as: .failed)
        case .receiveAccept: Item(record, peer: .peer, isSent: false, .accepted).map { add($0) }
        case .receiveReject: Item(record, peer: .peer, isSent: false, .rejected).map { add($0) }
        default: messages.take(record)
        }
    }

    private static let trailTypes: Set<EntryType> = [
        .sendIntent, .sendDone, .sendReceived, .sendFail, .receiveAccept, .receiveReject, .decision, .approve, .reject,
    ]

    /// How many entries a bundle of the log has.
    static let bundleWidth: UInt64 = 256

    /// Whether nothing about transfers stands in the bundle that begins at an index.
    func passesOver(bundleAt index: UInt64) -> Bool {
        index + Self.bundleWidth <= next && !trailBundles.contains(index / Self.bundleWidth)
    }

    private mutating func add(_ item: Item) {
        byPeer[item.peer, default: []].append(items.count)
        items.append(item)
    }

    private mutating func end(_ record: LedgerRecord, as state: State) {
        guard let place = record.reference.flatMap({ places[$0] }) else { return }
        items[place].state = state
        items[place].endedAt = record.entry.time.timestamp
    }

    /// The newest transfer of a bundle to a member.
    func sent(_ manifest: Digest256, to peer: MemberID) -> Item? {
        with(peer).last { $0.isSent && $0.manifest == manifest }
    }

    /// What was sent to a member and has not ended: it is in doubt, or waits for an officer there.
    func open(with peer: MemberID) -> [Item] { with(peer).filter { $0.isSent && [.inDoubt, .received].contains($0.state) } }

    /// Every transfer with a member.
    func all(with peer: MemberID) -> [Item] { Array(with(peer)) }

    private func with(_ peer: MemberID) -> some BidirectionalCollection<Item> { byPeer[peer, default: []].lazy.map { items[$0] } }

    /// What was sent to a member and of which nothing is known.
    func inDoubt(with peer: MemberID) -> [Item] { with(peer).filter { $0.isSent && $0.state == .inDoubt } }

    /// The bundles that a member has confirmed.
    func confirmed(by peer: MemberID) -> Set<Digest256> {
        Set(with(peer).lazy.filter { $0.isSent && $0.state == .done }.compactMap(\.manifest))
    }

    /// The bundles that a member has, as its receipts say, whether or not they have taken effect.
    func held(by peer: MemberID) -> Set<Digest256> {
        Set(with(peer).lazy.filter { $0.isSent && [.done, .received].contains($0.state) }.compactMap(\.manifest))
    }
}

extension TransferBook.Item {
    fileprivate init?(_ record: LedgerRecord, peer field: DetailField, isSent: Bool, _ state: TransferBook.State) {
        guard let transfer = record.transfer, let peer = record.details[field]?.string.flatMap({ MemberID($0) }) else {
            return nil
        }
        self.init(
            transfer: transfer, manifest: record.digest(DetailField.bundle.rawValue), peer: peer, isSent: isSent,
            entry: record.index,
            began: record.entry.time.timestamp, state: state)
    }
}
