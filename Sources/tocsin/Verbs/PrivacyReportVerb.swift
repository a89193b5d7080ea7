import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import MemberRegistry

/// `tocsin privacy-report`: what others could find out by guessing.
struct PrivacyReportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy-report",
        abstract: "Say what others could find out about this node's data by guessing, measured on this machine.",
        discussion: """
            For each kind of which something is here: how its match tags are made in the epoch, how many values there are to try, and how far \
            each of these gets with a bundle that leaked:

              outsider                    has the bundle
              evaluator                   has one share as well
              member                      has the pepper, and a quota of questions
              member and evaluator        both; its questions to the others count half
              member and two evaluators   everything that the key of the epoch is made of

            Where the numbers to try come from stands in docs/guides/privacy.md. What an agreement shows in clear needs no guessing.

            EXAMPLES
              tocsin privacy-report
              tocsin privacy-report --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "How many cores the guesser has; default: those of this machine.") var cores: Int?

    func validate() throws {
        try ParserCheck.run {
            guard cores.map({ (1...Self.mostCores).contains($0) }) ?? true else {
                throw Failure(
                    .usage, "--cores is not a number from 1 to \(Self.mostCores.grouped)", hint: "leave it out for this machine's"
                )
            }
        }
    }

    private static let mostCores = 1_000_000

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let report = try PrivacyReport(
            node, at: clock.time(), rates: .measured(), coreCount: cores ?? ProcessInfo.processInfo.activeProcessorCount)
        guard !output.json else { return Terminal.say(json: report.json) }
        Terminal.say(
            "epoch \(report.epoch.value); guesses a second, \(report.coreCount.grouped) cores of this machine: "
                + "keyed \(Self.number(report.rates.keyed * Double(report.coreCount))), "
                + "evaluated \(Self.number(report.rates.evaluated * Double(report.coreCount)))")
        for line in report.lines { say(line) }
    }

    private func say(_ line: PrivacyReport.Line) {
        Terminal.say()
        Terminal.say(
            Terminal.bold("\(line.kind.name), \(line.indicatorCount.grouped) held, \(line.suite?.rawValue ?? "no suite")"))
        Terminal.say("to try: \(Self.number(line.space.count)), \(line.space.name)")
        for guesser in PrivacyReport.Guesser.allCases {
            let reach = line.reaches[guesser].map { Self.words($0, line.space) } ?? ""
            let name = guesser.rawValue
            Terminal.say("  \(name)\(String(repeating: " ", count: max(1, 28 - name.count)))\(reach)")
        }
    }

    private static func words(_ reach: PrivacyReport.Reach, _ space: GuessSpace) -> String {
        switch reach {
        case .nothing: return "nothing: a secret of 256 bits is missing"
        case .counted(let guesses):
            let share = 100 * guesses / space.count
            let digits = share >= 1 ? String(Int(share.rounded())) : "0." + decimals(share)
            return "\(number(guesses)) counted guesses an epoch, \(digits) % of all"
        case .everything(let seconds): return "every value, in \(duration(seconds))"
        }
    }

    /// The first two digits of a share below 1, behind the point.
    private static func decimals(_ share: Double) -> String {
        var (rest, zeros) = (share * 10, "")
        while rest < 1, zeros.count < 12 { (rest, zeros) = (rest * 10, zeros + "0") }
        return zeros + String(Int((rest * 10).rounded()))
    }

    private static func number(_ count: Double) -> String { Int(count.rounded()).grouped }

    private static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds.rounded(.up))) seconds"
        case ..<7_200: "\(Int((seconds / 60).rounded())) minutes"
        case ..<172_800: "\(Int((seconds / 3_600).rounded())) hours"
        case ..<63_072_000: "\(Int((seconds / 86_400).rounded())) days"
        default: "\(Int((seconds / 31_536_000).rounded()).grouped) years"
        }
    }
}
