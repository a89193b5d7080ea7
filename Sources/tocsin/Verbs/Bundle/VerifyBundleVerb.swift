import ArgumentParser
import BundleFiles
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin bundle verify`: the rules of the container, and nothing of the chain.
struct VerifyBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a bundle or a redaction of one: signature, commitments, form.",
        discussion: """
            Exit code 0 for OK, 1 for every other verdict.

            EXAMPLES
              tocsin bundle verify full.six
              tocsin bundle verify --keys keys.json --audience task-force-7 \\
                --at 2026-12-01T00:00:00Z --json full.six
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var terms: BundleTermsOptions
    @Flag(name: .long, help: "Check the schema of the rows too.") var rows = false
    @Argument(help: "The bundle, or - for standard input.", completion: .file()) var file: String

    func run() throws {
        let keys = try terms.directory { try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry() }
        let verdict = try BundleCheck(keys: keys, audience: terms.group(), at: clock.time()).verdict(
            ofFile: file, judgingRows: rows)
        try VerdictReport.print(verdict, asJSON: output.json)
    }
}
