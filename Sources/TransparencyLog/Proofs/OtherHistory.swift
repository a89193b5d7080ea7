internal import CanonicalCoding
public import CryptoPrimitives

/// Proof that a log shows two histories, from heads of two sizes: the tree of the larger one does not begin with that of the smaller.
///
/// The larger head commits to what the log had at the size of the smaller one. A proof of consistency that leads from another root of that size to the larger
/// head shows that it commits to the other root; the log signed both.
public struct OtherHistory: Sendable, Hashable {
    /// The smaller head.
    public let smaller: SignedNote
    /// The larger head.
    public let larger: SignedNote
    /// The root that the larger head's tree has at the size of the smaller one.
    public let otherRoot: Digest256
    /// What leads from that root to the larger head.
    public let proof: [Digest256]

    /// Checks a proof; nothing when it does not show it. The signatures are for the caller to verify.
    public init?(smaller: SignedNote, larger: SignedNote, otherRoot: Digest256, proof: [Digest256]) {
        guard let old = try? Checkpoint(parsing: smaller.text), let new = try? Checkpoint(parsing: larger.text),
            old.isOf(origin: new.origin), old.size > 0, old.size < new.size, old.root != otherRoot,
            proof.count <= ProofCheck.hashLimit,
            (try? ProofCheck.requireConsistency(from: (old.size, otherRoot), to: (new.size, new.root), proof: proof)) != nil
        else { return nil }
        self.smaller = smaller
        self.larger = larger
        self.otherRoot = otherRoot
        self.proof = proof
    }

    /// The file beside the two heads: a header, the other root and the hashes of the proof, each in base64 on a line.
    public var proofBytes: [UInt8] {
        Array(([Self.header] + ([otherRoot] + proof).map { Base64.encode($0.bytes) }).map { $0 + "\n" }.joined().utf8)
    }

    /// Reads that file and checks it; nothing when it is malformed or shows nothing.
    public init?(smaller: SignedNote, larger: SignedNote, proofBytes: [UInt8]) {
        guard proofBytes.count <= Self.limitBytes else { return nil }
        var lines = String(decoding: proofBytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.removeFirst() == Self.header, lines.popLast() == "", !lines.isEmpty else { return nil }
        var hashes: [Digest256] = []
        for line in lines {
            guard let hash = Base64.decode(String(line)).flatMap({ Digest256(bytes: $0) }) else { return nil }
            hashes.append(hash)
        }
        self.init(smaller: smaller, larger: larger, otherRoot: hashes[0], proof: Array(hashes.dropFirst()))
    }

    /// The name of the file.
    public static let fileName = "other-history.proof"
    /// The file is at most this long.
    public static let limitBytes = 16 << 10
    private static let header = "scam-exchange-other-history/v1"
}
