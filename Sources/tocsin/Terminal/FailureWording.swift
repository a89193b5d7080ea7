import Foundation
import LedgerFiles

extension Failure {
    /// Words an error of any module; the one place where errors become sentences for people.
    init(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as FileError: self.init(Self.code(for: error), "\(error)", hint: error.hint)
        default:
            self.init(.internalError, "an error nobody expected: \(type(of: error))", hint: "report it with the command that caused it")
        }
    }

    private static func code(for error: FileError) -> FailureCode {
        switch error.reason {
        case .notFound, .wrongType, .tooLarge: .inputRefused
        case .unsafePermissions, .alreadyExists, .locked, .noSpace, .notWritable, .system: .stateRefuses
        }
    }
}
