import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import MergeEngine
import NodeAPI
import NodeStore
import Synchronization
import TestVectors

/// Files of a simulated world.
enum WorldFiles {
    static func read(_ path: String, from first: UInt64, count: UInt64) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return Array(data.dropFirst(Int(first)).prefix(Int(count)))
    }

    /// In memory where the machine has such a place, since a world syncs thousands of times.
    static func newDirectory() throws -> String {
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        return "\(base)/tocsin-world-\(UUID().uuidString.lowercased())"
    }
}

/// A clock that a simulation sets.
final class WorldClock: Sendable {
    private let seconds: Mutex<Int64>

    init(at time: Timestamp) { seconds = Mutex(time.secondsSinceEpoch) }

    var now: Timestamp { Timestamp(secondsSinceEpoch: seconds.withLock { $0 }) }
    func advance(_ more: Int64) { seconds.withLock { $0 += more } }
}

/// Members with homes of their own, in one process, on one network.
final class SimulatedFederation {
    let directory: String
    let group: GroupID
    let members: [MemberID]
    let network: SimulatedNetwork
    let clock: WorldClock
    private(set) var desks: [MemberID: HomeDesk] = [:]
    private(set) var memories: [MemberID: [MemberID: RoundMemory]] = [:]
    private var feedCount = 0

    init(_ roles: [(String, String)], seed: UInt64) throws {
        directory = try WorldFiles.newDirectory()
        guard let group = GroupID("world") else { preconditionFailure("a group") }
        self.group = group
        let time = HomeDesk.machineClock()
        clock = WorldClock(at: time)
        network = SimulatedNetwork(seed: seed)
        let made = try roles.map { try Lab.Member(parsing: "\($0.0):\($0.1)") }
        members = made.map(\.id)
        _ = try Lab(at: directory, members: made, group: group, time: time)
        for member in members { start(member) }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func home(of member: MemberID) -> String { "\(directory)/\(member.name)" }

    func node(_ member: MemberID, _ access: Node.Access) throws -> Node { try Node(opening: home(of: member), for: access) }

    /// Starts a member's node: what it remembered is gone, what it wrote is there.
    func start(_ member: MemberID) {
        let (home, clock) = (home(of: member), clock)
        let desk = HomeDesk(now: { clock.now }) { try Node(opening: home, for: $0) }
        desks[member] = desk
        memories[member] = [:]
        network.connect(member, to: PeerDesk(desk, spool: "\(home)/run"))
    }

    /// One round of a member with each of the others, in a given order.
    @discardableResult
    func round(of member: MemberID, with peers: [MemberID]) async throws -> [RoundReport] {
        guard let desk = desks[member] else { return [] }
        var reports: [RoundReport] = []
        for peer in peers where peer != member {
            let memory = memories[member]?[peer] ?? RoundMemory()
            memories[member]?[peer] = memory
            reports.append(
                try await PeerRound(desk, network.transport(of: member), with: peer, memory: memory, isAway: { _ in false }).run()
            )
        }
        return reports
    }

    /// Publishes some numbers in a feed.
    func publish(_ numbers: [String], by member: MemberID) async throws {
        feedCount += 1
        let path = "\(directory)/feed-\(feedCount).csv"
        try DurableFile.write(Array(("value\n" + numbers.joined(separator: "\n") + "\n").utf8), to: path)
        let request = PublishRequest(group: group, feeds: [FeedSource(argument: path)], options: FeedOptions(), time: clock.now)
        _ = try await Publisher(node(member, .writing), for: request).publish(request) { _ in }
    }

    /// Retracts numbers.
    func retract(_ numbers: [String], by member: MemberID) async throws {
        let request = PublishRequest(group: group, feeds: [], options: FeedOptions(), time: clock.now)
        let statements = try numbers.map {
            try NamedStatement(.retract(why: "false-positive", since: nil), about: $0, kind: nil, region: nil)
        }
        _ = try await Publisher(node(member, .writing), for: request).publish(statements, request: request)
    }

    /// Seals the newest own bundle for another member, as a file that somebody would carry.
    func handOver(to receiver: MemberID, by sender: MemberID) throws -> String {
        let node = try node(sender, .writing)
        let number = try Int(NodeDigest(node, at: clock.now).summary.publishers[sender] ?? 1)
        return try Disclosure(node, at: clock.now).disclose(node.publishedStream(number: number), to: receiver).path
    }

    /// Takes such a file in.
    func take(_ path: String, by receiver: MemberID) throws {
        _ = try Importer(node(receiver, .writing), at: clock.now).take([path])[0].result.get()
    }

    func digest(of member: MemberID) throws -> String {
        try NodeDigest(node(member, .reading), at: clock.now).digestHex
    }

    func status(of number: String, at member: MemberID) throws -> String {
        try Lookup(node(member, .reading), at: clock.now).ask(number, kind: nil).state.status.rawValue
    }
}
