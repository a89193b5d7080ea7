import CryptoPrimitives
import Testing

@Suite struct `A Merkle tree` {
    /// The definition of RFC 9162, 2.1.1, word for word.
    private static func definition(_ leaves: ArraySlice<Digest256>) -> Digest256 {
        if leaves.isEmpty { return SHA256.hash("") }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return SHA256.hash([1] + definition(leaves[..<middle]).bytes + definition(leaves[middle...]).bytes)
    }

    @Test(arguments: 0...70)
    func `has the head of its definition`(count: Int) {
        let leaves = (0..<count).map { SHA256.hash([UInt8($0)]) }
        #expect(MerkleTree.root(ofLeaves: leaves) == Self.definition(leaves[...]))
    }

    /// The eight entries that implementations of RFC 6962 share, and the heads of the trees over the first n of them.
    @Test(arguments: [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ])
    func `has the heads known for RFC 6962`(count: Int, head: String) {
        let entries: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6f),
        ]
        #expect(MerkleTree.root(ofLeaves: entries.prefix(count).map { MerkleTree.leaf($0.span) }).hex == head)
    }

    @Test(arguments: 1...40)
    func `takes complete subtrees in place of their leaves`(count: Int) {
        let leaves = (0..<count).map { SHA256.hash([UInt8($0)]) }
        for height in 0..<6 {
            var stack = MerkleStack()
            while stack.leafCount < count {
                let start = stack.leafCount
                if stack.accepts(subtreeOfHeight: height), start + (1 << height) <= count {
                    stack.append(
                        subtree: MerkleTree.root(ofLeaves: Array(leaves[start..<(start + (1 << height))])), height: height)
                } else {
                    stack.append(leaves[start])
                }
            }
            #expect(stack.head == MerkleTree.root(ofLeaves: leaves))
            #expect(stack.leafCount == count)
        }
    }

    @Test func `accepts a subtree only where it is aligned`() {
        var stack = MerkleStack()
        stack.append(.zero)
        #expect(stack.accepts(subtreeOfHeight: 0))
        #expect(!stack.accepts(subtreeOfHeight: 1))
        #expect(!stack.accepts(subtreeOfHeight: -1))
        #expect(!stack.accepts(subtreeOfHeight: 64))
    }
}
