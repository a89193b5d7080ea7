public import CryptoPrimitives

/// The root over the items of one transfer, so that each can be proven, or erased, without its neighbours.
///
/// The RFC 6962 root over H(04 ‖ salt ‖ claim id), one leaf hash for each item in the order of the transfer.
public enum ItemCommitments {
    /// The commitment to one item.
    public static func commitment(claimID: [UInt8], salt: Digest256) -> Digest256 {
        var hash = SHA256()
        hash.update(byte: 0x04)
        hash.update(salt)
        hash.update(claimID)
        return hash.finalize()
    }

    /// The root: each commitment is an entry of the tree, so it is hashed with 00 in front as every entry is.
    public static func root(of commitments: [Digest256]) -> Digest256 {
        MerkleTree.root(ofLeaves: commitments.map { MerkleTree.leaf($0.bytes.span) })
    }
}

/// The digest by which both sides of a transfer find each other's entries: H(`xfer/v1` LF ‖ nonce ‖ stream before sealing).
///
/// The nonce is fresh for each transfer and travels with it, so the digest differs for each recipient and cannot be guessed.
public struct TransferDigest: Sendable {
    private var hash = SHA256()

    /// Begins with the nonce of the transfer.
    public init(nonce: Digest256) {
        hash.update("xfer/v1\n")
        hash.update(nonce)
    }

    /// Takes the next bytes of the redacted stream.
    public mutating func update(_ bytes: Span<UInt8>) { hash.update(bytes) }

    /// The digest.
    public consuming func finalize() -> Digest256 { hash.finalize() }
}
