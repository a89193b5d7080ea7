/// How often and how patiently rounds with peers are done.
public struct SyncPace: Sendable, Hashable {
    /// Without news a peer is asked after about this long.
    public var pollSeconds: Double = 30
    /// After a failure the next try comes after about this long, then twice as long, and so on.
    public var firstRetrySeconds: Double = 1
    /// No pause after failures is longer.
    public var longestRetrySeconds: Double = 300
    /// So many rounds are under way at once; most of the time of each is spent on waiting for the other side.
    public var roundsAtOnce = 32
    /// The home's files are looked at for what verbs changed after this long.
    public var lookSeconds: Double = 0.2
    /// Evaluators whose statement of the day is not here are asked after this long.
    public var usageSeconds: Double = 3_600
    /// After this long where one of them did not answer.
    public var usageRetrySeconds: Double = 60

    /// The usual pace.
    public init() {}

    /// How long to wait before the next round: around the pause meant, a fifth more or less, so that peers do not march in step.
    ///
    /// - Parameters:
    ///   - failures: how many rounds failed in a row.
    ///   - chance: from 0 to 1.
    func pauseSeconds(afterFailures failures: Int, chance: Double) -> Double {
        let meant =
            failures == 0
            ? pollSeconds : min(firstRetrySeconds * Double(1 << min(failures - 1, 30)), longestRetrySeconds)
        return meant * (0.8 + 0.4 * chance)
    }
}
