internal import Blinding
public import CanonicalCoding
public import Indicators
public import MemberRegistry
internal import NodeStore

/// What others could find out by guessing, for each kind of this node's data, in numbers measured on this machine.
public struct PrivacyReport: Sendable, Hashable {
    /// Who guesses, and what that party holds.
    public enum Guesser: String, Sendable, Hashable, CaseIterable {
        /// A leaked bundle.
        case outsider
        /// A leaked bundle and one share, without the pepper.
        case evaluator
        /// The pepper, and a quota of questions.
        case member
        /// The pepper, one share, and the half of a quota at the other evaluators.
        case memberAndEvaluator = "member that is an evaluator"
        /// The pepper and two shares.
        case memberAndTwoEvaluators = "member and two evaluators"
    }

    /// How far a guesser gets.
    public enum Reach: Sendable, Hashable {
        /// It has no way to test a guess: the secret it lacks has 256 bits.
        case nothing
        /// It tests so many guesses in an epoch, each counted, and no more.
        case counted(guesses: Double)
        /// It tests every value, uncounted, in so many seconds on this machine.
        case everything(seconds: Double)
    }

    /// One kind of data.
    public struct Line: Sendable, Hashable {
        /// The kind.
        public let kind: IndicatorKind
        /// How many match tags of it this node holds.
        public let indicatorCount: Int
        /// How its tags are made in the epoch; nothing where it cannot be published.
        public let suite: TagSuite?
        /// What there is to try.
        public let space: GuessSpace
        /// How far each gets.
        public let reaches: [Guesser: Reach]
    }

    /// The epoch.
    public let epoch: EpochNumber
    /// The guesses a member may have evaluated in it.
    public let quotaGuesses: Double
    /// What one core does.
    public let rates: GuessRates
    /// How many cores are counted.
    public let coreCount: Int
    /// Kinds of which something is here, and guessable ones that the epoch serves.
    public let lines: [Line]

    /// Asks a node.
    ///
    /// - Throws: ``NodeError`` (no epoch, no registry), `StoreError`, `BlindingError`.
    public init(_ node: Node, at time: Timestamp, rates: GuessRates, coreCount: Int) throws {
        let epoch = try node.publishingEpoch(at: time)
        let counts = try NodeDigest(node, at: time).summary.indicators
        let registry = try node.registry()
        let days =
            Double(epoch.document.times.matchUntil.secondsSinceEpoch - epoch.document.times.publishFrom.secondsSinceEpoch)
            / 86_400
        let quotas = registry.document.members.map { Double($0.quota.start) + Double($0.quota.day) * days }
        self.init(
            epoch: epoch.document, counts: counts, quotaGuesses: quotas.max() ?? 0, rates: rates, coreCount: coreCount)
    }

    /// Works it out.
    package init(
        epoch: EpochDocument, counts: [IndicatorKind: Int], quotaGuesses: Double, rates: GuessRates, coreCount: Int
    ) {
        self.epoch = epoch.epoch
        self.quotaGuesses = quotaGuesses
        self.rates = rates
        self.coreCount = coreCount
        let kinds = IndicatorKind.all.filter { counts[$0] ?? 0 > 0 || $0.isGuessable && epoch.suites[$0.name] != nil }
        lines = kinds.compactMap { kind in
            guard let space = GuessSpace(of: kind) else { return nil }
            let suite = epoch.suites[kind.name]
            let reaches = Guesser.allCases.map { guesser in
                (guesser, Self.reach(of: guesser, suite, space, quotaGuesses, rates, Double(max(1, coreCount))))
            }
            return Line(
                kind: kind, indicatorCount: counts[kind] ?? 0, suite: suite, space: space,
                reaches: Dictionary(uniqueKeysWithValues: reaches))
        }
    }

    private static func reach(
        of guesser: Guesser, _ suite: TagSuite?, _ space: GuessSpace, _ quota: Double, _ rates: GuessRates, _ cores: Double
    ) -> Reach {
        switch (guesser, suite) {
        case (_, nil), (.outsider, _), (.evaluator, _): .nothing
        case (_, .keyed): .everything(seconds: space.count / (rates.keyed * cores))
        // A question to two of three: whoever asks each pair in turn gets half as many again as one of them allows.
        case (.member, .thresholdVOPRF): .counted(guesses: min(1.5 * quota, space.count))
        // It needs one other evaluator for each question, and each of the two gives it half a quota.
        case (.memberAndEvaluator, .thresholdVOPRF): .counted(guesses: min(quota, space.count))
        case (.memberAndTwoEvaluators, .thresholdVOPRF): .everything(seconds: space.count / (rates.evaluated * cores))
        }
    }
}

extension PrivacyReport {
    /// The report for programs.
    public var json: JSONValue {
        [
            "cores": .integer(Int64(coreCount)), "epoch": .integer(Int64(epoch.value)),
            "guesses_per_second_and_core": [
                "evaluated": .integer(Int64(rates.evaluated)), "keyed": .integer(Int64(rates.keyed)),
            ],
            "kinds": .array(lines.map(\.json)), "quota_guesses": .integer(Int64(quotaGuesses)),
        ]
    }
}

extension PrivacyReport.Line {
    fileprivate var json: JSONValue {
        var standing = JSONObject()
        for (guesser, reach) in reaches { standing[guesser.rawValue] = reach.json(of: space) }
        return [
            "guessers": .object(standing), "indicators": .integer(Int64(indicatorCount)), "kind": .string(kind.name),
            "space": .integer(Int64(space.count)), "space_is": .string(space.name), "suite": .string(suite?.rawValue ?? ""),
        ]
    }
}

extension PrivacyReport.Reach {
    fileprivate func json(of space: GuessSpace) -> JSONValue {
        switch self {
        case .nothing: ["can": "nothing"]
        case .counted(let guesses): ["can": "counted", "guesses": .integer(Int64(guesses)), "of": .integer(Int64(space.count))]
        case .everything(let seconds): ["can": "everything", "seconds": .integer(Int64(seconds.rounded(.up)))]
        }
    }
}
