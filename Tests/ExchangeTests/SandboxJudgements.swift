import CanonicalCoding
import Exchange
import Foundation
import MergeEngine
import SignedBundles
import Testing

extension Sandbox {
    /// Lets a member judge that a value leads, or does not lead, to another.
    @discardableResult
    func judge(
        _ act: JudgementDocument.Act, _ value: String, _ row: JudgedRow, by member: String, why: String = "two people"
    ) throws -> NodeJudgements.Outcome {
        var judgements = try NodeJudgements(node(member, .writing), at: time)
        return try judgements.judge(act, AliasQuestion(value), row, why: why)
    }

    func explainAliases(of value: String, at member: String) throws -> AliasExplanation {
        try Lookup(node(member), at: time).explainAliases(of: AliasQuestion(value))
    }

    func judgementsPath(_ member: String) -> String { home(member) + "/ledger/judgements.jsonl" }

    /// The lines of a member's record, each with its LF.
    func judgementLines(_ member: String) throws -> [[UInt8]] {
        guard let data = FileManager.default.contents(atPath: judgementsPath(member)) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
    }

    func writeJudgements(_ lines: [[UInt8]], of member: String) throws {
        try Data(lines.flatMap { $0 }).write(to: URL(filePath: judgementsPath(member)))
    }

    /// Publishes addresses, each with the mailbox that the publisher derives from it.
    func publishAddresses(_ addresses: [String], by member: String) async throws {
        let rows = addresses.map { "\($0),email\n" }.joined()
        try await publish("value,kind\n" + rows, by: member)
    }
}

extension AliasExplanation {
    /// The values that something leads to.
    var leads: Set<String> {
        Set(expressions.flatMap(\.aliases).filter(\.leads).compactMap(\.value))
    }
}
