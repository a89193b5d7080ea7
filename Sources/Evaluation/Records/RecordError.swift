public import Indicators
public import LedgerFiles

/// Why the record of an evaluator cannot be used.
public enum RecordError: Error, Sendable, Hashable {
    /// A line is not the one that follows the line before it.
    case damaged(path: String, line: Int)
    /// Less was evaluated, by the record, than a statement says that the evaluator signed.
    case rolledBack(EpochNumber)
    /// A kept answer is no answer.
    case damagedAnswer(path: String)
    /// A statement that was signed cannot be read.
    case damagedStatement(path: String)
    /// No room for the answer, and none to be made: all that is kept is of today.
    case full
    /// A file cannot be read or written.
    case file(FileError)
}

extension RecordError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .damaged(let path, let line): "\(path): line \(line) does not follow the line before it"
        case .rolledBack(let epoch): "the record of epoch \(epoch) says less than a statement that this evaluator signed"
        case .damagedAnswer(let path): "\(path) is no answer"
        case .damagedStatement(let path): "\(path) is no statement of usage"
        case .full: "the answers of today take all the room that answers may take"
        case .file(let error): error.description
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .damaged, .rolledBack: "put back the newest copy of the file; without it, what members had evaluated is not known"
        case .damagedAnswer: "move the file away: the same request is then evaluated and counted anew"
        case .damagedStatement: "put back the newest copy of the file"
        case .full: "wait until tomorrow, or give the evaluator more room"
        case .file(let error): error.hint
        }
    }
}

/// Does what fails with a `FileError`.
func fileWork<Result: ~Copyable>(_ work: () throws(FileError) -> Result) throws(RecordError) -> Result {
    do throws(FileError) { return try work() } catch { throw .file(error) }
}
