import Indicators
import MergeEngine
import TestVectors
import Testing

@Suite struct `A table of outcomes that may leave` {
    private let floor = CountFloor.standard

    private func row(_ handful: Handful) throws -> OutcomeRow {
        try #require(OutcomeTable([handful.rollup], byCampaign: false, floor: floor).rows.first)
    }

    @Test(arguments: [(0, ShownCount.exact(0)), (1, .below(5)), (4, .below(5)), (5, .exact(5))])
    func `hides counts from one to below the floor`(count: Int, shown: ShownCount) throws {
        let row = try row(Handful(["a": .init(first: count, none: 20)]))
        #expect(row.outcomes[.accountRemoved]?.indicators == shown)
        #expect(row.reported == .exact(count + 20))
    }

    @Test(arguments: [(1, ShownCount.below(5)), (4, .below(5)), (5, .exact(5)), (9, .exact(9))])
    func `says of fewer indicators than twice the floor how many there are, at most`(count: Int, shown: ShownCount) throws {
        let row = try row(Handful(["a": .init(first: count)]))
        #expect(row.reported == shown)
        #expect(row.outcomes.values.allSatisfy { $0.indicators == .suppressed && $0.members == .suppressed })
        #expect(row.unanswered == .suppressed && row.objected.indicators == .suppressed)
        let whole = try self.row(Handful(["a": .init(first: 10)]))
        #expect(whole.outcomes[.accountRemoved]?.indicators == .exact(10))
    }

    @Test func `suppresses what would give a small outcome away`() throws {
        let row = try row(Handful(["a": .init(first: 12, second: 3, none: 20)]))
        #expect(row.outcomes[.accountRemoved]?.indicators == .exact(12))
        #expect(row.outcomes[.fundsFrozen]?.indicators == .below(5))
        #expect(row.outcomes[.fundsFrozen]?.members == .below(5))
        #expect(row.unanswered == .suppressed)
        #expect(row.reported == .exact(35))
    }

    @Test func `suppresses outcomes where nearly all have one`() throws {
        let row = try row(Handful(["a": .init(first: 12, none: 3)]))
        #expect(row.unanswered == .suppressed)
        #expect(row.outcomes.values.allSatisfy { $0.indicators == .suppressed })
    }

    @Test(arguments: [(3, ShownCount.suppressed), (4, .exact(16))])
    func `suppresses outcomes that leave too little room for a small one`(rest: Int, shown: ShownCount) throws {
        let row = try row(Handful(["a": .init(first: 16, second: 2, none: rest - 2)]))
        #expect(row.outcomes[.accountRemoved]?.indicators == shown)
        #expect(row.outcomes[.fundsFrozen]?.indicators == (rest == 3 ? .suppressed : .below(5)))
    }

    @Test func `shows campaigns without a small count, and adds the first of them to the others`() throws {
        let table = OutcomeTable(
            [
                Handful([
                    "alder": .init(first: 9, none: 8), "birch": .init(first: 30, none: 30), "cedar": .init(first: 1, none: 30),
                ]).rollup
            ], byCampaign: true, floor: floor)
        #expect(table.rows.map(\.scope) == [.publisher, .campaign(.named(Array("birch".utf8))), .campaignsTogether])
        #expect(table.rows[2].reported == .exact(48))
        #expect(table.rows[2].outcomes[.accountRemoved]?.indicators == .exact(10))
        #expect(table.rows.dropFirst().allSatisfy { $0.outcomes[.accountRemoved]?.members == .suppressed })
    }

    @Test(arguments: [(8, 1), (9, 3)])
    func `adds campaigns up until their sum leaves room`(count: Int, rows: Int) throws {
        let table = OutcomeTable(
            [
                Handful([
                    "alder": .init(first: count, none: 10), "birch": .init(first: 30, none: 30),
                    "cedar": .init(first: 1, none: 30),
                ]).rollup
            ], byCampaign: true, floor: floor)
        #expect(table.rows.count == rows)
    }

    @Test func `shows in no campaign what its publisher's row hides`() throws {
        let table = OutcomeTable(
            [Handful(["a": .init(first: 10, second: 2, none: 10), "b": .init(first: 10, second: 2, none: 2)]).rollup],
            byCampaign: true, floor: floor)
        #expect(table.rows.count == 3)
        for row in table.rows {
            #expect(row.outcomes[.fundsFrozen]?.indicators == (row.scope == .publisher ? .below(5) : .suppressed))
            #expect(row.unanswered == .suppressed)
            #expect(row.outcomes[.accountRemoved]?.indicators == .exact(row.scope == .publisher ? 20 : 10))
        }
    }

    @Test func `has no column for what may tip somebody off`() {
        let table = OutcomeTable([Handful(["a": .init(first: 10)]).rollup], byCampaign: false, floor: floor)
        #expect(!table.verbs.contains(.underInvestigation) && !table.verbs.contains(.doNotAct))
        #expect(OutcomeTable(exactly: [], byCampaign: false).verbs == OutcomeVerb.counted)
    }

    @Test func `takes floors that hide something and not everything`() {
        let range = CountFloor.range
        #expect(CountFloor(smallest: range.lowerBound) != nil && CountFloor(smallest: range.upperBound) != nil)
        #expect(CountFloor(smallest: range.lowerBound - 1) == nil && CountFloor(smallest: range.upperBound + 1) == nil)
    }
}

/// Every small world is tabled. Whoever sees a table, knows the rules and tries all worlds must find two values or more for each count
/// that is small.
@Suite struct `No small count follows from a table` {
    @Test func `of one publisher`() throws {
        try Self.check(Self.parts(of: 4, sums: 1...14)) {
            ["a": .init(first: $0[0], second: $0[1], both: $0[2], none: $0[3])]
        }
    }

    @Test func `of one publisher, of whose indicators none can have two outcomes`() throws {
        try Self.check(Self.parts(of: 3, sums: 1...18)) { ["a": .init(first: $0[0], second: $0[1], none: $0[2])] }
    }

    @Test func `of a publisher and two campaigns`() throws {
        try Self.check(Self.parts(of: 4, sums: 1...17)) {
            ["a": .init(first: $0[0], none: $0[1]), "b": .init(first: $0[2], none: $0[3])]
        }
    }

    @Test func `of a publisher and two campaigns with two outcomes`() throws {
        try Self.check(Self.parts(of: 6, sums: 12...13)) {
            [
                "a": .init(first: $0[0], second: $0[1], none: $0[2]), "b": .init(first: $0[3], second: $0[4], none: $0[5]),
            ]
        }
    }

    @Test func `of a publisher and three campaigns`() throws {
        try Self.check(Self.parts(of: 6, sums: LawRun.isFull ? 18...21 : 18...18)) {
            ["a": .init(first: $0[0], none: $0[1]), "b": .init(first: $0[2], none: $0[3]), "c": .init(first: $0[4], none: $0[5])]
        }
    }

    /// Tables tell how many indicators were reported, so that all worlds with one sum are all there are for its tables.
    private static func check(_ parts: [[Int]], _ numbers: ([Int]) -> [String: Handful.Numbers]) throws {
        let floor = try #require(CountFloor(smallest: 3))
        var groups: [[OutcomeRow]: [Handful]] = [:]
        for world in parts.map({ Handful(numbers($0)) }) {
            groups[OutcomeTable([world.rollup], byCampaign: true, floor: floor).rows, default: []].append(world)
        }
        var checked = 0
        for (rows, alike) in groups {
            let counts = alike.map(\.counts)
            for name in counts[0].keys {
                let values = Set(counts.compactMap { $0[name] })
                for (world, counts) in zip(alike, counts) {
                    guard let count = counts[name], (1..<floor.smallest).contains(count) else { continue }
                    checked += 1
                    guard values.count < 2 else { continue }
                    Issue.record("\(name) is \(count) of \(world.numbers), as \(rows) shows")
                    return
                }
            }
        }
        #expect(checked > 100)
        if numbers(parts[0]).count > 1 { #expect(groups.keys.contains { $0.count > 2 }) }
    }

    /// Every way to part each of some sums.
    private static func parts(of count: Int, sums: ClosedRange<Int>) -> [[Int]] {
        func parts(_ sum: Int, _ count: Int) -> [[Int]] {
            count == 1 ? [[sum]] : (0...sum).flatMap { first in parts(sum - first, count - 1).map { [first] + $0 } }
        }
        return sums.flatMap { parts($0, count) }
    }
}

/// One publisher with a few indicators by campaign.
struct Handful {
    /// How many indicators of a campaign have one outcome, the other, both, none.
    struct Numbers: Hashable {
        var first = 0
        var second = 0
        var both = 0
        var none = 0

        var counts: OutcomeCounts {
            let member: Set<MemberID> = [World.members[1]]
            let answers: [(Int, [OutcomeVerb: Set<MemberID>])] = [
                (first, [.accountRemoved: member]), (second, [.fundsFrozen: member]),
                (both, [.accountRemoved: member, .fundsFrozen: member]), (none, [:]),
            ]
            var counts = OutcomeCounts()
            for (count, outcomes) in answers {
                for _ in 0..<count { counts.add(OutcomeAnswers(outcomes: outcomes)) }
            }
            return counts
        }
    }

    let numbers: [String: Numbers]

    init(_ numbers: [String: Numbers]) { self.numbers = numbers }

    /// What org.b said about what org.a reported.
    var rollup: OutcomeTally.Rollup {
        let campaigns = numbers.filter { $0.value != Numbers() }.map { (Campaign.named(Array($0.key.utf8)), $0.value.counts) }
        return OutcomeTally.Rollup(World.members[0], campaigns: Dictionary(uniqueKeysWithValues: campaigns))
    }

    /// Every count that may be small, by a name.
    var counts: [String: Int] {
        var counts: [String: Int] = [:]
        for (name, own) in numbers {
            let all = [
                "reported": own.first + own.second + own.both + own.none, "first": own.first + own.both,
                "second": own.second + own.both, "none": own.none,
            ]
            for (what, count) in all {
                counts["\(name) \(what)"] = count
                counts["all \(what)", default: 0] += count
            }
        }
        return counts
    }
}
