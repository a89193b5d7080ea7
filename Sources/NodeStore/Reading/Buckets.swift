public import Indicators
public import MergeEngine

extension NodeStore {
    /// The match tags of a kind and an epoch that begin with given bits and have claims, ascending.
    ///
    /// - Parameter limit: how many are given at most.
    /// - Throws: ``StoreError``.
    public func tags(
        of kind: IndicatorKind, in epoch: EpochNumber, beginning prefix: TagPrefix, atMost limit: Int
    ) throws(StoreError) -> [TagKey] {
        try withEngine { (engine) throws(StoreError) in
            guard let kindNumber = engine.number(of: kind), let epochNumber = engine.number(of: epoch) else { return [] }
            var keys: [TagKey] = []
            try engine.forEachTag(from: prefix.bounds.lowerBound, through: prefix.bounds.upperBound) { (records) in
                guard keys.count < limit,
                    let record = records.first(where: { $0.isPrimary && $0.kind == kindNumber && $0.epoch == epochNumber })
                else { return }
                keys.append(TagKey(kind: kind, epoch: epoch, tag: record.tag))
            }
            return keys
        }
    }
}
