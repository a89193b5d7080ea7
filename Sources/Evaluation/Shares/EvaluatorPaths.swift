public import Indicators

/// Where an evaluator keeps what it holds: the folder `evaluator` of a home.
public struct EvaluatorPaths: Sendable, Hashable {
    /// The folder itself, 0700.
    public let root: String

    /// The places below a home.
    public init(home: String) { root = home + "/evaluator" }

    /// Shares, each a secret file.
    public var shares: String { root + "/shares" }
    /// What was evaluated, by epoch: the record that is durable before an answer leaves.
    public var records: String { root + "/records" }
    /// Answers of the last days, which a repeated request gets again.
    public var answers: String { root + "/answers" }
    /// Key ceremonies that are under way, by epoch.
    public var ceremonies: String { root + "/ceremonies" }

    /// The share in use of an epoch.
    public func share(of epoch: EpochNumber) -> String { shares + "/\(epoch.value).key" }
    /// The share that takes its place once the document with its public key is installed.
    public func refreshedShare(of epoch: EpochNumber) -> String { shares + "/\(epoch.value).refreshed.key" }
}
