internal import Blinding
public import FeedReading
internal import Indicators

extension FeedInspection {
    /// Reads a feed as a publication would, by the very code that drafts the rows of one.
    ///
    /// - Parameter node: whose epoch and protected indicators decide; without a node, or an open epoch there, every kind
    ///   counts as served and nothing as protected.
    /// - Throws: `FeedError`, ``NodeError``, `FileError`.
    public init(of source: FeedSource, for request: PublishRequest, at node: Node?) throws {
        let epoch = try? node?.publishingEpoch(at: request.time)
        var drafter = RowDrafter(request, protected: ProtectedIndicators(), suites: nil)
        if let node, let epoch {
            drafter = RowDrafter(request, protected: try node.protectedIndicators(), suites: try node.blinder(of: epoch).suites)
        }
        try self.init(of: source, options: request.options) { row in
            do throws(RowRefusal) {
                return .accepted(isCut: try drafter.draft(row, feed: 0).wasCut)
            } catch {
                switch error {
                case .canonical(let reason): return .notCanonical(reason)
                case .publishing(let rule): return .refused(code: rule.rawValue, sentence: rule.sentence, hint: rule.hint)
                }
            }
        }
    }
}
