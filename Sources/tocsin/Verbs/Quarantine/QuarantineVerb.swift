import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MergeEngine

/// `tocsin quarantine`: bundles that wait for an officer.
struct QuarantineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Show, release and refuse bundles that wait because there was too much at once.",
        discussion: """
            A publisher that is new here, or that suddenly says far more than it used to, is not believed at once: reports of such a bundle \
            wait. Retractions and objections in it take effect all the same. The numbers are those of [quarantine] in settings.toml.

            EXAMPLES
              tocsin quarantine list
              tocsin quarantine release 5fb1c2d3 --officer 'R. Example' \\
                --why 'org.b moved its archive, called them'
              tocsin quarantine release --publisher org.b --officer 'R. Example' \\
                --why 'a member of long standing, we joined late'
            """,
        subcommands: [
            ListQuarantineVerb.self, ShowQuarantineVerb.self, ReleaseQuarantineVerb.self, RefuseQuarantineVerb.self,
            ConfirmValueVerb.self,
        ])
}

/// `tocsin quarantine list`: what waits.
struct ListQuarantineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the bundles that wait for an officer.",
        discussion: """
            EXAMPLES
              tocsin quarantine list
              tocsin quarantine list --all --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "Also those that were released or refused.") var all = false

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let bundles = try NodeQuarantine(node, at: clock.time()).bundles().filter { all || $0.state == "waiting" }
        guard !output.json else {
            Terminal.say(json: ["bundles": .array(bundles.map(\.json))])
            return
        }
        guard !bundles.isEmpty else {
            Terminal.say("no bundle waits")
            return
        }
        var table = Table("bundle", "publisher", "group", "number", "rows", "reason", "since", "state")
        for bundle in bundles {
            table.add(
                String(bundle.manifest.hex.prefix(16)), bundle.publisher.name, bundle.audience.name, String(bundle.sequence),
                bundle.rows.grouped, bundle.reason.rawValue, bundle.time.rfc3339, bundle.state)
        }
        table.print()
    }
}

/// `tocsin quarantine show`: one bundle that waits.
struct ShowQuarantineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show why a bundle waits, what was said about it, and where its bytes lie.",
        discussion: """
            EXAMPLE
              tocsin quarantine show 5fb1c2d3
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The digest of the bundle's manifest, or its first 8 digits or more.") var bundle: String

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let found = try NodeQuarantine(node, at: clock.time()).named(bundle)
        let folder = node.paths.bundle(found.manifest.hex)
        guard !output.json else {
            Terminal.say(json: found.json)
            return
        }
        Terminal.say("bundle    \(found.manifest.hex)")
        Terminal.say("chain     \(found.publisher.name) for \(found.audience.name), number \(found.sequence)")
        Terminal.say("state     \(found.state)")
        Terminal.say("since     \(found.time.rfc3339)")
        Terminal.say("rows      \(found.rows.grouped) new ones, retractions left out")
        Terminal.say("because   \(found.reason.sentence)")
        if !found.officer.isEmpty { Terminal.say("officer   \(found.officer): \(found.why)") }
        if found.officersNeeded > 1 {
            Terminal.say(
                "signed    \(found.approved.count) of \(found.officersNeeded): \(found.approved.joined(separator: ", "))")
        }
        Terminal.say("streams   \(folder)  (tocsin bundle show)")
    }
}

extension NodeQuarantine {
    /// The bundle that a digest, or the beginning of one, names.
    func named(_ text: String) throws -> Bundle {
        let found = try bundles().filter { text.utf8.count >= 8 && $0.manifest.hex.hasPrefix(text.lowercased()) }
        guard found.count == 1, let bundle = found.first else {
            throw found.isEmpty
                ? Failure(.inputRefused, "no bundle \(text) waits here, or waited", hint: "see tocsin quarantine list --all")
                : Failure(.usage, "\(text) begins more than one digest", hint: "write more digits")
        }
        return bundle
    }
}

extension NodeQuarantine.Bundle {
    var json: JSONValue {
        [
            "approved": .array(approved.map(JSONValue.string)), "aud": .string(audience.name), "manifest": .string(manifest.hex),
            "officer": .string(officer), "officers": .integer(Int64(officersNeeded)), "pub": .string(publisher.name),
            "reason": .string(reason.rawValue), "rows": .integer(Int64(rows)), "seq": .integer(Int64(sequence)),
            "state": .string(state), "time": .string(time.rfc3339), "why": .string(why),
        ]
    }
}
