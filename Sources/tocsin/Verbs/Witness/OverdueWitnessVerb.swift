import ArgumentParser
import CanonicalCoding
import Exchange

/// `tocsin witness overdue`: which witnesses have not signed for too long.
struct OverdueWitnessVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overdue",
        abstract: "Which witnesses of the policy have signed no head for too long. Exit code 1 when there is one.",
        discussion: """
            What counts is the time in the newest signature; of a witness that has signed none, the time at which the log began. A \
            witness that is overdue is an entry of the log (witness.lost), once, until it signs again (witness.back). Run it daily.

            EXAMPLE
              tocsin witness overdue --after 24h --as service.watch
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "After how long: 90m, 24h, 7d.") var after = "24h"

    func validate() throws { try ParserCheck.run { _ = try seconds() } }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let found = try node.noteOverdueWitnesses(after: seconds(), at: ClockOptions.now)
        var table = Table("witness", "state", "last_signed", "entry")
        for witness in found {
            let entry = witness.entry.map { "\($0)" } ?? ""
            table.add(witness.name, witness.isLost ? "lost" : "signs", witness.lastSigned?.rfc3339 ?? "never", entry)
        }
        if output.json {
            Terminal.say(json: ["after_seconds": .integer(try seconds()), "witnesses": .array(found.map(\.json))])
        } else {
            table.print()
        }
        if found.contains(where: \.isLost) { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private func seconds() throws -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": Timestamp.secondsPerDay]
        guard let unit = after.last.flatMap({ units[$0] }), let count = Int64(after.dropLast()), (1...10_000).contains(count)
        else {
            throw Failure(.usage, "--after is not a length of time", hint: "for example 24h; s, m, h or d, at most 10000 of them")
        }
        return count * unit
    }
}

extension OverdueWitness {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["entry"] = entry.map { .integer(Int64(clamping: $0)) }
        object["last_signed"] = lastSigned.map { .string($0.rfc3339) }
        object["lost"] = .bool(isLost)
        object["witness"] = .string(name)
        return .object(object)
    }
}
