internal import Agreements
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore
internal import Redaction

extension Node {
    /// Counts the owners that this node's own state knows of an indicator; nothing when no rule asks.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `FileError`.
    func sourceCount(under agreement: Agreement, epoch: EpochNumber, at time: Timestamp) throws -> SourceCount? {
        guard agreement.rules.contains(where: { $0.conditions.leastSources != nil }) else { return nil }
        let surroundings = try Surroundings(self, store(for: .reading), at: time)
        let question = StateQuestion(at: time, in: surroundings.context, protected: surroundings.tags.protectedKeys())
        return { kind, tag in
            guard let kind = try? IndicatorKind(parsing: kind),
                let state = try? surroundings.store.state(
                    of: [TagKey(kind: kind, epoch: epoch, tag: tag)], kind: kind, asking: question)
            else { return 0 }
            return Int64(state.owners.count)
        }
    }
}
