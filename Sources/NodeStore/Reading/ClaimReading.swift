internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine

/// One claim as the index holds it: all redactions of the row together.
struct UnitedClaim {
    /// The records of the row, one for each stream that shows it.
    var records: [IndexRecord]
    let bundle: Int

    var isRefused: Bool { records.contains { $0.flags.contains(.isRefused) } }
    var pop: PopCheck { records.reduce(.unchecked) { max($0, $1.pop) } }
    var exclusion: Exclusion? { records.lazy.compactMap(\.exclusion).first }
}

extension StoreEngine {
    /// Unites records of one match tag by row; refused rows are left out.
    func united(_ records: some Sequence<IndexRecord>) throws(StoreError) -> [UnitedClaim] {
        var claims: [UnitedClaim] = []
        for record in records where record.isPrimary {
            let bundle = try streams.bundle(ofStream: record.stream)
            claims.append(UnitedClaim(records: [record], bundle: bundle))
        }
        guard claims.count > 1 else { return claims.filter { !$0.isRefused } }
        claims.sort { left, right in
            left.bundle != right.bundle
                ? left.bundle < right.bundle
                : left.records[0].position != right.records[0].position
                    ? left.records[0].position < right.records[0].position
                    : left.records[0].stream < right.records[0].stream
        }
        var united: [UnitedClaim] = []
        united.reserveCapacity(claims.count)
        for claim in claims {
            if let last = united.last, last.bundle == claim.bundle,
                last.records[0].position == claim.records[0].position
            {
                united[united.count - 1].records += claim.records
            } else {
                united.append(claim)
            }
        }
        return united.filter { !$0.isRefused }
    }

    /// The claim that the state is folded from.
    func claim(_ united: UnitedClaim, readingRegarding: Bool = false) throws(StoreError) -> Claim {
        let record = united.records[0]
        var statement = record.statement
        if readingRegarding, record.flags.contains(.hasRegarding) {
            statement.regarding = try regarding(record)
        }
        return Claim(
            origin: try streams.origin(ofBundle: united.bundle), segment: UInt32(record.segment), row: UInt32(record.row),
            statement: statement, pop: united.pop, exclusion: united.exclusion)
    }

    /// The claims under a match tag, without their cells.
    func claims(
        of key: TagKey, knowing known: KnownValue? = nil, readingRegarding: Bool = false
    ) throws(StoreError) -> [Claim] {
        guard let group = group(of: key) else { return [] }
        let united = try united(records(of: key.tag).lazy.filter { $0.group == group })
        return try settledClaims(of: united, under: key, knowing: known, readingRegarding: readingRegarding)
    }

    /// Kind and epoch as records hold them; nothing when the store has seen no such pair.
    func group(of key: TagKey) -> UInt64? {
        guard let kind = number(of: key.kind), let epoch = number(of: key.epoch) else { return nil }
        return UInt64(kind) << 12 | UInt64(epoch)
    }

    /// The row line a record points at.
    func line(_ record: IndexRecord) throws(StoreError) -> RowLine {
        guard let line = RowLine(try files.line(record, streams: streams)) else {
            throw StoreError(.bundleFileMissing, action: "read a row of", path: files.directory)
        }
        return line
    }

    private func regarding(_ record: IndexRecord) throws(StoreError) -> MemberID? {
        let line = try line(record)
        guard let range = line.range(of: RowSchema.coreColumn) else { return nil }
        let core = Array(line.bytes[range])
        return CoreFacts(reading: core.span)?.statement(in: core.span).regarding
    }
}
