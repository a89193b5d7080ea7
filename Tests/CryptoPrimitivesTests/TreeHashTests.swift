import CryptoPrimitives
import Testing

/// The hashes of trees against the same messages fed to the plain hash.
@Suite struct `Tree hashes` {
    private let left = SHA256.hash("left")
    private let right = SHA256.hash("right")

    @Test func `of inner nodes are those of 01, left, right`() {
        #expect(TreeHash.inner(left, right) == SHA256.hash([1] + left.bytes + right.bytes))
    }

    @Test func `of children are those of label, side, node`() {
        let label = Array("SIX1:ggm".utf8)
        let children = TreeHash.children(of: left, label: "SIX1:ggm")
        #expect(children.left == SHA256.hash(label + [0] + left.bytes))
        #expect(children.right == SHA256.hash(label + [1] + left.bytes))
        #expect(TreeHash.child(of: left, label: "SIX1:ggm", side: 1) == children.right)
    }

    @Test func `of leaves are those of 00, salt, 01, value, at every length around a block`() {
        for count in 0...700 {
            let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(TreeHash.leaf(salt: left, value.span) == SHA256.hash([0] + left.bytes + [1] + value))
        }
    }
}
