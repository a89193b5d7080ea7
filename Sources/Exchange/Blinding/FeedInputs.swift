public import Blinding
internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import MemberRegistry

/// What evaluators have to evaluate before feeds can be published: a reading of the feeds before the one that publishes them.
public final class FeedInputs {
    private let blinder: EpochBlinder
    private let drafter: RowDrafter
    private let feeds: [FeedSource]
    private var reader: FeedReader?
    private var place = 0

    /// Prepares to read the feeds of a request.
    ///
    /// - Throws: ``NodeError``, `FileError`, `BlindingError`.
    public init(_ request: PublishRequest, at node: Node) throws {
        blinder = try node.blinder(of: try node.publishingEpoch(at: request.time))
        drafter = RowDrafter(request, protected: try node.protectedIndicators(), suites: blinder.suites)
        feeds = request.feeds
    }

    /// The next inputs that are not kept here, each once among them; none at the end of the feeds. Rows that will be refused for their
    /// form ask for nothing.
    ///
    /// - Throws: `FeedError`.
    public func next(atMost limit: Int = evaluatedTogether) throws -> [MatchInput] {
        var found: [MatchInput] = []
        var seen: Set<[UInt8]> = []
        while found.count < limit, let draft = try nextDraft() {
            for input in try draft.inputs() where try blinder.needsEvaluation(input) && seen.insert(input.bytes).inserted {
                found.append(input)
            }
        }
        return found
    }

    /// So many inputs are read at a time: what is in memory of a feed, however long it is.
    public static let evaluatedTogether = KeptBatch.largestCount

    /// How many inputs there are at most: one that stands in the feeds again, far away, is counted again.
    ///
    /// - Throws: `FeedError`.
    public func count() throws -> Int {
        var count = 0
        while case let some = try next(), !some.isEmpty { count += some.count }
        return count
    }

    private func nextDraft() throws -> RowDraft? {
        while place < feeds.count {
            let current = try reader ?? FeedReader(feeds[place], options: drafter.request.options)
            reader = current
            switch try current.advance() {
            case .end: (reader, place) = (nil, place + 1)
            case .refused: continue
            case .row: if let draft = draft(of: current.row) { return draft }
            }
        }
        return nil
    }

    private func draft(of row: FeedRow) -> RowDraft? {
        guard let draft = try? drafter.draft(row, feed: place), drafter.request.onlyKinds?.contains(draft.form.kind) ?? true
        else {
            return nil
        }
        return draft
    }
}
