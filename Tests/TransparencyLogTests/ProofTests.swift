import CanonicalCoding
import CryptoPrimitives
import Foundation
import TestVectors
import Testing
import TransparencyLog

/// All complete subtrees of a small tree, in memory.
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

private func leaves(_ count: Int) -> [Digest256] { (0..<count).map { MerkleTree.leaf(Array("entry \($0)".utf8).span) } }

@Suite struct `Proofs of a log` {
    @Test func `lead from every leaf to the root at every size up to 70, and from no other leaf`() throws {
        for size in 1...70 {
            let leaves = leaves(size)
            var maker = ProofMaker(Subtrees(leaves))
            let root = try maker.root(size: UInt64(size))
            #expect(root == MerkleTree.root(ofLeaves: leaves))
            for index in 0..<UInt64(size) {
                let proof = try maker.inclusion(of: index, size: UInt64(size))
                try ProofCheck.requireInclusion(of: leaves[Int(index)], at: index, size: UInt64(size), proof: proof, root: root)
                let other = MerkleTree.leaf([UInt8(index)].span)
                #expect(throws: LogError.inclusion(index: index)) {
                    try ProofCheck.requireInclusion(of: other, at: index, size: UInt64(size), proof: proof, root: root)
                }
            }
        }
    }

    @Test func `lead from every size to every later one up to 40`() throws {
        let leaves = leaves(40)
        let roots = (0...40).map { MerkleTree.root(ofLeaves: Array(leaves.prefix($0))) }
        var maker = ProofMaker(Subtrees(leaves))
        for new in 0...40 {
            for old in 0...new {
                let proof = try maker.consistency(from: UInt64(old), to: UInt64(new))
                try ProofCheck.requireConsistency(
                    from: (UInt64(old), roots[old]), to: (UInt64(new), roots[new]), proof: proof)
                guard old > 0, old < new else { continue }
                #expect(throws: LogError.self) {
                    try ProofCheck.requireConsistency(
                        from: (UInt64(old), roots[old - 1]), to: (UInt64(new), roots[new]), proof: proof)
                }
            }
        }
    }

    @Test func `go on from the edge of any size`() throws {
        let leaves = leaves(33)
        for size in 0...33 {
            var source = Subtrees(leaves)
            var edge = try TreeEdge(size: UInt64(size), from: &source)
            #expect(edge.root == MerkleTree.root(ofLeaves: Array(leaves.prefix(size))))
            for leaf in leaves[size...] { edge.append(leaf) { _, _, _ in } }
            #expect(edge.root == MerkleTree.root(ofLeaves: leaves))
        }
    }
}

@Suite struct `Published proofs` {
    private static func cases(_ kind: String) -> [[String: Any]] {
        guard let folder = SharedVectors.url("rfc6962-proofs/\(kind)"),
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
            .compactMap { try? JSONSerialization.jsonObject(with: Data(contentsOf: $0)) as? [String: Any] }
    }

    private static func digest(_ value: Any?) -> Digest256? {
        (value as? String).flatMap { Base64.decode($0) }.flatMap { Digest256(bytes: $0) }
    }

    private static func proof(_ value: Any?) -> [Digest256]? {
        let texts = value as? [String] ?? []
        let hashes = texts.compactMap { digest($0) }
        return hashes.count == texts.count ? hashes : nil
    }

    private static func number(_ value: Any?) -> UInt64? { (value as? NSNumber)?.uint64Value }

    @Test(.enabled(if: SharedVectors.url("rfc6962-proofs/inclusion") != nil, "the shared vectors are not there"))
    func `of inclusion get their verdict`() throws {
        let cases = Self.cases("inclusion")
        #expect(cases.count > 50)
        for vector in cases {
            let isRight = vector["wantErr"] as? Bool == false
            let verdict: Bool
            if let leaf = Self.digest(vector["leafHash"]), let root = Self.digest(vector["root"]),
                let proof = Self.proof(vector["proof"]), let index = Self.number(vector["leafIdx"]),
                let size = Self.number(vector["treeSize"])
            {
                verdict = (try? ProofCheck.requireInclusion(of: leaf, at: index, size: size, proof: proof, root: root)) != nil
            } else {
                verdict = false
            }
            #expect(verdict == isRight, "\(vector["desc"] ?? "")")
        }
    }

    @Test(.enabled(if: SharedVectors.url("rfc6962-proofs/consistency") != nil, "the shared vectors are not there"))
    func `of consistency get their verdict`() throws {
        let cases = Self.cases("consistency")
        #expect(cases.count > 50)
        for vector in cases {
            let isRight = vector["wantErr"] as? Bool == false
            let verdict: Bool
            if let first = Self.digest(vector["root1"]), let second = Self.digest(vector["root2"]),
                let proof = Self.proof(vector["proof"]), let old = Self.number(vector["size1"]),
                let new = Self.number(vector["size2"])
            {
                verdict = (try? ProofCheck.requireConsistency(from: (old, first), to: (new, second), proof: proof)) != nil
            } else {
                verdict = false
            }
            #expect(verdict == isRight, "\(vector["desc"] ?? "")")
        }
    }
}
