public import Blinding
internal import Indicators
public import MemberRegistry
internal import MergeEngine
internal import NodeStore

/// What evaluators have to evaluate before a node can compare what it holds in clear with match tags: the values that rows show, and
/// those of the protected lists.
public final class HeldInputs {
    private let store: NodeStore
    private let epoch: VerifiedEpoch
    private let blinder: EpochBlinder
    private var protected: [MatchInput]
    private var place: UInt64? = 0
    private var waiting: [Shown] = []
    private var asked: [Shown] = []
    private var seen: Set<[UInt8]> = []

    private struct Shown {
        let key: TagKey?
        let input: MatchInput
    }

    /// How many values did not give the tag they stand under, of those evaluated so far.
    public private(set) var mismatchCount = 0

    /// Prepares to read what a node holds.
    ///
    /// - Throws: ``NodeError``, `FileError`, `BlindingError`, `StoreError`.
    public init(_ node: Node, in epoch: VerifiedEpoch) throws {
        store = try node.store(for: .reading)
        self.epoch = epoch
        blinder = try node.blinder(of: epoch)
        protected = try node.protectedIndicators().all.compactMap { entry in
            guard let kind = try? IndicatorKind(parsing: entry.kind) else { return nil }
            return try? MatchInput(kind: kind, canonical: entry.canonical.span)
        }
    }

    /// The next inputs that nobody evaluated for this node, each once; none at the end. Those of the call before have been evaluated.
    ///
    /// - Throws: `StoreError`.
    public func next(atMost limit: Int = FeedInputs.evaluatedTogether) throws -> [MatchInput] {
        compareAsked()
        asked = protectedInputs(atMost: limit).map { Shown(key: nil, input: $0) }
        while asked.count < limit {
            if waiting.isEmpty { guard try readOn() else { break } }
            let shown = waiting.removeLast()
            if seen.insert(shown.input.bytes).inserted { asked.append(shown) }
        }
        seen.removeAll(keepingCapacity: true)
        return asked.map(\.input)
    }

    /// How many inputs there are at most: a value that rows under several tags show is counted with each.
    ///
    /// - Throws: as ``next(atMost:)``.
    public func count() throws -> Int {
        var count = 0
        while case let some = try next(), !some.isEmpty { count += some.count }
        return count
    }

    private func protectedInputs(atMost limit: Int) -> [MatchInput] {
        var found: [MatchInput] = []
        while found.count < limit, let input = protected.popLast() {
            if needsEvaluation(input) { found.append(input) }
        }
        return found
    }

    /// - Returns: whether anything waits now.
    private func readOn() throws -> Bool {
        while waiting.isEmpty, let from = place {
            let page = try store.unverifiedValues(of: epoch.number, from: from)
            place = page.next
            for (key, canonical) in page.shown {
                guard let input = try? MatchInput(kind: key.kind, canonical: canonical.span), needsEvaluation(input)
                else { continue }
                waiting.append(Shown(key: key, input: input))
            }
        }
        return !waiting.isEmpty
    }

    /// Kinds that the epoch does not serve need nothing.
    private func needsEvaluation(_ input: MatchInput) -> Bool { (try? blinder.needsEvaluation(input)) ?? false }

    private func compareAsked() {
        for shown in asked {
            guard let key = shown.key, let secret = try? blinder.secret(of: shown.input) else { continue }
            if secret.tag(epoch: epoch.number) != key.tag { mismatchCount += 1 }
        }
    }
}
