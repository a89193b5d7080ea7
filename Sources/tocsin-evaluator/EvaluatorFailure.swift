import Evaluation
import Foundation
import LedgerFiles

/// Why the program ends, in two lines and a code.
struct EvaluatorFailure: Error {
    enum Code: Int32 {
        case usage = 2
        case inputRefused = 3
        case stateRefuses = 4
        case network = 5
        case internalError = 70
    }

    let code: Code
    let sentence: String
    let hint: String

    init(_ code: Code, _ sentence: String, hint: String) {
        self.code = code
        self.sentence = sentence
        self.hint = hint
    }

    /// Words an error of the modules below; nothing for any other.
    init?(explaining error: any Error) {
        switch error {
        case let failure as EvaluatorFailure: self = failure
        case let error as EvaluatorHomeError: self.init(.stateRefuses, "\(error)", hint: error.hint)
        case let error as RecordError: self.init(.stateRefuses, "\(error)", hint: error.hint)
        case let error as FileError: self.init(.stateRefuses, "\(error)", hint: error.hint)
        case EvaluationRefusal.record(let error): self.init(.stateRefuses, "\(error)", hint: error.hint)
        default: return nil
        }
    }

    /// Says it on standard error.
    ///
    /// - Returns: the exit code.
    func report() -> Int32 {
        StandardStream.writeMessage("tocsin-evaluator: \(Self.plain(sentence))\nhint: \(Self.plain(hint))\n")
        return code.rawValue
    }

    /// Text made harmless for a terminal: what is no character to be seen becomes `\u{…}`.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }
}
