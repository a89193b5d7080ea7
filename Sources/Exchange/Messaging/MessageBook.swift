public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import SignedBundles
internal import TransparencyLog

/// A message that this node sent or took in, as its audit log has it.
public struct LoggedMessage: Sendable, Hashable {
    /// How a message stands.
    public enum State: String, Sendable, Hashable {
        /// Rounds have yet to deliver it.
        case waiting
        /// The other member's node has it.
        case delivered
        /// It will not be delivered.
        case failed
        /// It came from the other member.
        case received
    }

    /// Its name.
    public let id: MessageID
    /// The other member.
    public let peer: MemberID
    /// What it is.
    public let verb: MessageDocument.Verb
    /// The digest of its payload.
    public let digest: Digest256
    /// The entry that began it.
    public let entry: UInt64
    /// When that was.
    public let time: Timestamp
    /// How it stands.
    public internal(set) var state: State
    /// Why it failed; else empty.
    public internal(set) var reason = ""

    /// Whether this node sent it.
    public var isSent: Bool { state != .received }
}

/// The messages of this node's log, kept up to date with the transfers.
struct MessageBook: Sendable {
    /// In the order of the log.
    private(set) var items: [LoggedMessage] = []
    private var places: [UInt64: Int] = [:]
    private var received: [MemberID: [MessageID: Int]] = [:]

    mutating func take(_ record: LedgerRecord) {
        switch record.type {
        case .messageSend: begin(record, peer: .recipient, .waiting)
        case .messageReceive: begin(record, peer: .peer, .received)
        case .messageDone: end(record, as: .delivered)
        case .messageFail: end(record, as: .failed)
        default: break
        }
    }

    private mutating func begin(_ record: LedgerRecord, peer field: DetailField, _ state: LoggedMessage.State) {
        guard let peer = record.details[field]?.string.flatMap({ MemberID($0) }),
            let id = record.details[.message]?.string.flatMap({ MessageID($0) }),
            let verb = record.details[.verb]?.string.flatMap(MessageDocument.Verb.init(rawValue:)),
            let digest = record.digest(DetailField.digest.rawValue)
        else { return }
        if state == .received { received[peer, default: [:]][id] = items.count }
        places[record.index] = items.count
        items.append(
            LoggedMessage(
                id: id, peer: peer, verb: verb, digest: digest, entry: record.index, time: record.entry.time.timestamp,
                state: state))
    }

    private mutating func end(_ record: LedgerRecord, as state: LoggedMessage.State) {
        guard let place = record.reference.flatMap({ places[$0] }), items[place].state == .waiting else { return }
        items[place].state = state
        items[place].reason = record.details[.reason]?.string ?? ""
    }

    /// What has yet to reach a member, in the order in which it was written.
    func waiting(for peer: MemberID) -> [LoggedMessage] { items.filter { $0.state == .waiting && $0.peer == peer } }

    /// What came from a member under a name.
    func received(_ id: MessageID, from peer: MemberID) -> LoggedMessage? { received[peer]?[id].map { items[$0] } }

    /// When messages came from a member since a time, ascending.
    func arrivals(from peer: MemberID, since start: Timestamp) -> [Timestamp] {
        (received[peer] ?? [:]).values.sorted().map { items[$0].time }.filter { $0 > start }
    }
}
