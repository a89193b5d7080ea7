internal import Blinding
internal import CanonicalCoding
internal import Indicators
package import MergeEngine

/// Proofs of possession are checked where a row shows its value; whoever knows the value otherwise checks the others, too.
///
/// A publisher that copied a tag and hides the value it does not have must not count as an owner at a node that has it.
extension StoreEngine {
    /// The claims of all rows under a tag with what is known here of them: values and proofs checked, reports beyond a budget marked.
    ///
    /// - Parameter secret: the secret of the value, when the asker named it.
    func settledClaims(
        of united: [UnitedClaim], under key: TagKey, knowing secret: MatchSecret? = nil, readingRegarding: Bool = false
    ) throws(StoreError) -> [Claim] {
        var claims: [Claim] = []
        for row in united { claims.append(try claim(row, readingRegarding: readingRegarding)) }
        if claims.contains(where: \.isUnsettled) { try settle(&claims, united, under: key, knowing: secret) }
        excludeOverBudget(&claims, under: key)
        return claims
    }

    /// Checks the values and proofs under a tag that could not be checked when their rows came in.
    ///
    /// A proof of which no row shows the value is checked with the secret that another row or the asker gives. Where that is known, a
    /// row that still shows a value nobody evaluated shows another one, since the secrets of what is evaluated are kept.
    ///
    /// - Parameters:
    ///   - claims: the claims of `united`, in the same order.
    ///   - secret: the secret of the value, when the asker named it; else it is taken from a row under the same tag that shows it.
    private func settle(
        _ claims: inout [Claim], _ united: [UnitedClaim], under key: TagKey, knowing secret: MatchSecret?
    ) throws(StoreError) {
        let shown = try settleValues(of: &claims, united, under: key)
        var secret = secret ?? shown
        if secret == nil { secret = try self.secret(shownUnder: key, by: united) }
        guard let secret else { return }
        for index in claims.indices where claims[index].isUnsettled {
            guard try value(of: united[index]) == nil else {
                claims[index].exclusion = .tag
                continue
            }
            try settleProof(of: &claims[index], united[index], with: secret, under: key)
        }
    }

    /// Compares values that rows show with their tags, as far as their secrets have come since.
    ///
    /// - Returns: the secret of the tag, when a row shows its value.
    private func settleValues(
        of claims: inout [Claim], _ united: [UnitedClaim], under key: TagKey
    ) throws(StoreError) -> MatchSecret? {
        guard let blinder = blinders[key.epoch] else { return nil }
        var found: MatchSecret?
        for index in claims.indices where claims[index].isUnsettled {
            guard let value = try value(of: united[index]), let secret = try? blinder.secret(of: key.kind, canonical: value.span)
            else { continue }
            guard secret.tag(epoch: key.epoch) == key.tag else {
                claims[index].exclusion = .tag
                continue
            }
            try settleProof(of: &claims[index], united[index], with: secret, under: key)
            found = secret
        }
        return found
    }

    private func settleProof(
        of claim: inout Claim, _ row: UnitedClaim, with secret: MatchSecret, under key: TagKey
    ) throws(StoreError) {
        guard let pop = try facts(of: row.records[0])?.pop else { return }
        claim.pop = pop == secret.pop(epoch: key.epoch, publisher: claim.origin.publisher) ? .valid : .failed
    }

    /// Whether a record shows the column of the value.
    func showsValue(_ record: IndexRecord, ofBundle bundle: Int) throws(StoreError) -> Bool {
        let columns = try streams.segment(record.segment, ofBundle: bundle).columns
        return columns.firstIndex(of: RowSchema.valueColumn).map { record.shown >> UInt64($0) & 1 == 1 } ?? false
    }

    /// The value a row shows, verified or not.
    func value(of row: UnitedClaim) throws(StoreError) -> [UInt8]? {
        for record in row.records where try showsValue(record, ofBundle: row.bundle) {
            if let value = try value(of: record) { return value }
        }
        return nil
    }

    private func value(of record: IndexRecord) throws(StoreError) -> [UInt8]? {
        let line = try line(record)
        guard let range = line.range(of: RowSchema.valueColumn) else { return nil }
        return (try? StrictJSON.parse(Array(line.bytes[range])))?.string.map { Array($0.utf8) }
    }

    /// The canonical value of a tag, when a row under it shows one that gave the tag.
    func shownValue(by united: [UnitedClaim]) throws(StoreError) -> [UInt8]? {
        for claim in united where claim.exclusion == nil {
            guard let record = claim.records.first(where: { $0.pop != .unchecked }) else { continue }
            if let value = try value(of: record) { return value }
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
    var isUnsettled: Bool { pop == .unchecked && exclusion == nil }
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
