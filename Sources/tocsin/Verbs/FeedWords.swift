import FeedReading
import Indicators

/// The names that feeds and the command line have for things, for help and hints.
enum FeedWords {
    /// Every kind, and the two names for more than one.
    static let kinds = IndicatorKind.all.map(\.name).joined(separator: ", ") + "; wallet for any wallet, auto to guess"

    /// The formats by name.
    static let formats = FeedFormat.allCases.map(\.rawValue).joined(separator: ", ")

    /// The columns that are read without a mapping.
    static let columns = FeedField.allCases.map(\.rawValue).joined(separator: ", ")
}
