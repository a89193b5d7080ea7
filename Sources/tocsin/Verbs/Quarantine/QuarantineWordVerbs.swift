import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Indicators
import MergeEngine

/// `tocsin quarantine release`: an officer lets a bundle take effect.
struct ReleaseQuarantineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let bundles take effect as if they had never waited, as an officer of this member decides.",
        discussion: """
            Look at the bundle and ask its publisher first. Where settings.toml asks for more than one officer, each signs with a key \
            of their own, and the last word releases it.

            EXAMPLES
              tocsin quarantine release 5fb1c2d3 --officer 'R. Example' \\
                --why 'org.b moved its archive, called them'
              tocsin quarantine release --publisher org.b --officer 'R. Example' \\
                --why 'a member of long standing, we joined late'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var word: DecisionWordOptions
    @Option(name: .long, help: "Every bundle of this publisher that waits.") var publisher: String?
    @Argument(help: "Digests of manifests, or their first 8 digits or more.") var bundles: [String] = []

    func run() throws {
        try word.check()
        guard bundles.isEmpty != (publisher == nil) else {
            throw Failure(.usage, "name bundles, or a publisher", hint: "see tocsin quarantine list")
        }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        let quarantine = NodeQuarantine(node, at: try clock.time())
        for bundle in try named(in: quarantine) {
            let missing = try quarantine.release(
                bundle.manifest, officer: word.officer, why: word.why, passphrase: secrets.passphrase)
            if output.json {
                Terminal.say(json: [
                    "manifest": .string(bundle.manifest.hex), "missing": .integer(Int64(missing)),
                    "state": missing == 0 ? "released" : "waiting",
                ])
            } else {
                let name = "\(bundle.publisher.name) for \(bundle.audience.name), number \(bundle.sequence)"
                Terminal.say(missing == 0 ? "\(name): released" : "\(name): still waits for \(missing) more")
            }
        }
    }

    private func named(in quarantine: NodeQuarantine) throws -> [NodeQuarantine.Bundle] {
        guard let publisher else { return try bundles.map(quarantine.named) }
        let member = try MemberOption.parse(publisher)
        let waiting = try quarantine.bundles().filter { $0.publisher == member && $0.state == "waiting" }
        guard !waiting.isEmpty else {
            throw Failure(.inputRefused, "no bundle of \(member.name) waits", hint: "see tocsin quarantine list")
        }
        return waiting
    }
}

/// `tocsin quarantine refuse`: an officer decides that a bundle does not take effect.
struct RefuseQuarantineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse", abstract: "Decide that the reports of a bundle take no effect here.",
        discussion: """
            The bundle stays, with its retractions and objections in effect. A later release revises the refusal.

            EXAMPLE
              tocsin quarantine refuse 5fb1c2d3 --officer 'R. Example' \\
                --why 'org.b says that the key was stolen'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var word: DecisionWordOptions
    @Argument(help: "The digest of the manifest, or its first 8 digits or more.") var bundle: String

    func run() throws {
        try word.check()
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        let quarantine = NodeQuarantine(node, at: try clock.time())
        let found = try quarantine.named(bundle)
        try quarantine.refuse(found.manifest, officer: word.officer, why: word.why)
        if output.json {
            Terminal.say(json: ["manifest": .string(found.manifest.hex), "state": "refused"])
        } else {
            Terminal.say("\(found.publisher.name) for \(found.audience.name), number \(found.sequence): refused")
        }
    }
}

/// `tocsin quarantine confirm`: an officer says that a value many people hold is meant.
struct ConfirmValueVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Let reports of a value beneath a protected name act like any other.",
        discussion: """
            Hosts below a protected name and pages on it are used by many ordinary people: until an officer has looked at such a value, \
            no number of reports does more than make people observe it.

            EXAMPLES
              tocsin quarantine confirm https://pages.example/wallet-help \\
                --officer 'R. Example' --why 'seen it'
              tocsin quarantine confirm https://pages.example/wallet-help --withdraw \\
                --officer 'R. Example' --why 'taken down'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var word: DecisionWordOptions
    @Option(name: .long, help: "The kind; default: it is guessed.") var kind: String?
    @Flag(name: .long, help: "Take the confirmation back.") var withdraw = false
    @Argument(help: "The value.") var value: String

    func run() throws {
        try word.check()
        let kind = try kind.map { try IndicatorKind(parsing: $0) }
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        try NodeQuarantine(node, at: clock.time())
            .confirm(value, kind: kind, isConfirmed: !withdraw, officer: word.officer, why: word.why)
        let state = withdraw ? "guarded" : "confirmed"
        if output.json {
            Terminal.say(json: ["input": .string(value), "state": .string(state)])
        } else {
            Terminal.say(withdraw ? "reports of it make people observe and no more" : "reports of it act like any other")
        }
    }
}
