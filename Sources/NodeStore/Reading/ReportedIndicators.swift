public import MergeEngine

extension NodeStore {
    /// Hands every indicator that was ever reported to `body` with all its claims, in order of the tags, reading a leaf at a time.
    ///
    /// Tags of several epochs are one indicator, handed on with the first of them that has a report, where rows of both show the
    /// value; of a tag whose rows hide it, what is no report counts for an indicator that shows it.
    ///
    /// - Parameter readingCells: whether the cells of every row are read. Otherwise only those of indicators of which more than
    ///   reports is held; markings and cells of others are left empty.
    /// - Throws: ``StoreError``.
    public func forEachReported(
        readingCells: Bool, _ body: (TagKey, [StoredClaim]) throws(StoreError) -> Void
    ) throws(StoreError) {
        let hasSeveralEpochs = try withEngine { (engine) throws(StoreError) in engine.blinders.count > 1 }
        try forEachIndicator { (key, claims) throws(StoreError) in
            guard claims.contains(where: { $0.statement.type == .report }) else { return }
            guard readingCells || hasSeveralEpochs || claims.contains(where: { $0.statement.type != .report }) else {
                return try body(key, claims.map { StoredClaim(claim: $0, key: key, marking: "", cells: []) })
            }
            let same = try keysOfSameValue(as: key)
            guard let elsewhere = try claimsOfOtherEpochs(beside: key, same) else { return }
            let known = same.first { $0.key == key }?.known
            try body(key, try history(of: key, knowing: known) + elsewhere)
        }
    }

    /// The claims about the same value under tags of other epochs; nothing when the indicator is handed on with one of those.
    private func claimsOfOtherEpochs(
        beside key: TagKey, _ same: [(key: TagKey, known: KnownValue?)]
    ) throws(StoreError) -> [StoredClaim]? {
        var found: [StoredClaim] = []
        for other in same where other.key != key {
            let claims = try history(of: other.key, knowing: other.known)
            guard try keysOfSameValue(as: other.key).contains(where: { $0.key == key }) else {
                found += claims.filter { $0.claim.statement.type != .report }
                continue
            }
            guard key < other.key || !claims.contains(where: { $0.claim.statement.type == .report }) else { return nil }
            found += claims
        }
        return found
    }

    private func keysOfSameValue(as key: TagKey) throws(StoreError) -> [(key: TagKey, known: KnownValue?)] {
        try withEngine { (engine) throws(StoreError) in try engine.keysOfSameValue(as: key) }
    }
}
