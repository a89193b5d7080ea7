import ArgumentParser
import BundleFiles

/// Prints what a check found and ends with the promised exit code.
enum VerdictReport {
    static func print(_ verdict: BundleCheck.Verdict, asJSON: Bool) throws {
        if asJSON { Terminal.say(json: verdict.json) } else { Terminal.say(verdict.sentence) }
        if case .bad = verdict { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}
