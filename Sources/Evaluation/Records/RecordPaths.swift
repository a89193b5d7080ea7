internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

extension EvaluatorPaths {
    /// One process at a time answers for a home.
    var lock: String { root + "/lock" }
    /// The record of an epoch.
    func record(of epoch: EpochNumber) -> String { "\(records)/\(epoch.value).jsonl" }
    /// Answers that are written and not yet on record: nobody gets one of them.
    var stagedAnswers: String { answers + "/staged" }
    /// The answers of a day.
    func answers(on day: CalendarDay) -> String { "\(answers)/\(day.iso8601)" }
    /// Statements of usage, by epoch and day.
    var usage: String { root + "/usage" }
    /// The statements of an epoch.
    func usage(of epoch: EpochNumber) -> String { "\(usage)/\(epoch.value)" }
    /// The statement of an epoch on a day.
    func usage(of epoch: EpochNumber, on day: CalendarDay) -> String { "\(usage(of: epoch))/\(day.iso8601).json" }
}

/// The file of one answer, named by what was asked for and not by who looks.
enum AnswerName {
    /// The name of the answer to a part of a batch of a client.
    static func of(_ part: Digest256) -> String { part.hex + suffix }

    static let suffix = ".json"
}
