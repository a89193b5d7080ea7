import LedgerFiles

/// What goes wrong, and at which operation.
struct DiskFault {
    enum Kind {
        /// The process ends before the operation.
        case kill
        /// The operation reports a failure; it was done all the same, or not at all.
        case fail(FileError.Reason, isDone: Bool)
    }

    private let operation: Int
    private let kind: Kind?

    static let none = DiskFault(operation: 0, kind: nil)

    static func at(_ operation: Int, _ kind: Kind) -> DiskFault { DiskFault(operation: operation, kind: kind) }

    func kind(at count: Int) -> Kind? { count == operation ? kind : nil }
}
