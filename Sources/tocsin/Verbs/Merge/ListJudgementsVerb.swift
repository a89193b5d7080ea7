import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import SignedBundles

/// `tocsin merge list`: every judgement of this node.
struct ListJudgementsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List every judgement of this node, each with its standing.",
        discussion: """
            in-force: the last word on its two values. replaced: a later one took its place. set-aside: its key was in wrong hands \
            by then, so it counts for nothing.

            EXAMPLE
              tocsin merge list --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let all = try NodeJudgements(node, at: clock.time()).all
        guard !output.json else {
            Terminal.say(json: ["judgements": .array(all.map { Self.json($0.judgement, $0.standing) })])
            return
        }
        guard !all.isEmpty else {
            Terminal.say("nothing was judged")
            return
        }
        var table = Table("line", "time", "act", "name", "leads to", "standing", "why")
        for (judgement, standing) in all {
            let document = judgement.document
            table.add(
                "\(judgement.line)", document.time.rfc3339, document.act.rawValue, Self.words(for: document.pairs, \.name),
                Self.words(for: document.pairs, \.row), standing.rawValue, document.why)
        }
        table.print()
    }

    /// Kind and tag of one side, in the newest epoch of the judgement.
    private static func words(for pairs: [AliasPair], _ side: (AliasPair) -> AliasPair.Side) -> String {
        pairs.max { $0.epoch < $1.epoch }.map { "\(side($0).kind.name) \(side($0).tag)" } ?? "-"
    }

    private static func json(_ judgement: RecordedJudgement, _ standing: NodeJudgements.Standing) -> JSONValue {
        let document = judgement.document
        return [
            "act": .string(document.act.rawValue), "line": .integer(Int64(judgement.line)), "node": .string(document.node.name),
            "pairs": .array(document.pairs.map(\.json)), "standing": .string(standing.rawValue),
            "time": .string(document.time.rfc3339), "why": .string(document.why),
        ]
    }
}
