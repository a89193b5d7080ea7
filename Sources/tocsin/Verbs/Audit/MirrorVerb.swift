import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import NodeAPI

/// `tocsin audit mirror`: a copy of another member's published log.
struct MirrorVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror",
        abstract: "Copy what a member's audit log publishes, verified; again, to bring the copy up to date.",
        discussion: """
            Only what is new is fetched, and a copy that broke off goes on. The head has to be signed by a log key that the registry \
            lists, and the tree has to give it; heads of that log that were seen before, by transfers or as its witness, have to be \
            of the same history. Entries are copied where an agreement names this member as a mirror, else hashes alone. The \
            directory is what tocsin-verify ledger takes, and what tocsin ledger heal takes at the member itself. The exit code is 1 \
            when the log contradicts itself, went back, or does not fit its head; 5 when the member could not be asked.

            EXAMPLES
              tocsin audit mirror org.beta
              tocsin audit mirror org.beta --out beta-log
              tocsin-verify ledger beta-log
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "The copy's directory; default: mirrors/MEMBER/GENERATION of the home.", completion: .directory)
    var out: String?
    @Argument(help: "The member.") var member: String

    func run() async throws {
        let peer = try MemberOption.parse(member)
        if let out, let owner = HomePaths.home(owning: out) {
            throw Failure(
                .usage, "cannot keep a mirror in \(out): it belongs to the node at \(owner)",
                hint: "name a directory outside that home")
        }
        let wiring = try NodeWiring(home, secrets)
        do {
            let place = out
            let report = try await wiring.withClient { client in
                try await LogMirror(wiring.home, client, of: peer, in: place).update()
            }
            say(report)
        } catch let failure as PeerFailure {
            throw Failure(.network, failure.description, hint: "see tocsin status; its address: tocsin peer list")
        } catch let problem as Problem {
            throw Failure(.network, "\(peer.name) answers: \(problem)", hint: "ask its operators")
        }
    }

    private func say(_ report: MirrorReport) {
        guard !output.json else {
            return Terminal.say(json: [
                "entries": .bool(report.hasEntries), "fetched": .integer(Int64(report.fetchedCount)),
                "member": .string(report.member.name), "origin": .string(report.origin), "quorum": .bool(report.hasQuorum),
                "size": .integer(Int64(clamping: report.size)), "witnesses": .integer(Int64(report.witnessCount)),
            ])
        }
        let what = report.hasEntries ? "entries and hashes" : "hashes alone, since no agreement names this member as a mirror"
        Terminal.say("\(report.origin): \(report.size) entries, \(what)")
        Terminal.say(
            "\(report.fetchedCount.grouped) files fetched; \(report.witnessCount) witnesses signed the head"
                + (report.hasQuorum ? "" : ", too few for its policy yet"))
    }
}
