import CanonicalCoding
import Indicators
import MergeEngine
import TestVectors
import Testing

@Suite struct `The memory of core cells` {
    private static let judge = RowJudge(kind: "url", marking: "GREEN", isMust: false, isCoreRequired: true, created: World.time)

    private enum Outcome: Equatable {
        case facts(CoreFacts)
        case violation(SchemaViolation)
    }

    private func outcome(_ read: () throws(SchemaViolation) -> CoreFacts) -> Outcome {
        do throws(SchemaViolation) { return .facts(try read()) } catch { return .violation(error) }
    }

    private static func cell(_ random: inout SplitMix64) -> [UInt8] {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        let tags = ["AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBQ", "_-_-_-_-_-_-_-_-_-_-_w"]
        let oddTags = tags + ["AAAAAAAAAAAAAAAAAAAAAB", "A", "\\\"AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAA\\u0041AAAAAA"]
        var members = [
            "\"conf\":\(pick(["1", "80", "100", "101"]))", "\"first\":\"\(pick(["2026-01-01", "2026-01-03"]))\"",
            "\"last\":\"2026-01-02\"", "\"pop\":\"\(pick(oddTags))\"", "\"scam\":\"\(pick(["job", "loan"]))\"",
            "\"tag\":\"\(pick(oddTags))\"", "\"type\":\"report\"",
        ]
        if Bool.random(using: &random) { members.append("\"x\":{\"pop\":\"\(pick(oddTags))\",\"tag\":\"\(pick(tags))\"}") }
        if Int.random(in: 0..<20, using: &random) == 0 { members.remove(at: Int.random(in: 0..<7, using: &random)) }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    @Test(arguments: 0..<4) func `says of every cell what reading it says`(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var memory = CoreMemory()
        var good = 0
        for _ in 0..<5_000 {
            let cell = Self.cell(&random)
            let read = outcome { () throws(SchemaViolation) in try Self.judge.facts(core: cell.span) }
            let known = outcome { () throws(SchemaViolation) in try memory.facts(core: cell.span, by: Self.judge) }
            if case .facts = read { good += 1 }
            #expect(known == read, "seed \(seed): \(String(decoding: cell, as: UTF8.self))")
        }
        #expect(good > 100, "seed \(seed)")
    }

    @Test func `does not take a cell for known whose other bytes differ in one bit`() throws {
        let text =
            "{\"conf\":80,\"first\":\"2026-01-01\",\"last\":\"2026-01-02\",\"pop\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"scam\":\"job\","
            + "\"tag\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"type\":\"report\"}"
        let cell = Array(text.utf8)
        for place in cell.indices {
            for bit in 0..<8 {
                var memory = CoreMemory()
                _ = try memory.facts(core: cell.span, by: Self.judge)
                var other = cell
                other[place] ^= 1 << bit
                let read = outcome { () throws(SchemaViolation) in try Self.judge.facts(core: other.span) }
                #expect(outcome { () throws(SchemaViolation) in try memory.facts(core: other.span, by: Self.judge) } == read)
            }
        }
    }
}
