import ArgumentParser
import CanonicalCoding
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin-verify ledger`: everything that a log publishes, held against the keys of a policy.
struct VerifyLedger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Check the published files of an audit log. Exit code 0 for OK, 1 for every other verdict, 3 for none.",
        discussion: """
            Every head's signatures, every entry, every tile and the witnesses' quorum. Without --policy the log's own policy.txt \
            is used, which shows that the log agrees with itself and not whose it is.

            EXAMPLES
              tocsin-verify ledger --policy partners.policy ledger/
              tocsin-verify ledger --json ledger/
            """)

    @Option(name: .long, help: "The logs and witnesses you trust.", completion: .file()) var policy: String?
    @Flag(name: .long, help: "One JSON document.") var json = false
    @Argument(help: "The directory of the log.", completion: .directory) var directory: String

    func run() throws {
        try LedgerAnswer(json: json, policyIsOwn: policy == nil).give { () throws(LedgerFault) in
            guard Directory.isDirectory(directory) else {
                throw LedgerFault(.unreadable, directory, "there is no such directory")
            }
            let trusted = try LedgerCheck.policy(ofFile: policy ?? "\(directory)/\(LedgerCheck.policyPath)")
            return LedgerCheck(policy: trusted).report(ofDirectory: directory)
        }
    }
}

/// How both verbs answer.
struct LedgerAnswer {
    let json: Bool
    let policyIsOwn: Bool

    /// Writes the verdict.
    ///
    /// - Throws: `ExitCode` 1 for a bad verdict, 3 for input that was refused.
    func give(_ judge: () throws(LedgerFault) -> LedgerReport) throws {
        var report = LedgerReport()
        do throws(LedgerFault) { report = try judge() } catch { report.fault = error }
        let answer =
            json
            ? report.json(policyIsOwn: policyIsOwn).canonicalBytes() : Array(report.sentence(policyIsOwn: policyIsOwn).utf8)
        // A verdict that nobody got is no success.
        try StandardStream.writeResults(answer + [UInt8(ascii: "\n")])
        if let fault = report.fault { throw ExitCode(fault.isRefusal ? 3 : 1) }
    }
}
