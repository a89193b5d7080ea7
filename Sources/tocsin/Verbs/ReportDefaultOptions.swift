import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// What holds where the feed is silent.
struct ReportDefaultOptions: ParsableArguments {
    @Option(name: .long, help: "Marking of rows that carry none: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.") var tlp: String =
        "AMBER"
    @Option(name: .long, help: "Confidence in percent of rows that carry none.") var conf: Int = 50
    @Option(name: .long, help: "Scam code of rows that carry none, for example investment.pig-butchering.") var scam: String =
        "unknown"
    @Option(name: .long, help: "First day of rows that carry none, for example 2026-11-01; default: today.") var first: String?

    func apply(to request: inout PublishRequest) throws {
        guard let marking = Marking(tlp) else {
            throw Failure(.usage, "--tlp is not a marking", hint: "CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
        }
        guard (0...100).contains(conf) else { throw Failure(.usage, "--conf is out of range", hint: "0 to 100") }
        guard PublishRequest.isScamCode(scam) else {
            throw Failure(.usage, "--scam is not a scam code", hint: "see schemas/v1/scam-taxonomy.json")
        }
        request.marking = marking
        request.confidencePercent = conf
        request.scam = scam
        if let first {
            guard let day = CalendarDay(iso8601: first) else {
                throw Failure(.usage, "--first is not a day", hint: "write it as 2026-11-01")
            }
            request.first = day
        }
    }
}
