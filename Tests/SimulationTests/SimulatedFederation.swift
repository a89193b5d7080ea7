import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import MergeEngine
import NodeAPI
import NodeStore
import TestVectors
import TransparencyLog

/// Members with homes of their own, in one process, on one network.
final class SimulatedFederation {
    let directory: String
    let group: GroupID
    let members: [MemberID]
    let roles: [MemberID: String]
    let network: SimulatedNetwork
    let clock: WorldClock
    private(set) var desks: [MemberID: HomeDesk] = [:]
    private var memories: [[MemberID]: RoundMemory] = [:]
    /// Whom a member cannot ask: its bundles are taken from others, too.
    var away: [MemberID: Set<MemberID>] = [:]

    init(_ shape: [(member: String, role: String)], seed: UInt64, protectedList: [UInt8]? = nil) throws {
        directory = WorldFiles.newDirectory()
        guard let group = GroupID("world") else { preconditionFailure("a group") }
        self.group = group
        network = SimulatedNetwork(seed: seed)
        members = shape.compactMap { MemberID($0.member) }
        roles = Dictionary(uniqueKeysWithValues: zip(members, shape.map(\.role)))
        let made = try LabShelf.take(shape, group: group, protectedList: protectedList, to: directory)
        clock = WorldClock(at: made.adding(seconds: 600))
        for member in members { start(member) }
    }

    deinit { WorldFiles.remove(directory) }

    func home(of member: MemberID) -> String { "\(directory)/\(member.name)" }

    func now(at member: MemberID) -> Timestamp { clock.now(at: member) }

    func node(_ member: MemberID, _ access: Node.Access) throws -> Node {
        try Self.open(home(of: member), access, as: member, clock)
    }

    static func open(
        _ home: String, _ access: Node.Access, as member: MemberID, _ clock: WorldClock,
        remembering memory: HomeMemory = HomeMemory()
    ) throws -> Node {
        let node = try Node(opening: home, for: access, remembering: memory)
        node.clock = {
            let milliseconds = clock.now(at: member).secondsSinceEpoch * 1_000
            return ClockReading(time: EntryTime(millisecondsSinceEpoch: milliseconds), uptimeMilliseconds: milliseconds)
        }
        return node
    }

    /// Starts a member's node: what it remembered is gone, what it wrote is there.
    func start(_ member: MemberID) {
        let (home, clock, memory) = (home(of: member), clock, HomeMemory())
        let desk = HomeDesk(now: { clock.now(at: member) }) {
            try Self.open(home, $0, as: member, clock, remembering: memory)
        }
        desks[member] = desk
        memories = memories.filter { $0.key[0] != member }
        network.connect(member, to: PeerDesk(desk, spool: "\(home)/run"))
    }

    /// What a member's rounds with another remember.
    func memory(of member: MemberID, about peer: MemberID) -> RoundMemory {
        if let memory = memories[[member, peer]] { return memory }
        let memory = RoundMemory()
        memories[[member, peer]] = memory
        return memory
    }

    /// One round of a member with each of the others, in a given order.
    @discardableResult
    func round(of member: MemberID, with peers: [MemberID]) async throws -> [RoundReport] {
        guard let desk = desks[member], network.isUp(member) else { return [] }
        var reports: [RoundReport] = []
        let away = away[member] ?? []
        for peer in peers where peer != member {
            let memory = memory(of: member, about: peer)
            let round = PeerRound(desk, network.transport(of: member), with: peer, memory: memory) { away.contains($0) }
            reports.append(try await round.run())
        }
        return reports
    }

    /// Publishes some numbers.
    @discardableResult
    func publish(
        _ numbers: [String], by member: MemberID, lifeDays: Int64 = 90, from node: Node? = nil, columns: String = ""
    ) async throws -> PublishSummary {
        let feed = "value\(columns)\n" + numbers.joined(separator: "\n") + "\n"
        var request = request(at: member, feeds: [.bytes(Array(feed.utf8), name: "feed")])
        request.lifeDays = lifeDays
        return try await Publisher(node ?? self.node(member, .writing), for: request).publish(request) { _ in }
    }

    /// Says something about numbers.
    @discardableResult
    func state(
        _ act: NamedStatement.Act, about numbers: [String], by member: MemberID, lifeDays: Int64 = 90
    ) async throws -> PublishSummary {
        var request = request(at: member, feeds: [])
        request.lifeDays = lifeDays
        let statements = try numbers.map { try NamedStatement(act, about: $0, kind: nil, region: nil) }
        return try await Publisher(node(member, .writing), for: request).publish(statements, request: request)
    }

    /// Retracts numbers.
    @discardableResult
    func retract(_ numbers: [String], by member: MemberID) async throws -> PublishSummary {
        try await state(.retract(why: "false-positive", since: nil), about: numbers, by: member)
    }

    private func request(at member: MemberID, feeds: [FeedSource]) -> PublishRequest {
        PublishRequest(group: group, feeds: feeds, options: FeedOptions(), time: now(at: member))
    }

    /// Seals the newest own bundle for another member, as a file that somebody would carry.
    func handOver(to receiver: MemberID, by sender: MemberID) throws -> String {
        let node = try node(sender, .writing)
        let number = try Int(NodeDigest(node, at: now(at: sender)).summary.publishers[sender] ?? 1)
        return try Disclosure(node, at: now(at: sender)).disclose(node.publishedStream(number: number), to: receiver).path
    }

    func digest(of member: MemberID) throws -> String {
        try NodeDigest(node(member, .reading), at: now(at: member)).digestHex
    }

    func state(of number: String, at member: MemberID) throws -> IndicatorState {
        try Lookup(node(member, .writing), at: now(at: member)).ask(number, kind: nil).state
    }

    func status(of number: String, at member: MemberID) throws -> String {
        try state(of: number, at: member).status.rawValue
    }
}
