import Agreements
import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import MergeEngine

/// `tocsin agreement lint`: what a careful lawyer would ask about before signing.
struct LintAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Look over an agreement before signing it. Exit 1 when there are warnings.",
        discussion: """
            Warnings are likely mistakes: rules that decide nothing, at all or at one stage; flows that one stage lets pass and \
            another stops; words nobody knows; legal bases that are missing or have lapsed; dates that do not fit. Notes are good \
            to know.

            EXAMPLE
              tocsin agreement lint draft.jsonc
            """)

    @Argument(help: "The document, or a draft with comments.", completion: .file()) var file: String
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    /// The words of this program: who acts here, and what outcomes can state.
    private static let words = KnownWords(
        roles: Actor.roles, verbs: MergeEngine.OutcomeVerb.allCases.map(\.name).filter { !$0.isEmpty })

    func run() throws {
        let agreement = try AgreementFiles.agreement(file)
        let findings = agreement.lint(at: try clock.time(), knowing: Self.words)
        if output.json {
            Terminal.say(json: ["digest": .string(agreement.digest.hex), "findings": .array(findings.map(Self.json))])
        } else {
            for finding in findings { Terminal.say(Terminal.plain("\(finding.severity.rawValue)  \(finding)")) }
            Terminal.note(
                findings.isEmpty
                    ? "nothing to ask about"
                    : "\(findings.filter { $0.severity == .warning }.count.grouped) warnings, "
                        + "\(findings.filter { $0.severity == .note }.count.grouped) notes")
        }
        if findings.contains(where: { $0.severity == .warning }) { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private static func json(_ finding: LintFinding) -> JSONValue {
        [
            "code": .string(finding.code.rawValue), "names": .array(finding.names.map { .string($0) }),
            "place": .string(finding.place), "sentence": .string(finding.code.sentence),
            "severity": .string(finding.severity.rawValue),
        ]
    }
}
