internal import MergeEngine

/// A row that was read and not taken into the state, with the reason.
public struct Refusal: Sendable, Hashable {
    /// Index of the segment in the manifest.
    public let segment: Int
    /// Index of the row in its segment.
    public let row: Int
    /// Why it was refused.
    public let reason: Reason

    /// A code of the protocol and, for the schema, the field it is about.
    public struct Reason: Sendable, Hashable, Comparable {
        /// Such as `E_SCHEMA` or `E_TAG`; `ERASED` for what was erased here.
        public let code: String
        /// Field and fault of a broken schema; empty otherwise.
        public let detail: String

        init(_ code: String, _ detail: String = "") {
            self.code = code
            self.detail = detail
        }

        static let expired = Reason("E_EXPIRED")
        static let budget = Reason(Exclusion.budget.rawValue)
        static let erased = Reason("ERASED")

        /// By code, then by detail.
        public static func < (left: Self, right: Self) -> Bool {
            left.code != right.code ? left.code < right.code : left.detail < right.detail
        }
    }
}

/// Refused rows: every one counted, the first of them listed.
struct RefusalLog {
    private(set) var counts: [Refusal.Reason: Int] = [:]
    private(set) var listed: [Refusal] = []

    mutating func add(segment: Int, row: Int, _ reason: Refusal.Reason) {
        counts[reason, default: 0] += 1
        if listed.count < StoreLimits.listedRefusals { listed.append(Refusal(segment: segment, row: row, reason: reason)) }
    }

    mutating func add(_ count: Int, _ reason: Refusal.Reason) {
        if count > 0 { counts[reason, default: 0] += count }
    }
}
