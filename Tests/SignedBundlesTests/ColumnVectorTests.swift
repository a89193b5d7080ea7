import CanonicalCoding
import CryptoPrimitives
import SignedBundles
import Testing

/// The columns of six-v1: every key, salt, leaf, root and opening.
@Suite struct `Published columns` {
    struct Case: CustomTestStringConvertible, @unchecked Sendable {
        let value: [String: Any]

        var testDescription: String { "\(rows) rows" }
        var rows: Int { value["rows"] as? Int ?? 0 }
        var absent: Set<Int> { Set(value["absent"] as? [Int] ?? []) }

        func bytes(_ name: String) throws -> [UInt8] { try #require((value[name] as? String).flatMap { Hex.decode($0) }) }

        func digests(_ name: String) -> [Digest256] {
            (value[name] as? [String] ?? []).compactMap { Digest256(hex: $0) }
        }
    }

    static let cases = ((try? VectorFiles.json("six-v1/columns.json")) as? [[String: Any]] ?? []).map(Case.init)

    @Test func `are all there`() {
        #expect(Self.cases.map(\.rows) == [1, 2, 3, 4, 5, 7, 8, 9, 16, 33, 100])
    }

    @Test(arguments: cases)
    func `give their key, salts, leaves and root`(_ item: Case) throws {
        let (salts, leaves, root) = try commitment(item)
        #expect(salts == item.digests("salts"))
        #expect(leaves == item.digests("leaves"))
        #expect(root.hex == item.value["root"] as? String)
    }

    @Test(arguments: cases)
    func `are opened by exactly the published nodes`(_ item: Case) throws {
        let tree = RowTree(rowCount: item.rows)
        let leaves = item.digests("leaves")
        for opening in try #require(item.value["openings"] as? [[String: Any]]) {
            let shown = RowRuns(try #require(opening["shown"] as? [Int]), count: item.rows)
            var cover: [[Int]] = []
            var hide: [String] = []
            for run in shown.included { tree.forEachCoverNode(of: run) { cover.append([$0.height, $0.index]) } }
            for run in shown.excluded {
                tree.forEachHideNode(of: run) { node in
                    let head = MerkleTree.root(ofLeaves: Array(leaves[node.firstRow..<node.endRow]))
                    hide.append("\(node.height) \(node.index) \(Base64URL.encode(head.bytes))")
                }
            }
            #expect(cover == (opening["cover"] as? [[Any]])?.map { $0.compactMap { $0 as? Int } })
            #expect(hide == (opening["hide"] as? [[Any]])?.map { $0.map { "\($0)" }.joined(separator: " ") })
        }
    }

    private func commitment(_ item: Case) throws -> ([Digest256], [Digest256], Digest256) {
        let bundle = try #require(BundleID(try item.bytes("bundle")))
        let seed = try item.bytes("seed")
        let source = SaltTree.source(seed: seed.span, bundle: bundle)
        let key = SaltTree.columnKey(
            from: source, segment: try #require(item.value["seg"] as? Int),
            column: try #require(item.value["col"] as? String))
        #expect(key.hex == item.value["col_key"] as? String)
        var walk = SaltWalk(rowCount: item.rows)
        walk.enter(OpeningNode(RowSubtree(height: RowTree(rowCount: item.rows).depth, index: 0), key))
        let salts = (0..<item.rows).map { _ in walk.next() }
        #expect(walk.isEmpty)
        let texts = try #require(item.value["jcs"] as? [Any])
        var leaves: [Digest256] = []
        for row in salts.indices {
            let text = item.absent.contains(row) ? nil : texts[row] as? String
            leaves.append(leaf(text, salt: salts[row]))
        }
        return (salts, leaves, MerkleTree.root(ofLeaves: leaves))
    }

    private func leaf(_ text: String?, salt: Digest256) -> Digest256 {
        guard let text else { return CellLeaf.absent(salt: salt) }
        let bytes = Array(text.utf8)
        return CellLeaf.present(bytes.span, salt: salt)
    }
}

/// Rows as runs of neighbours, those in a set and those outside it.
struct RowRuns {
    private(set) var included: [Range<Int>] = []
    private(set) var excluded: [Range<Int>] = []

    init(_ rows: [Int], count: Int) {
        let set = Set(rows)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, set.contains(end) == set.contains(start) { end += 1 }
            if set.contains(start) { included.append(start..<end) } else { excluded.append(start..<end) }
            start = end
        }
    }
}
