import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import CryptoPrimitives

/// `tocsin agreement diff`: what another version says, and what it would have decided.
struct DiffAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare two versions of an agreement, and the decisions of the last days under each.",
        discussion: """
            With --replay the decisions of the last days are taken up again from their captured inputs, with the later version in \
            force: those that would flip are listed. Exit 0 also when there are some.

            EXAMPLES
              tocsin agreement diff harbour 1 2
              tocsin agreement diff harbour next.json --replay 30d
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var grounds: GroundsOptions
    @Argument(help: "Two agreements by name, name@version, digest or file; or one name and two versions.", completion: .file())
    var names: [String]
    @Option(name: .long, help: "Take the decisions of so many days up again, for example 30d.") var replay: String?

    /// The longest look back, in days.
    static let replayLimitDays: Int64 = 3_660

    func run() throws {
        let (before, after) = try versions()
        let changes = before.changes(to: after)
        let replayed = try replayDays().map { try replay(before, after, days: $0) }
        if output.json {
            var answer = JSONObject()
            answer["changes"] = .array(changes.map(Self.json))
            answer["replay"] = replayed.map { ReplayReport.json($0.replay) }
            answer["tree"] = replayed?.tree.json
            Terminal.say(json: .object(answer))
            return
        }
        for change in changes { Self.say(change) }
        if changes.isEmpty { Terminal.say("no change") }
        if let replayed {
            ReplayReport.print(replayed.replay)
            Wrapping.say(replayed.tree.sentence)
        }
    }

    /// Looks into the log, which is on record first.
    private func replay(
        _ before: Agreement, _ after: Agreement, days: Int64
    ) throws -> (replay: DecisionReplay, tree: TreeStatement) {
        let node = try home.node(for: .reading)
        node.actor = try grounds.person()
        let view = try AuditView(
            node, "diff", filter: ["after": .string(after.digest.hex), "before": .string(before.digest.hex)],
            grounds: grounds.grounds("agreement diff"))
        return (try DecisionReplay(node, of: before, under: after, days: days), view.tree)
    }

    private func versions() throws -> (Agreement, Agreement) {
        let pair: [String]
        switch names.count {
        case 2: pair = names
        case 3:
            // A version is a number of the named agreement; what is no number is a file or a name of its own.
            pair = names[1...].map { Int64($0) == nil ? $0 : "\(names[0])@\($0)" }
        default:
            throw Failure(.usage, "diff compares two agreements", hint: "for example tocsin agreement diff harbour 1 2")
        }
        return (try AgreementFiles.any(pair[0], home: home), try AgreementFiles.any(pair[1], home: home))
    }

    private func replayDays() throws -> Int64? {
        guard let replay else { return nil }
        guard replay.hasSuffix("d"), let days = Int64(replay.dropLast()), (1...Self.replayLimitDays).contains(days) else {
            throw Failure(.usage, "--replay is no number of days", hint: "write it as 30d, at most \(Self.replayLimitDays)d")
        }
        return days
    }

    private static func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.canonicalBytes(), as: UTF8.self) } ?? "-"
    }

    /// In one line where it fits; else what was and what is below one another, wrapped.
    private static func say(_ change: AgreementChange) {
        let line = "\(change.place): \(text(change.before)) -> \(text(change.after))"
        guard Terminal.plain(line).count > Wrapping.columns else { return Terminal.say(Terminal.plain(line)) }
        Wrapping.say(change.place)
        Wrapping.say(text(change.before), after: "  before  ")
        Wrapping.say(text(change.after), after: "  after   ")
    }

    private static func json(_ change: AgreementChange) -> JSONValue {
        var object = JSONObject()
        object["after"] = change.after
        object["before"] = change.before
        object["place"] = .string(change.place)
        return .object(object)
    }
}

/// What another version would have decided.
enum ReplayReport {
    static func print(_ replay: DecisionReplay) {
        Terminal.say()
        Terminal.say("\(replay.replayedCount.grouped) decisions taken up again, \(replay.flips.count.grouped) would flip")
        if replay.missingCount > 0 { Terminal.note("note: the inputs of \(replay.missingCount.grouped) decisions are gone") }
        for flip in replay.flips {
            let input = flip.before.input
            Wrapping.say(
                "\(input.stage.rawValue), \(input.from.name) to \(input.to.name): \(words(flip.before)) -> \(words(flip.after))",
                after: "entry \(flip.entry)  ")
            let columns = columns(flip)
            let changed = columns.isEmpty ? "" : ": \(columns.joined(separator: ", "))"
            Wrapping.say("\(flip.classes.count.grouped) classes of rows\(changed)", after: "  ")
        }
    }

    static func json(_ replay: DecisionReplay) -> JSONValue {
        [
            "flips": .array(replay.flips.map(json)), "missing": .integer(Int64(replay.missingCount)),
            "replayed": .integer(Int64(replay.replayedCount)),
        ]
    }

    private static func json(_ flip: DecisionReplay.Flip) -> JSONValue {
        [
            "after": .string(words(flip.after)), "before": .string(words(flip.before)),
            "columns": .array(columns(flip).map { .string($0) }), "decision": .string(flip.before.id.hex),
            "entry": .integer(Int64(flip.entry)), "from": .string(flip.before.input.from.name),
            "stage": .string(flip.before.input.stage.rawValue), "time": .string(flip.before.input.time.rfc3339),
            "to": .string(flip.before.input.to.name),
        ]
    }

    private static func words(_ decision: Decision) -> String { "\(decision.outcome.rawValue) \(decision.reason.rawValue)" }

    /// The columns whose form changes in some class: `value clear>keyed`.
    private static func columns(_ flip: DecisionReplay.Flip) -> [String] {
        var changes: Set<String> = []
        for place in flip.classes where flip.after.classes.indices.contains(place) {
            let forms = Dictionary(flip.after.classes[place].fields.map { ($0.column, $0.form) }) { first, _ in first }
            for field in flip.before.classes[place].fields where forms[field.column] != field.form {
                changes.insert("\(field.column) \(field.form.rawValue)>\(forms[field.column]?.rawValue ?? "absent")")
            }
        }
        return changes.sorted()
    }
}
