internal import CanonicalCoding
public import Indicators
public import MergeEngine

extension NodeStore {
    /// Values of an epoch that reports show and that nobody here could compare with their tags yet, from a place in the tag space on; of a
    /// publisher one under each tag.
    ///
    /// - Parameter place: 0 to begin with, then what the call before named.
    /// - Returns: tags with the values that rows under them show, and the next place; nothing when this was the last.
    /// - Throws: ``StoreError``.
    public func unverifiedValues(
        of epoch: EpochNumber, from place: UInt64
    ) throws(StoreError) -> (shown: [(key: TagKey, canonical: [UInt8])], next: UInt64?) {
        try withEngine { (engine) throws(StoreError) in try engine.unverifiedValues(of: epoch, from: place) }
    }
}

extension StoreEngine {
    fileprivate func unverifiedValues(
        of epoch: EpochNumber, from place: UInt64
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
                // Of each publisher the newest: what it replaced speaks for nothing.
                var newest: [MemberID: (claim: Claim, value: [UInt8])] = [:]
                for (row, claim) in zip(united, try settledClaims(of: united, under: key)) where claim.isUnsettled {
                    guard claim.statement.type == .report, let value = try value(of: row) else { continue }
                    let publisher = claim.origin.publisher
                    if let known = newest[publisher], !known.claim.precedes(claim) { continue }
                    newest[publisher] = (claim, value)
                }
                shown += newest.values.map { (key, $0.value) }
            }
        }
        return (shown, next)
    }
}
