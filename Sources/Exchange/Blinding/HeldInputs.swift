public import Blinding
public import CanonicalCoding
internal import Indicators
internal import MergeEngine
public import MemberRegistry
internal import NodeStore

/// What evaluators have to evaluate before a node can compare what it holds in clear with match tags: the values that rows show, and
/// those of the protected lists.
public final class HeldInputs {
    private let store: NodeStore
    private let epoch: EpochNumber
    private let question: StateQuestion
    private let blinder: EpochBlinder
    private var protected: [MatchInput]
    private var place: UInt64? = 0
    private var waiting: [MatchInput] = []

    /// Prepares to read what a node holds.
    ///
    /// - Parameter time: which reports stand is asked for this moment; bundles that wait or are set aside say nothing.
    /// - Throws: ``NodeError``, `FileError`, `BlindingError`, `StoreError`.
    public init(_ node: Node, in epoch: VerifiedEpoch, at time: Timestamp) throws {
        store = try node.checkingStore()
        question = StateQuestion(at: time, in: try Surroundings.standing(of: node, store))
        self.epoch = epoch.number
        blinder = try node.blinder(of: epoch)
        protected = try node.protectedIndicators().all.compactMap { entry in
            guard let kind = try? IndicatorKind(parsing: entry.kind) else { return nil }
            return try? MatchInput(kind: kind, canonical: entry.canonical.span)
        }
    }

    /// The next inputs that nobody evaluated for this node, each once among them; none at the end.
    ///
    /// - Throws: `StoreError`.
    public func next(atMost limit: Int = FeedInputs.evaluatedTogether) throws -> [MatchInput] {
        var found: [MatchInput] = []
        var seen: Set<[UInt8]> = []
        while found.count < limit, let input = try nextInput() {
            if needsEvaluation(input), seen.insert(input.bytes).inserted { found.append(input) }
        }
        return found
    }

    /// How many inputs there are, as far as a limit: one that stands in rows far apart is counted again.
    ///
    /// - Throws: `StoreError`.
    public func count(atMost limit: Int = .max) throws -> Int {
        var count = 0
        while count < limit, case let some = try next(), !some.isEmpty { count += some.count }
        return min(count, limit)
    }

    private func nextInput() throws -> MatchInput? {
        if let input = protected.popLast() { return input }
        while waiting.isEmpty, let from = place {
            let page = try store.unverifiedValues(of: epoch, from: from, asking: question)
            place = page.next
            waiting = page.shown.compactMap { try? MatchInput(kind: $0.key.kind, canonical: $0.canonical.span) }
        }
        return waiting.popLast()
    }

    /// Kinds that the epoch does not serve need nothing.
    private func needsEvaluation(_ input: MatchInput) -> Bool { (try? blinder.needsEvaluation(input)) ?? false }
}
