public import Blinding
internal import CanonicalCoding
internal import Indicators
package import MergeEngine

/// A value and its secret in one epoch, as whoever asks about it or a row that shows it gives them.
public struct KnownValue: Sendable {
    /// The canonical form.
    public let canonical: [UInt8]
    /// What its tag and everybody's proof of possession follow from.
    public let secret: MatchSecret

    /// States what is known.
    public init(canonical: [UInt8], secret: MatchSecret) {
        self.canonical = canonical
        self.secret = secret
    }
}

/// Values and proofs are checked when a row comes in, as far as the secret of its value is kept then; the others whenever they are read.
///
/// A publisher that copied a tag and hides the value it does not have must not count as an owner at a node that has it, and nobody's
/// value counts for a tag that it does not give.
extension StoreEngine {
    /// The claims of all rows under a tag with what is known here of them: values and proofs checked, reports beyond a budget marked.
    ///
    /// - Parameters:
    ///   - known: the value of the tag, when the asker named it; else it is taken from a row under the tag that shows it.
    ///   - comparingShown: whether values that rows show and that could not be compared when they came in are now, which reads the rows.
    func settledClaims(
        of united: [UnitedClaim], under key: TagKey, knowing known: KnownValue? = nil, comparingShown: Bool = true,
        readingRegarding: Bool = false
    ) throws(StoreError) -> [Claim] {
        var claims: [Claim] = []
        for row in united { claims.append(try claim(row, readingRegarding: readingRegarding)) }
        if claims.contains(where: \.isUnsettled) {
            try settle(&claims, united, under: key, knowing: known, comparingShown: comparingShown)
        }
        excludeOverBudget(&claims, under: key)
        return claims
    }

    /// Checks the values and proofs under a tag that could not be checked when their rows came in.
    ///
    /// A row that shows its value is held against it; one that hides it against what the asker or another row under the tag gives.
    private func settle(
        _ claims: inout [Claim], _ united: [UnitedClaim], under key: TagKey, knowing asked: KnownValue?, comparingShown: Bool
    ) throws(StoreError) {
        var shown: [Int: [UInt8]] = [:]
        for index in claims.indices where comparingShown && claims[index].isUnsettled {
            shown[index] = try value(of: united[index])
        }
        var known = asked
        if known == nil { known = try knownValue(under: key, by: united, alsoShown: shown) }
        for index in claims.indices where claims[index].isUnsettled {
            let value = comparingShown || known == nil ? shown[index] : try value(of: united[index])
            guard let value else {
                if let known { try settleProof(of: &claims[index], united[index], with: known.secret, under: key) }
                continue
            }
            if let known, known.canonical == value {
                try settleProof(of: &claims[index], united[index], with: known.secret, under: key)
            } else if known != nil || isOfAnotherTag(value, than: key) {
                claims[index].exclusion = .tag
            }
        }
    }

    private func settleProof(
        of claim: inout Claim, _ row: UnitedClaim, with secret: MatchSecret, under key: TagKey
    ) throws(StoreError) {
        guard let pop = try facts(of: row.records[0])?.pop else { return }
        claim.pop = pop == secret.pop(epoch: key.epoch, publisher: claim.origin.publisher) ? .valid : .failed
    }

    /// The value of a tag with its secret, as far as a row under it shows it and the secret is kept.
    func knownValue(under key: TagKey, by united: [UnitedClaim]) throws(StoreError) -> KnownValue? {
        var shown: [Int: [UInt8]] = [:]
        for index in united.indices where united[index].pop == .unchecked && united[index].exclusion == nil {
            shown[index] = try value(of: united[index])
        }
        return try knownValue(under: key, by: united, alsoShown: shown)
    }

    /// - Parameter shown: what rows show that could not be compared when they came in, by place.
    private func knownValue(
        under key: TagKey, by united: [UnitedClaim], alsoShown shown: [Int: [UInt8]]
    ) throws(StoreError) -> KnownValue? {
        guard let blinder = blinders[key.epoch] else { return nil }
        // Whose proof was checked when it came in shows the value of the tag.
        for row in united where row.exclusion == nil {
            guard let record = row.records.first(where: { $0.pop != .unchecked }), let value = try value(of: record) else {
                continue
            }
            guard let secret = try? blinder.secret(of: key.kind, canonical: value.span) else { break }
            return KnownValue(canonical: value, secret: secret)
        }
        for index in shown.keys.sorted() {
            guard let value = shown[index], let secret = try? blinder.secret(of: key.kind, canonical: value.span),
                secret.tag(epoch: key.epoch) == key.tag
            else { continue }
            return KnownValue(canonical: value, secret: secret)
        }
        return nil
    }

    private func isOfAnotherTag(_ value: [UInt8], than key: TagKey) -> Bool {
        guard let secret = try? blinders[key.epoch]?.secret(of: key.kind, canonical: value.span) else { return false }
        return secret.tag(epoch: key.epoch) != key.tag
    }

    /// Whether a row is found only now to show a value that does not give its tag.
    func isDisproved(_ record: IndexRecord, under key: TagKey) throws(StoreError) -> Bool {
        guard record.exclusion == nil, record.pop == .unchecked, let value = try value(of: record) else { return false }
        return isOfAnotherTag(value, than: key)
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

    /// The tag and those of the same value in the other epochs this node can compute, as far as a row shows the value; with what is
    /// known of it in each.
    func keysOfSameValue(as key: TagKey) throws(StoreError) -> [(key: TagKey, known: KnownValue?)] {
        guard blinders.count > 1, let group = group(of: key) else { return [(key, nil)] }
        let united = try united(records(of: key.tag).filter { $0.group == group })
        guard let known = try knownValue(under: key, by: united) else { return [(key, nil)] }
        let others = blinders.filter { $0.key != key.epoch }.compactMap { epoch, blinder -> (TagKey, KnownValue?)? in
            guard let secret = try? blinder.secret(of: key.kind, canonical: known.canonical.span) else { return nil }
            let other = TagKey(kind: key.kind, epoch: epoch, tag: secret.tag(epoch: epoch))
            return (other, KnownValue(canonical: known.canonical, secret: secret))
        }
        return [(key, known)] + others
    }

    private func facts(of record: IndexRecord) throws(StoreError) -> CoreFacts? {
        let line = try line(record)
        guard let range = line.range(of: RowSchema.coreColumn) else { return nil }
        return CoreFacts(reading: Array(line.bytes[range]).span)
    }
}

extension Claim {
    /// Whether its value or proof can still be checked by somebody who knows the value.
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
