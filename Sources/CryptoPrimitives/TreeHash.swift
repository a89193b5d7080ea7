/// SHA-256 of the short messages that trees are made of, each laid out with its padding in one go.
///
/// A tree costs a few blocks a leaf, so that handling partial blocks would cost nearly as much as compressing whole
/// ones.
public enum TreeHash {
    /// The digest of `01 ‖ left ‖ right`, an inner node of RFC 6962.
    public static func inner(_ left: Digest256, _ right: Digest256) -> Digest256 {
        var blocks = innerBlocks(left, right)
        return unsafe withUnsafeBytes(of: &blocks) { unsafe digest(of: $0) }
    }

    /// Two inner nodes that stand side by side, computed at once.
    package static func inner(
        _ first: (left: Digest256, right: Digest256), _ second: (left: Digest256, right: Digest256)
    ) -> Pair<Digest256> {
        var blocks = (innerBlocks(first.left, first.right), innerBlocks(second.left, second.right))
        return unsafe withUnsafeBytes(of: &blocks) { unsafe digests(of: $0) }
    }

    @inline(__always)
    private static func innerBlocks(_ left: Digest256, _ right: Digest256) -> (Block, Block) {
        let left = Words(left)
        let right = Words(right)
        return (
            Block(
                1 | left.a << 8, left.a >> 56 | left.b << 8, left.b >> 56 | left.c << 8, left.c >> 56 | left.d << 8,
                left.d >> 56 | right.a << 8, right.a >> 56 | right.b << 8, right.b >> 56 | right.c << 8,
                right.c >> 56 | right.d << 8),
            Block(right.d >> 56 | padding << 8, 0, 0, 0, 0, 0, 0, bitCount(ofBytes: 65))
        )
    }

    /// The digests of `label ‖ 00 ‖ node` and `label ‖ 01 ‖ node`: the two secrets below one of a tree of secrets.
    ///
    /// - Precondition: the label has eight bytes.
    public static func children(
        of node: Digest256, label: StaticString
    ) -> (left: Digest256, right: Digest256) {
        var blocks = (childBlock(of: node, label: label, side: 0), childBlock(of: node, label: label, side: 1))
        let children = unsafe withUnsafeBytes(of: &blocks) { unsafe digests(of: $0) }
        return (children.first, children.second)
    }

    /// The digest of `label ‖ side ‖ node`: one of the two secrets below a node.
    ///
    /// - Precondition: the label has eight bytes.
    public static func child(of node: Digest256, label: StaticString, side: UInt8) -> Digest256 {
        var block = childBlock(of: node, label: label, side: side)
        return unsafe withUnsafeBytes(of: &block) { unsafe digest(of: $0) }
    }

    @inline(__always)
    private static func childBlock(of node: Digest256, label: StaticString, side: UInt8) -> Block {
        precondition(label.hasPointerRepresentation && label.utf8CodeUnitCount == 8, "the label fills one word")
        let name = unsafe UnsafeRawPointer(label.utf8Start).loadUnaligned(as: UInt64.self)
        let node = Words(node)
        return Block(
            UInt64(littleEndian: name), UInt64(side) | node.a << 8, node.a >> 56 | node.b << 8,
            node.b >> 56 | node.c << 8, node.c >> 56 | node.d << 8, node.d >> 56 | padding << 8, 0,
            bitCount(ofBytes: 41))
    }

    /// The digest of `00 ‖ salt ‖ 01 ‖ value`: a salted leaf.
    public static func leaf(salt: Digest256, _ value: Span<UInt8>) -> Digest256 {
        SHA256.hash(byte: 0, salt, byte: 1, value)
    }

    /// The digest of a message whose blocks are padded already.
    private static func digest(of blocks: UnsafeRawBufferPointer) -> Digest256 {
        guard let start = blocks.baseAddress else { return .zero }
        return unsafe ShortMessage.compress(start, byteCount: blocks.count)
    }

    /// The digests of two messages that follow one another, padded already, each in half of the blocks.
    private static func digests(of blocks: UnsafeRawBufferPointer) -> Pair<Digest256> {
        guard let start = blocks.baseAddress else { return Pair(.zero, .zero) }
        return unsafe PairedCompression.digests(start, byteCount: blocks.count)
    }

    /// The bit that ends a message, as its byte.
    private static let padding: UInt64 = 0x80
    /// The length that ends the last block, as a word whose memory order is big-endian.
    private static func bitCount(ofBytes count: UInt64) -> UInt64 { UInt64(littleEndian: (count * 8).bigEndian) }
}

/// A digest as four numbers whose lowest byte comes first.
private struct Words {
    let a, b, c, d: UInt64

    init(_ digest: Digest256) {
        a = UInt64(littleEndian: digest.words.0)
        b = UInt64(littleEndian: digest.words.1)
        c = UInt64(littleEndian: digest.words.2)
        d = UInt64(littleEndian: digest.words.3)
    }
}

/// One block as eight numbers whose lowest byte comes first.
private struct Block {
    let words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    init(
        _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64, _ f: UInt64, _ g: UInt64, _ h: UInt64
    ) {
        words = (
            a.littleEndian, b.littleEndian, c.littleEndian, d.littleEndian, e.littleEndian, f.littleEndian,
            g.littleEndian, h.littleEndian
        )
    }
}
