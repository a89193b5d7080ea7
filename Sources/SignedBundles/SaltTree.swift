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

    /// The two nodes below a node: `H("SIX1:ggm" ‖ 00 ‖ node)` and `H("SIX1:ggm" ‖ 01 ‖ node)`.
    package static func children(of node: Digest256) -> (left: Digest256, right: Digest256) {
        TreeHash.children(of: node, label: "SIX1:ggm")
    }

    /// The left one of the two nodes below a node.
    static func leftChild(of node: Digest256) -> Digest256 {
        TreeHash.child(of: node, label: "SIX1:ggm", side: 0)
    }
}

/// What stands for one cell in the Merkle tree of its column.
package enum CellLeaf {
    /// The leaf of a cell with a value: `H(00 ‖ salt ‖ 01 ‖ canonical JSON)`.
    package static func present(_ value: Span<UInt8>, salt: Digest256) -> Digest256 {
        TreeHash.leaf(salt: salt, value)
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
            guard middle.firstRow < rowCount else {
                digest = SaltTree.leftChild(of: digest)
                continue
            }
            let children = SaltTree.children(of: digest)
            pending.append(OpeningNode(middle, children.right))
            digest = children.left
        }
        return digest
    }
}
