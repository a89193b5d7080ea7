import Foundation
import LedgerFiles

/// The promised exit codes.
enum FailureCode: Int32 {
    case clearNo = 1
    case usage = 2
    case inputRefused = 3
    case stateRefuses = 4
    case network = 5
    case internalError = 70
}

/// An error as a person sees it: one line what and where, one line what to do.
struct Failure: Error {
    let exitCode: FailureCode
    /// The code of the protocol, without brackets, where one applies.
    let protocolCode: String?
    let message: String
    let hint: String

    init(_ exitCode: FailureCode, _ message: String, hint: String, protocolCode: String? = nil) {
        self.exitCode = exitCode
        self.message = message
        self.hint = hint
        self.protocolCode = protocolCode
    }
}
