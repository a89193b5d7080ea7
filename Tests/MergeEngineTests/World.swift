import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import TestVectors

/// Small generated worlds: a few publishers, groups, bundles and tags, with every type of row.
struct World {
    var rows: [HeldRow] = []

    static let members = ["org.a", "org.b", "org.c", "org.d"].compactMap(MemberID.init)
    static let groups = ["lab", "ring"].compactMap(GroupID.init)
    static let kinds: [IndicatorKind] = [.phone, .url, .acct]
    static let time = Timestamp(secondsSinceEpoch: 1_796_083_200)

    init(seed: UInt64, bundleCount: Int = 5) {
        var generator = SplitMix64(state: seed)
        for number in 0..<bundleCount {
            let origin = Self.origin(number: number, seed: seed, using: &generator)
            for segment in 0..<UInt32(Int.random(in: 1...3, using: &generator)) {
                let kind = Self.kinds[Int.random(in: 0..<Self.kinds.count, using: &generator)]
                for row in 0..<UInt32(Int.random(in: 1...4, using: &generator)) {
                    rows.append(Self.row(origin: origin, segment: segment, row: row, kind: kind, using: &generator))
                }
            }
        }
    }

    static func origin(number: Int, seed: UInt64, using generator: inout SplitMix64) -> BundleOrigin {
        let created = time.adding(days: -Int64.random(in: 0..<200, using: &generator))
        return BundleOrigin(
            manifest: SHA256.hash("bundle \(seed) \(number)"), bundle: String(repeating: "ab", count: 16),
            publisher: members[Int.random(in: 0..<members.count, using: &generator)],
            audience: groups[Int.random(in: 0..<groups.count, using: &generator)], sequence: UInt64(number + 1),
            created: created, epoch: EpochNumber(UInt32.random(in: 100...101, using: &generator)), firstLogged: created)
    }

    static func row(
        origin: BundleOrigin, segment: UInt32, row: UInt32, kind: IndicatorKind, using generator: inout SplitMix64
    ) -> HeldRow {
        var cells: [String: KnownCell] = ["core": .value(Array(core(origin: origin, using: &generator).utf8))]
        for (name, text) in [("note", "\"seen\""), ("ctx", "{\"labels\":[\"a\"]}"), ("x_new", "[1,{\"a\":true}]")] {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: break
            case 1: cells[name] = .absent
            default: cells[name] = .value(Array(text.utf8))
            }
        }
        if Int.random(in: 0..<40, using: &generator) == 0 { cells["alt"] = .value(Array("7".utf8)) }
        return HeldRow(
            origin: origin, segment: segment, row: row, kind: kind,
            frame: SegmentFrame(marking: "GREEN", isMust: true, isCoreRequired: true), cells: cells,
            pop: PopCheck.allCases[Int.random(in: 0..<3, using: &generator)],
            exclusion: Int.random(in: 0..<20, using: &generator) == 0 ? .tag : nil)
    }

    static func core(origin: BundleOrigin, using generator: inout SplitMix64) -> String {
        let tag = tags[Int.random(in: 0..<tags.count, using: &generator)]
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return retraction(tag: tag)
        case 1: return objection(tag: tag)
        case 2: return outcome(tag: tag, verb: verbs[Int.random(in: 0..<verbs.count, using: &generator)])
        default:
            return report(
                tag: tag, confidence: Int.random(in: 0...100, using: &generator), last: origin.created.day,
                basis: ["observed", "reported", "derived"][Int.random(in: 0..<3, using: &generator)])
        }
    }

    static let tags: [MatchTag] = (0..<5).map { MatchTag(high: UInt64($0) << 62 | UInt64($0), low: 7) }
    static let verbs = ["account-removed", "number-suspended", "false-positive", "do-not-act", "verb-of-tomorrow"]
    static let pop = MatchTag(high: 1, low: 2)
}

extension World {
    static func report(
        tag: MatchTag, confidence: Int = 80, last: CalendarDay = time.day, basis: String = "observed"
    ) -> String {
        #"{"basis":"\#(basis)","conf":\#(confidence),"first":"2020-01-01","last":"\#(last)","pop":"\#(pop)","#
            + #""scam":"romance","tag":"\#(tag)","type":"report"}"#
    }

    static func retraction(tag: MatchTag, why: String = "withdrawn") -> String {
        #"{"pop":"\#(pop)","tag":"\#(tag)","type":"retract","why":"\#(why)"}"#
    }

    static func objection(tag: MatchTag) -> String {
        #"{"pop":"\#(pop)","tag":"\#(tag)","type":"object","why":"false-positive"}"#
    }

    static func outcome(tag: MatchTag, verb: String) -> String {
        #"{"act":"\#(verb)","pop":"\#(pop)","tag":"\#(tag)","type":"outcome"}"#
    }

    /// Some of the rows, each with some of its cells: what a recipient with fewer rights gets.
    func redaction(using generator: inout SplitMix64) -> [HeldRow] {
        rows.compactMap { row in
            guard Int.random(in: 0..<4, using: &generator) > 0 else { return nil }
            var cells = row.cells
            for name in row.cells.keys.sorted() where name != "core" && Bool.random(using: &generator) { cells[name] = nil }
            return row.withCells(cells)
        }
    }
}

extension HeldRow {
    func withCells(_ cells: [String: KnownCell]) -> HeldRow {
        HeldRow(
            origin: origin, segment: segment, row: row, kind: kind, frame: frame, cells: cells, pop: pop,
            exclusion: exclusion)
    }

    func withLogTime(_ time: Timestamp) -> HeldRow {
        let origin = BundleOrigin(
            manifest: origin.manifest, bundle: origin.bundle, publisher: origin.publisher, audience: origin.audience,
            sequence: origin.sequence, created: origin.created, epoch: origin.epoch, firstLogged: time)
        return HeldRow(
            origin: origin, segment: segment, row: row, kind: kind, frame: frame, cells: cells, pop: pop,
            exclusion: exclusion)
    }
}
