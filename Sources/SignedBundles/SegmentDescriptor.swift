internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// The committed head of a segment: what its rows are, and one root for each column.
public struct SegmentDescriptor: Sendable, Hashable {
    /// The kind of its indicators, opaque to the container.
    public let kind: String
    /// Its marking as written; ``marking`` reads it.
    public let tlp: String
    /// How many rows it has, from 1.
    public let rowCount: Int
    /// Random bytes that keep equal segments apart.
    public let nonce: [UInt8]
    /// Its columns, ascending by name.
    public let columns: [SegmentColumn]

    /// Puts a descriptor together.
    ///
    /// - Throws: ``BundleError`` with `E_DESC` when a part breaks its form.
    public init(
        kind: String, tlp: String, rowCount: Int, nonce: [UInt8], columns: [SegmentColumn]
    ) throws(BundleError) {
        guard BundleLimits.labelBytes.contains(kind.utf8.count), BundleLimits.labelBytes.contains(tlp.utf8.count),
            rowCount >= 1, nonce.count == Self.nonceByteCount, !columns.isEmpty,
            SegmentColumn.areNamesInOrder(columns.map(\.name))
        else { throw BundleError(.descriptor, .descriptorShape) }
        self.kind = kind
        self.tlp = tlp
        self.rowCount = rowCount
        self.nonce = nonce
        self.columns = columns
    }

    /// The marking, when it is one of TLP 2.0.
    public var marking: Marking? { Marking(tlp) }

    /// The columns that must be shown wherever any cell of a row is.
    public var requiredColumns: ColumnSet {
        ColumnSet(columns.indices.filter { columns[$0].isRequired })
    }

    /// The place of a column.
    public func index(ofColumn name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }

    static let nonceByteCount = 16
}

/// What a descriptor says about one column.
public struct SegmentColumn: Sendable, Hashable {
    /// 1 to 32 of `a-z`, `0-9` and `_`.
    public let name: String
    /// Whether it must be shown wherever any cell of a row is.
    public let isRequired: Bool
    /// The Merkle root over its cells.
    public let root: Digest256

    /// States the facts of a column.
    public init(name: String, isRequired: Bool, root: Digest256) {
        self.name = name
        self.isRequired = isRequired
        self.root = root
    }

    /// Whether names have the right characters and strictly ascend.
    static func areNamesInOrder(_ names: [String]) -> Bool {
        names.allSatisfy(isName)
            && zip(names, names.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isName(_ name: String) -> Bool {
        BundleLimits.columnNameBytes.contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension SegmentDescriptor {
    /// The committed bytes: canonical JSON.
    public func canonicalBytes() -> [UInt8] {
        let value: JSONValue = [
            "cols": .array(
                columns.map {
                    ["n": .string($0.name), "req": .bool($0.isRequired), "root": .string($0.root.hex)]
                }),
            "kind": .string(kind), "nonce": .string(Hex.encode(nonce)), "rows": .integer(Int64(rowCount)),
            "tlp": .string(tlp),
        ]
        return value.canonicalBytes()
    }

    /// The digest by which a manifest names a descriptor: `H("SIX1:seg\0" ‖ bytes)`.
    public static func digest(of bytes: [UInt8]) -> Digest256 {
        var state = SHA256()
        state.update(Array("SIX1:seg\0".utf8))
        state.update(bytes)
        return state.finalize()
    }

    /// Reads the committed bytes.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT` or `E_DESC`.
    public init(parsing bytes: [UInt8], limits: BundleLimits = .standard) throws(BundleError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parseCanonical(bytes)
        } catch {
            throw BundleError(error, otherwise: .descriptor, .descriptorShape)
        }
        if let count = value.object?["cols"]?.array?.count, count > limits.columns {
            throw BundleError(.limit, .tooManyColumns)
        }
        if let rows = value.object?["rows"]?.integer, rows > limits.segmentRows {
            throw BundleError(.limit, .tooManyRows)
        }
        guard let object = value.object, object.keys == ["cols", "kind", "nonce", "rows", "tlp"],
            let listed = object["cols"]?.array, let kind = object["kind"]?.string, let tlp = object["tlp"]?.string,
            let nonce = object["nonce"]?.string.flatMap({ Hex.decode($0) }), let rows = object["rows"]?.integer
        else { throw BundleError(.descriptor, .descriptorShape) }
        let columns = listed.compactMap(SegmentColumn.init(parsing:))
        guard columns.count == listed.count else { throw BundleError(.descriptor, .descriptorShape) }
        try self.init(kind: kind, tlp: tlp, rowCount: Int(rows), nonce: nonce, columns: columns)
    }
}

extension SegmentColumn {
    fileprivate init?(parsing value: JSONValue) {
        guard let object = value.object, object.keys == ["n", "req", "root"], let name = object["n"]?.string,
            let isRequired = object["req"]?.bool, let root = object["root"]?.string.flatMap({ Digest256(hex: $0) })
        else { return nil }
        self.init(name: name, isRequired: isRequired, root: root)
    }
}
