package import CryptoPrimitives

/// The tree of salts of one column (the construction of Goldreich, Goldwasser and Micali over SHA-256).
///
/// Whoever holds a node can derive every salt below it and nothing else, so that any set of rows can be opened by
/// handing over a few nodes.
package enum SaltTree {
    /// What all columns of a bundle derive their salts from (the first step of HKDF).
    package static func source(seed: Span<UInt8>, bundle: BundleID) -> HMACKey {
        HKDF.extract(salt: bundle.bytes.span, inputKey: seed)
    }

    /// The root of a column's salts (the second step of HKDF).
    package static func columnKey(from source: HMACKey, segment: Int, column: String) -> Digest256 {
        var info = Array("SIX1:col".utf8)
        unsafe withUnsafeBytes(of: UInt32(segment).bigEndian) { unsafe info.append(contentsOf: $0) }
        info.append(UInt8(column.utf8.count))
        info.append(contentsOf: column.utf8)
        return HKDF.expand(source, info: info.span)
    }

    /// The node below on the left: `H("SIX1:ggm" ‖ 00 ‖ node)`.
    @inline(__always)
    package static func left(_ node: Digest256) -> Digest256 {
        SHA256.hash("SIX1:ggm", byte: 0, node)
    }

    /// The node below on the right: `H("SIX1:ggm" ‖ 01 ‖ node)`.
    @inline(__always)
    package static func right(_ node: Digest256) -> Digest256 {
        SHA256.hash("SIX1:ggm", byte: 1, node)
    }
}

/// What stands for one cell in the Merkle tree of its column.
package enum CellLeaf {
    /// The leaf of a cell with a value: `H(00 ‖ salt ‖ 01 ‖ canonical JSON)`.
    @inline(__always)
    package static func present(_ value: Span<UInt8>, salt: Digest256) -> Digest256 {
        SHA256.hash(byte: 0, salt, byte: 1, value)
    }

    /// The leaf of a cell without one: `H(00 ‖ salt ‖ 00)`.
    package static func absent(salt: Digest256) -> Digest256 {
        SHA256.hash(byte: 0, salt, byte: 0, Span())
    }
}

/// Hands out the salts of consecutive rows below cover nodes, deriving each inner node once.
///
/// It holds one pending right-hand node a level, so a node that owns millions of rows costs no memory and at most
/// two hashes a row.
package struct SaltWalk {
    private let rowCount: Int
    private var pending: [OpeningNode] = []

    package init(rowCount: Int) {
        self.rowCount = rowCount
        pending.reserveCapacity(BundleLimits.treeLevels)
    }

    /// Whether the salts of all rows entered have been handed out.
    package var isEmpty: Bool { pending.isEmpty }

    /// Goes on with the rows below a node.
    package mutating func enter(_ node: OpeningNode) {
        pending.append(node)
    }

    /// The salt of the next row.
    ///
    /// - Precondition: the walk is not empty.
    package mutating func next() -> Digest256 {
        let node = pending.removeLast()
        var height = Int(node.height)
        var digest = node.digest
        while height > 0 {
            height -= 1
            let middle = RowSubtree(height: height, index: (Int(node.firstRow) >> height) + 1)
            if middle.firstRow < rowCount { pending.append(OpeningNode(middle, SaltTree.right(digest))) }
            digest = SaltTree.left(digest)
        }
        return digest
    }
}
