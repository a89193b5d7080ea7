import ArgumentParser
import CanonicalCoding
import Evaluation
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin-evaluator usage`: what was evaluated for whom.
struct UsageVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Say how many elements were evaluated for each owner in an epoch, by the record.",
        discussion: """
            It reads the record itself, also while the evaluator runs. What is left is the quota at this moment less what is on \
            record.

            EXAMPLE
              tocsin-evaluator usage --home evaluator --epoch 7 --json
            """)

    @OptionGroup var options: EvaluatorOptions
    @Option(name: .long, help: "The epoch.") var epoch: UInt32
    @Flag(name: .long, help: "One JSON document.") var json = false

    func run() throws {
        let time = machineClock()
        let home = try options.opened(options.keys())
        let standing = try home.reading(at: time).standing
        let number = EpochNumber(epoch)
        let totals = try home.recordedTotals(of: number, under: standing.registry).sorted { $0.key < $1.key }
        var owners: [JSONValue] = []
        var lines: [String] = []
        for (owner, total) in totals {
            let left = standing.shares[number].map { held in
                let allowance = EvaluationAllowance(of: owner, at: standing.member, in: held.epoch, under: standing.registry)
                return max(0, allowance.total(at: time) - total)
            }
            var row = JSONObject()
            row["evaluated"] = .integer(total)
            row["owner"] = .string(owner.name)
            row["remaining"] = left.map { .integer($0) }
            owners.append(.object(row))
            lines.append("\(owner.name): \(total) evaluated\(left.map { ", \($0) left" } ?? "")")
        }
        if lines.isEmpty { lines.append("nothing was evaluated in epoch \(epoch)") }
        try say(["epoch": .integer(Int64(epoch)), "owners": .array(owners)], orLines: lines, asJSON: json)
    }
}
