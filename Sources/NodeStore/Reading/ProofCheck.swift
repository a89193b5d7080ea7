internal import Blinding
internal import CanonicalCoding
internal import Indicators
package import MergeEngine

/// Proofs of possession are checked where a row shows its value; whoever knows the value otherwise checks the others, too.
///
/// A publisher that copied a tag and hides the value it does not have must not count as an owner at a node that has it.
extension StoreEngine {
    /// The claims of all rows under a tag with what is known here of them: proofs checked, and reports beyond a budget marked.
    ///
    /// - Parameter secret: the secret of the value, when the asker named it.
    func settledClaims(
        of united: [UnitedClaim], under key: TagKey, knowing secret: MatchSecret? = nil, readingRegarding: Bool = false
    ) throws(StoreError) -> [Claim] {
        var claims: [Claim] = []
        for row in united { claims.append(try claim(row, readingRegarding: readingRegarding)) }
        try settleProofs(of: &claims, united, under: key, knowing: secret)
        excludeOverBudget(&claims, under: key)
        return claims
    }

    /// Checks the proofs under a tag that no row of their own could settle.
    ///
    /// - Parameters:
    ///   - claims: the claims of `united`, in the same order.
    ///   - secret: the secret of the value, when the asker named it; else it is taken from a row under the same tag that shows it.
    private func settleProofs(
        of claims: inout [Claim], _ united: [UnitedClaim], under key: TagKey, knowing secret: MatchSecret? = nil
    ) throws(StoreError) {
        guard claims.contains(where: \.isUnsettled) else { return }
        var secret = secret
        if secret == nil { secret = try self.secret(shownUnder: key, by: united) }
        guard let secret else { return }
        for index in claims.indices where claims[index].isUnsettled {
            let expected = secret.pop(epoch: key.epoch, publisher: claims[index].origin.publisher)
            guard let pop = try facts(of: united[index].records[0])?.pop else { continue }
            claims[index].pop = pop == expected ? .valid : .failed
        }
    }

    /// The canonical value of a tag, when a row under it shows one that gave the tag.
    func shownValue(by united: [UnitedClaim]) throws(StoreError) -> [UInt8]? {
        for claim in united where claim.exclusion == nil {
            guard let record = claim.records.first(where: { $0.pop != .unchecked }) else { continue }
            let line = try line(record)
            guard let range = line.range(of: RowSchema.valueColumn) else { continue }
            if let text = (try? StrictJSON.parse(Array(line.bytes[range])))?.string { return Array(text.utf8) }
        }
        return nil
    }

    /// The tag and those of the same value in the other epochs this node can compute, as far as a row shows the value.
    func keysOfSameValue(as key: TagKey) throws(StoreError) -> [TagKey] {
        guard blinders.count > 1, let group = group(of: key) else { return [key] }
        let united = try united(records(of: key.tag).filter { $0.group == group })
        guard let value = try shownValue(by: united) else { return [key] }
        let others = blinders.filter { $0.key != key.epoch }.compactMap { epoch, blinder -> TagKey? in
            guard let secret = try? blinder.secret(of: key.kind, canonical: value.span) else { return nil }
            return TagKey(kind: key.kind, epoch: epoch, tag: secret.tag(epoch: epoch))
        }
        return [key] + others
    }

    private func secret(shownUnder key: TagKey, by united: [UnitedClaim]) throws(StoreError) -> MatchSecret? {
        guard let blinder = blinders[key.epoch], let value = try shownValue(by: united) else { return nil }
        return try? blinder.secret(of: key.kind, canonical: value.span)
    }

    private func facts(of record: IndexRecord) throws(StoreError) -> CoreFacts? {
        let line = try line(record)
        guard let range = line.range(of: RowSchema.coreColumn) else { return nil }
        return CoreFacts(reading: Array(line.bytes[range]).span)
    }
}

extension Claim {
    /// Whether its proof can still be checked by somebody who knows the value.
    fileprivate var isUnsettled: Bool { pop == .unchecked && exclusion == nil }
}

/// Tags that stand for one value each, in whatever order it comes out: one row may show what another hides.
package struct TagGroups {
    private var groups: [Int: [TagKey]] = [:]
    private var group: [TagKey: Int] = [:]
    private var next = 0

    package init() {}

    /// Says that some tags stand for one value.
    package mutating func join(_ keys: [TagKey]) {
        let number = next
        next += 1
        var joined: [TagKey] = []
        for key in keys {
            joined += group[key].flatMap { groups.removeValue(forKey: $0) } ?? (group[key] == nil ? [key] : [])
        }
        let members = Array(Set(joined)).sorted()
        for key in members { group[key] = number }
        groups[number] = members
    }

    /// Every group once.
    package var all: [[TagKey]] { groups.keys.sorted().compactMap { groups[$0] } }
}
