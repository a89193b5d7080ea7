import CanonicalCoding
import CryptoPrimitives
import Testing
import TransparencyLog

@Suite struct `The proof of another history` {
    private static let origin = "org.b/audit/1"

    private struct Subtrees: SubtreeSource {
        private var hashes: [[UInt64]: Digest256] = [:]

        init(_ leaves: [Digest256]) {
            var edge = TreeEdge()
            for leaf in leaves { edge.append(leaf) { hashes[[UInt64($0), $1]] = $2 } }
        }

        func hash(level: Int, index: UInt64) throws(LogError) -> Digest256 {
            guard let hash = hashes[[UInt64(level), index]] else { throw .file(path: "\(level)/\(index)") }
            return hash
        }
    }

    private func leaves(_ count: Int, changing changed: Int? = nil) -> [Digest256] {
        (0..<count).map { MerkleTree.leaf(Array("entry \($0) \($0 == changed)".utf8).span) }
    }

    private func note(_ size: Int, _ leaves: [Digest256], origin: String = Self.origin) throws -> SignedNote {
        let root = MerkleTree.root(ofLeaves: Array(leaves.prefix(size)))
        return try SignedNote(text: Checkpoint(origin: origin, size: UInt64(size), root: root).text)
    }

    private func proof(_ old: Int, _ new: Int, _ leaves: [Digest256]) throws -> (root: Digest256, hashes: [Digest256]) {
        var maker = ProofMaker(Subtrees(leaves))
        return (try maker.root(size: UInt64(old)), try maker.consistency(from: UInt64(old), to: UInt64(new)))
    }

    @Test func `holds for every pair of sizes up to 20 of logs that differ in one entry, and survives its file`() throws {
        for new in 2...20 {
            for old in 1..<new {
                let (one, other) = (leaves(new), leaves(new, changing: old - 1))
                let (smaller, larger) = (try note(old, one), try note(new, other))
                let proof = try proof(old, new, other)
                let shown = try #require(
                    OtherHistory(smaller: smaller, larger: larger, otherRoot: proof.root, proof: proof.hashes), "\(old) \(new)")
                #expect(OtherHistory(smaller: smaller, larger: larger, proofBytes: shown.proofBytes) == shown)
            }
        }
    }

    @Test func `is none against a log that goes on, nor with a proof that does not fit`() throws {
        let (one, other) = (leaves(9), leaves(9, changing: 2))
        let honest = try proof(5, 9, one)
        #expect(
            try OtherHistory(smaller: note(5, one), larger: note(9, one), otherRoot: honest.root, proof: honest.hashes) == nil)
        // Another root of one's own choosing does not lead to the larger head.
        #expect(
            try OtherHistory(smaller: note(5, one), larger: note(9, one), otherRoot: SHA256.hash("x"), proof: honest.hashes)
                == nil)
        let fork = try proof(5, 9, other)
        #expect(
            try OtherHistory(smaller: note(5, one), larger: note(9, other), otherRoot: fork.root, proof: honest.hashes) == nil)
        #expect(
            try OtherHistory(
                smaller: note(5, one), larger: note(9, other), otherRoot: fork.root, proof: Array(fork.hashes.dropLast()))
                == nil)
        #expect(
            try OtherHistory(
                smaller: note(5, one, origin: "org.c/audit/1"), larger: note(9, other), otherRoot: fork.root, proof: fork.hashes)
                == nil)
        #expect(try OtherHistory(smaller: note(9, one), larger: note(9, other), otherRoot: fork.root, proof: []) == nil)
    }

    @Test(arguments: ["", "x", "scam-exchange-other-history/v1\n", "scam-exchange-other-history/v1\nAA==\n"])
    func `is none in a file of another form`(text: String) throws {
        let notes = (try note(5, leaves(9)), try note(9, leaves(9, changing: 2)))
        #expect(OtherHistory(smaller: notes.0, larger: notes.1, proofBytes: Array(text.utf8)) == nil)
        let long = Array(repeating: UInt8(ascii: "\n"), count: OtherHistory.limitBytes + 1)
        #expect(OtherHistory(smaller: notes.0, larger: notes.1, proofBytes: long) == nil)
    }
}
