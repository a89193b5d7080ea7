import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import SignedBundles
import TestVectors

/// A world drawn from a seed: who is in it, what they say and do, and what befalls them.
final class World {
    /// Something that a member said about numbers, in one bundle.
    struct Saying {
        let publisher: MemberID
        let manifest: String
        let numbers: [String]
        let isReport: Bool
    }

    let seed: UInt64
    let federation: SimulatedFederation
    var generator: SplitMix64
    /// What members said, oldest first.
    var sayings: [Saying] = []
    /// What happened, for people.
    var trail: [String] = []
    /// The publisher whose home was copied, and where a reset is to go on.
    var fork: (publisher: MemberID, place: ChainPlace)?
    /// Chains that were forked or reset in this world.
    var wasForked: Set<MemberID> = []
    /// Bundles whose streams a publisher lost.
    var lost: [(publisher: MemberID, sequence: Int)] = []
    /// Copies of stores that may be put back.
    var keptStores: Set<MemberID> = []
    /// Digests of transfers that were taken in from files.
    var byHand: Set<Digest256> = []
    var daysPassed = 0

    static let pool = (1...8).map { "+44207946010\($0)" }
    private static let roles = ["platform", "vendor", "bank", "telecom", "law-enforcement", "hub"]
    private static let shapes: [[String]] = [
        ["platform", "platform", "bank"], ["platform", "vendor", "law-enforcement"], ["bank", "bank", "telecom", "hub"],
        ["platform", "law-enforcement", "bank", "platform"], ["platform", "vendor", "bank", "telecom", "law-enforcement"],
    ]

    init(seed: UInt64) throws {
        self.seed = seed
        generator = SplitMix64(state: seed)
        let shape = Self.shapes[Int(seed % UInt64(Self.shapes.count))]
        federation = try SimulatedFederation(
            shape.enumerated().map { ("org.\(["a", "b", "c", "d", "e"][$0.offset])", $0.element) }, seed: seed &+ 1_000_003)
    }

    var members: [MemberID] { federation.members }
    var network: SimulatedNetwork { federation.network }

    /// Runs: so many events, then peace, then the question whether all is as it must be.
    func run(eventCount: Range<Int>) async throws {
        if roll(4) == 0 { network.crash(try pick(members)) }
        for _ in 0..<Int.random(in: eventCount, using: &generator) { try await happen() }
        try await settle()
        try await check()
    }

    func roll(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    func pick<Items: Collection>(_ items: Items) throws -> Items.Element {
        guard let item = items.randomElement(using: &generator) else { throw WorldFault("nothing to pick") }
        return item
    }

    func someNumbers() -> [String] { Array(Self.pool.shuffled(using: &generator).prefix(1 + roll(3))) }

    func note(_ sentence: String) { trail.append("\(trail.count). \(sentence)") }

    func other(than member: MemberID) throws -> MemberID { try pick(members.filter { $0 != member }) }
}

/// What was found wrong in a world.
struct WorldFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
