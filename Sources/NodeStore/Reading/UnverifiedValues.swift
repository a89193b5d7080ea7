internal import CanonicalCoding
public import Indicators
public import MergeEngine

extension NodeStore {
    /// Values of an epoch that standing reports show and that nobody here could compare with their tags yet, from a place in the tag space
    /// on: at most one of each publisher under a tag.
    ///
    /// - Parameters:
    ///   - place: 0 to begin with, then what the call before named.
    ///   - question: what says which reports stand; the others speak for nothing.
    /// - Returns: tags with the values that rows under them show, and the next place; nothing when this was the last.
    /// - Throws: ``StoreError``.
    public func unverifiedValues(
        of epoch: EpochNumber, from place: UInt64, asking question: StateQuestion
    ) throws(StoreError) -> (shown: [(key: TagKey, canonical: [UInt8])], next: UInt64?) {
        try withEngine { (engine) throws(StoreError) in
            try engine.unverifiedValues(of: epoch, from: place, asking: question)
        }
    }
}

extension StoreEngine {
    fileprivate func unverifiedValues(
        of epoch: EpochNumber, from place: UInt64, asking question: StateQuestion
    ) throws(StoreError) -> (shown: [(key: TagKey, canonical: [UInt8])], next: UInt64?) {
        let span = directory.span(containing: place)
        guard !span.isEmpty, let number = number(of: epoch) else { return ([], nil) }
        let next = directory.upperBound(of: span)
        var shown: [(key: TagKey, canonical: [UInt8])] = []
        try forEachTag(from: place, through: next.map { $0 - 1 } ?? .max) { (records) throws(StoreError) in
            let open = records.filter { $0.epoch == number && $0.isPrimary && $0.pop == .unchecked && $0.exclusion == nil }
            for group in Set(open.map(\.group)).sorted() {
                let united = try united(records.filter { $0.group == group })
                guard !united.isEmpty else { continue }
                let key = try key(of: united[0].records[0])
                let claims = try settledClaims(of: united, under: key)
                let state = IndicatorState.folding(
                    claims, topic: IndicatorTopic(kind: key.kind), at: question.time, in: question.context)
                let standing = Set(
                    state.standings.lazy.filter { $0.fate == .stands && $0.claim.statement.type == .report }.map(\.claim.id))
                for (row, claim) in zip(united, claims) where claim.isUnsettled && standing.contains(claim.id) {
                    if let value = try value(of: row) { shown.append((key, value)) }
                }
            }
        }
        return (shown, next)
    }
}
