internal import Indicators
public import MergeEngine

/// A claim with everything known of its row.
public struct StoredClaim: Sendable, Hashable {
    /// The claim as the state is folded from it.
    public let claim: Claim
    /// The match tag it stands under.
    public let key: TagKey
    /// The marking of its segment as written.
    public let marking: String
    /// The known cells, ascending by column.
    public let cells: [Cell]

    /// What is known here of the value that the claim shows; nothing when it shows none.
    public var valueStanding: ValueStanding? {
        guard value(of: RowSchema.valueColumn) != nil else { return nil }
        switch claim.exclusion {
        case .tag: return .disproved
        case .canonicalForm: return .unverified
        case .budget, nil: return claim.pop == .unchecked ? .unverified : .verified
        }
    }

    /// One known cell.
    public struct Cell: Sendable, Hashable {
        /// The name of its column.
        public let column: String
        /// Its canonical bytes, or the certainty that there is none.
        public let content: KnownCell
    }

    /// The same claim with what `content` makes of its cells; those it gives nothing for are left out.
    public func showing(_ content: (Cell) -> KnownCell?) -> StoredClaim {
        let shown = cells.compactMap { cell in content(cell).map { Cell(column: cell.column, content: $0) } }
        return StoredClaim(claim: claim, key: key, marking: marking, cells: shown)
    }

    /// The canonical bytes of a cell that has a value.
    public func value(of column: String) -> [UInt8]? {
        guard case .value(let bytes)? = cells.first(where: { $0.column == column })?.content else { return nil }
        return bytes
    }
}

/// Whether a value that a row shows gives the row's match tag.
public enum ValueStanding: String, Sendable, Hashable {
    /// It does.
    case verified
    /// Nobody here could compare them yet.
    case unverified
    /// It gives another one: E_TAG.
    case disproved
}

extension StoredClaim: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: cells are left out.
    public var description: String { "StoredClaim(\(claim.id), \(cells.count) cells)" }

    /// Safe for dumps: cells are left out.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension StoreEngine {
    /// Reads the cells of a claim from its streams.
    func stored(_ united: UnitedClaim, claim: Claim, key: TagKey) throws(StoreError) -> StoredClaim {
        let segment = try streams.segment(united.records[0].segment, ofBundle: united.bundle)
        var contents: [KnownCell?] = Array(repeating: nil, count: segment.columns.count)
        for record in united.records {
            let line = try line(record)
            for (index, column) in segment.columns.enumerated() where record.shown >> UInt64(index) & 1 == 1 {
                contents[index] = line.range(of: column).map { .value(Array(line.bytes[$0])) } ?? .absent
            }
        }
        let cells = zip(segment.columns, contents).compactMap { column, content in
            content.map { StoredClaim.Cell(column: column, content: $0) }
        }
        return StoredClaim(
            claim: claim, key: key, marking: segment.marking, cells: cells)
    }
}
