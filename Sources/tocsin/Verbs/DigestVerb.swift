import ArgumentParser
import Exchange
import Indicators
import MergeEngine
import NodeStore

/// `tocsin digest`: what this node holds, in one document that equal nodes print equally.
struct DigestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Print the state digest and what stands behind it.",
        discussion: """
            The digest covers every claim held with all its known cells, those of quarantined bundles too, and nothing that is known, judged or decided \
            here alone. `corroborated` counts what acts here: reports that wait for an officer do not.

            EXAMPLE
              tocsin digest --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let digest = try NodeDigest(Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys), at: clock.time())
        guard !output.json else {
            Terminal.say(json: digest.json)
            return
        }
        Terminal.say("digest  \(digest.digestHex)")
        Terminal.say("claims  \(Int(digest.summary.claims).grouped)")
        if digest.quarantinedBundleCount > 0 {
            Terminal.say("quarantined bundles  \(digest.quarantinedBundleCount.grouped), under the digest and not acted on")
        }
        var table = Table("kind", "indicators", "corroborated", "retracted")
        for kind in digest.summary.indicators.keys.sorted() {
            table.add(
                kind.name, Int(digest.summary.indicators[kind] ?? 0).grouped, Int(digest.summary.corroborated[kind] ?? 0).grouped,
                Int(digest.summary.retracted[kind] ?? 0).grouped)
        }
        table.print()
        for chain in digest.summary.chains {
            Terminal.say("chain  \(chain.publisher.name) for \(chain.audience.name): \(chain.sequence)")
        }
    }
}
