internal import CanonicalCoding
public import CryptoPrimitives
public import TransparencyLog

/// What a log asks a witness (C2SP tlog-witness, add-checkpoint): to sign a new head, with the proof that it continues the old one.
///
/// The bytes are the body of the request, and can be handed over as a file as well.
public struct AddCheckpointRequest: Sendable, Hashable {
    /// The size of the head that the witness is thought to have.
    public let oldSize: UInt64
    /// The proof of consistency.
    public let proof: [Digest256]
    /// The new head with the log's signature.
    public let checkpoint: SignedNote

    /// A proof has at most this many hashes here.
    public static let proofLimit = 63
    /// A request is at most this long.
    public static let limitBytes = SignedNote.limitBytes + (1 << 13)

    /// States a request.
    public init(oldSize: UInt64, proof: [Digest256], checkpoint: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// The body: `old N`, the hashes in base64, an empty line, the checkpoint.
    public var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + proof.map { Base64.encode($0.bytes) }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + checkpoint.bytes
    }

    /// Reads a body; nothing when it is malformed.
    public init?(parsing bytes: [UInt8]) {
        guard bytes.count <= Self.limitBytes, let end = Self.firstEmptyLine(in: bytes) else { return nil }
        let lines = bytes[..<end].split(separator: Self.lineFeed, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard let first = lines.first, first.hasPrefix("old "), let oldSize = Self.decimal(first.dropFirst(4)),
            lines.count - 1 <= Self.proofLimit, let note = try? SignedNote(parsing: Array(bytes[(end + 2)...]))
        else { return nil }
        var proof: [Digest256] = []
        for line in lines.dropFirst() {
            guard let hash = Base64.decode(line).flatMap({ Digest256(bytes: $0) }) else { return nil }
            proof.append(hash)
        }
        self.init(oldSize: oldSize, proof: proof, checkpoint: note)
    }

    /// The place of the LF that ends the last line before the first empty one.
    private static func firstEmptyLine(in bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == lineFeed && bytes[$0 + 1] == lineFeed }
    }

    /// A number in its one decimal form.
    static func decimal(_ text: some StringProtocol) -> UInt64? {
        guard let number = UInt64(text), String(number) == text, number <= Checkpoint.sizeLimit else { return nil }
        return number
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
