internal import CanonicalCoding
public import CryptoPrimitives

/// A receipt that stands alone (C2SP tlog-proof): an index, the hashes beside its path, and a cosigned checkpoint.
public struct LogProof: Sendable, Hashable {
    /// Bytes that only who made the proof can read.
    public let extra: [UInt8]?
    /// The index of the entry.
    public let index: UInt64
    /// The hashes beside the path, the lowest first.
    public let hashes: [Digest256]
    /// The checkpoint, its signatures included.
    public let checkpoint: SignedNote

    /// Puts a proof together.
    public init(index: UInt64, hashes: [Digest256], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
        self.extra = extra
    }

    /// A proof file is at most this long.
    public static let limitBytes = 1 << 20
    private static let header = "c2sp.org/tlog-proof@v1"

    /// The bytes of the file.
    public var bytes: [UInt8] {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += Base64.encode(hash.bytes) + "\n" }
        return Array(text.utf8) + [SignedNote.lineFeed] + checkpoint.bytes
    }

    /// Reads a proof file.
    ///
    /// - Throws: ``LogError/proofFile``.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= Self.limitBytes, let end = Self.firstEmptyLine(in: bytes) else { throw .proofFile }
        var lines = bytes[..<(end - 1)].split(separator: SignedNote.lineFeed, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard lines.popFirst() == Self.header else { throw .proofFile }
        var extra: [UInt8]?
        if let line = lines.first, line.hasPrefix("extra ") {
            guard let decoded = Base64.decode(String(line.dropFirst(6))) else { throw .proofFile }
            extra = decoded
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Decimal.number(line.dropFirst(6).utf8),
            lines.count <= ProofCheck.hashLimit
        else { throw .proofFile }
        var hashes: [Digest256] = []
        for line in lines {
            guard let hash = Base64.decode(line).flatMap({ Digest256(bytes: $0) }) else { throw .proofFile }
            hashes.append(hash)
        }
        do throws(NoteError) {
            let note = try SignedNote(parsing: Array(bytes[(end + 1)...]))
            self.init(index: index, hashes: hashes, checkpoint: note, extra: extra)
        } catch {
            throw .proofFile
        }
    }

    /// Verifies that an entry stands in a log that the policy believes.
    ///
    /// - Throws: ``LogError``, ``NoteError``.
    /// - Returns: the checkpoint.
    public func verified(entry: [UInt8], by policy: WitnessPolicy) throws -> Checkpoint {
        let (head, _) = try policy.verified(checkpoint)
        try ProofCheck.requireInclusion(
            of: MerkleTree.leaf(entry.span), at: index, size: head.size, proof: hashes, root: head.root)
        return head
    }

    /// The place of the LF that is the first empty line.
    private static func firstEmptyLine(in bytes: [UInt8]) -> Int? {
        var index = 1
        while index < bytes.count {
            if bytes[index] == SignedNote.lineFeed, bytes[index - 1] == SignedNote.lineFeed { return index }
            index += 1
        }
        return nil
    }
}
