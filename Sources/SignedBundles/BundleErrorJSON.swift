internal import CanonicalCoding

extension BundleError {
    /// What a fault of JSON means: an exceeded limit is always `E_LIMIT`.
    init(_ error: JSONError, line: Int = 0, otherwise code: ErrorCode, _ reason: Reason) {
        switch error {
        case .limit(.depth, _): self.init(.limit, line: line, .tooDeep)
        case .limit: self.init(.limit, line: line, .stringTooLong)
        case .syntax: self.init(code, line: line, reason)
        }
    }
}
