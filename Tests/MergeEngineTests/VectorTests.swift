import CanonicalCoding
import CryptoPrimitives
import Indicators
import MergeEngine
import Testing

/// The cases of `Tests/Vectors/merge`, which a second implementation computed.
@Suite struct `Merge vectors` {
    @Test func `give status, score, tier and owners of every state`() throws {
        for vector in try VectorFile.cases("states.json") {
            let state = try vector.state()
            let expected = try vector.object("expect")
            let name = try vector.text("name")
            #expect(try state.status.rawValue == expected.text("status"), "\(name)")
            #expect(try Int(state.score.value) == expected.number("score"), "\(name)")
            #expect(try state.tier.rawValue == expected.text("tier"), "\(name)")
            #expect(state.owners.map(\.owner.name) == expected.texts("owners"), "\(name)")
            #expect(try state.checkedOwnerCount == expected.number("checked"), "\(name)")
            #expect(state.why.count == state.standings.count + state.owners.count + 3, "\(name)")
        }
    }

    @Test func `give the decay of every age`() throws {
        for vector in try VectorFile.cases("decay.json") {
            let kind = try vector.kind("kind")
            let age = try vector.number("ageDays")
            let last = World.time.day.adding(days: Int32(-age))
            let factor = Decay.factor(last: last, on: World.time.day, halfLifeDays: Decay.halfLifeDays(of: kind))
            #expect(try Int(factor.value) == vector.number("factor"), "\(kind) after \(age) days")
        }
    }

    @Test func `give the digest of every state`() throws {
        for vector in try VectorFile.cases("digests.json") {
            let rows = try vector.objects("rows").map { try $0.heldRow() }
            let state = try MergedState.folding(rows)
            #expect(state.claimCount == rows.count)
            #expect(try state.digest.hex == vector.text("digest"))
        }
    }

    @Test func `of all rows are judged as written`() throws {
        for vector in try VectorFile.cases("rows.json") {
            let name = try vector.text("name")
            let expected = vector.optionalText("fault")
            #expect(try vector.fault() == expected, "\(name)")
        }
    }
}

extension VectorFields {
    /// A row of `digests.json`.
    func heldRow() throws -> HeldRow {
        var cells: [String: KnownCell] = [:]
        for (name, cell) in texts(by: "shown") { cells[name] = .value(Array(cell.utf8)) }
        for name in texts("absent") { cells[name] = .absent }
        let created = World.time
        let origin = BundleOrigin(
            manifest: try digest("manifest"), bundle: String(repeating: "0", count: 32), publisher: World.members[0],
            audience: World.groups[0], sequence: 1, created: created, epoch: EpochNumber(UInt32(try number("epoch"))),
            firstLogged: created)
        return HeldRow(
            origin: origin, segment: UInt32(try number("segment")), row: UInt32(try number("row")), kind: try kind("kind"),
            frame: SegmentFrame(marking: "GREEN", isMust: false, isCoreRequired: true), cells: cells)
    }

    /// What the schema says about a row of `rows.json`, as `field/reason`; nothing when it is good.
    func fault() throws -> String? {
        let frame = try object("segment")
        let judge = RowJudge(
            kind: try frame.text("kind"), marking: try frame.text("tlp"), isMust: frame.flag("must"),
            isCoreRequired: frame.flag("coreRequired"), created: try time("created"))
        let cells = texts(by: "cells")
        do throws(SchemaViolation) {
            guard let core = cells["core"] else { throw SchemaViolation(.core, .missing) }
            _ = try judge.facts(core: Array(core.utf8).span)
            for name in cells.keys.sorted() { try ColumnRole(name: name).judge(Array((cells[name] ?? "").utf8).span) }
            return nil
        } catch {
            return "\(error.field.rawValue)/\(error.reason.rawValue)"
        }
    }

    /// The state that a case of `states.json` folds to.
    func state() throws -> IndicatorState {
        let topic = IndicatorTopic(
            kind: try kind("kind"), platform: optionalText("platform"), isProtected: flag("protected"))
        return IndicatorState.folding(
            try objects("claims").map { try $0.claim() }, topic: topic, at: try time("at"),
            in: try object("context").context())
    }

    private func context() throws -> MergeContext {
        var context = MergeContext()
        for (member, owner) in texts(by: "owners") { context.owners[try Self.member(member)] = try Self.member(owner) }
        context.telecoms = Set(try texts("telecoms").map(Self.member))
        let platforms = try object("platforms")
        for member in platforms.members.keys { context.platforms[try Self.member(member)] = Set(platforms.texts(member)) }
        context.suspended = Set(try texts("suspended").map(Self.member))
        context.quarantined = Set(texts("quarantined").compactMap { Digest256(hex: $0) })
        context.compromised = texts(by: "compromised").compactMapValues { Timestamp(rfc3339: $0) }
        for (owner, value) in members["reliability"] as? [String: Int] ?? [:] {
            context.reliability[try Self.member(owner)] = PartsPerMillion(UInt32(value))
        }
        return context
    }

    private func claim() throws -> Claim {
        let group = try text("aud")
        let type = try text("type")
        let origin = BundleOrigin(
            manifest: try digest("manifest"), bundle: String(repeating: "0", count: 32), publisher: try member("pub"),
            audience: try #require(GroupID(group)), sequence: UInt64(try number("seq")), created: try time("created"),
            epoch: EpochNumber(1), firstLogged: try time("logged"), signers: texts("signers"))
        let statement = Statement(
            type: try #require(RowType.allCases.first { $0.name == type }),
            confidencePercent: UInt8(members["conf"] as? Int ?? 0),
            basis: Basis.allCases.first { $0.name == optionalText("basis") } ?? .observed,
            last: day("last"), until: day("until"), since: day("since"),
            reason: ReasonCode.allCases.first { $0.name == optionalText("why") },
            verb: optionalText("act").map { name in OutcomeVerb.allCases.first { $0.name == name } ?? .other })
        let pops: [String: PopCheck] = ["unchecked": .unchecked, "valid": .valid, "failed": .failed]
        return Claim(
            origin: origin, segment: UInt32(try number("segment")), row: UInt32(try number("row")), statement: statement,
            pop: try #require(pops[optionalText("pop") ?? ""]), exclusion: optionalText("exclusion").flatMap(Exclusion.init))
    }
}
