public import TransparencyLog

/// What a witness answers, under the status codes of tlog-witness.
public enum WitnessAnswer: Sendable, Hashable {
    /// 200: the head is kept, and this is the signature.
    case signed(NoteSignature)
    /// 400: the request is malformed, or its old size is larger than the new one.
    case malformed
    /// 403: the log has not signed, or not with a key that is known.
    case unsigned
    /// 404: the log is not known here.
    case unknownLog
    /// 409: another head is kept; the size of it.
    case conflict(size: UInt64)
    /// 422: the proof does not lead from the head that is kept to the new one.
    case inconsistent

    /// The status code of HTTP.
    public var status: Int {
        switch self {
        case .signed: 200
        case .malformed: 400
        case .unsigned: 403
        case .unknownLog: 404
        case .conflict: 409
        case .inconsistent: 422
        }
    }

    /// The body of the answer: a signature line, a size, or nothing.
    public var body: [UInt8] {
        switch self {
        case .signed(let signature): signature.lineBytes
        case .conflict(let size): Array("\(size)\n".utf8)
        default: []
        }
    }

    /// The answer as a file that is handed over: the status in a line of its own, then the body.
    public var bytes: [UInt8] { Array("status \(status)\n".utf8) + body }

    /// An answer is at most this long.
    public static let limitBytes = 1 << 12

    /// Reads such a file; nothing when it is malformed.
    public init?(parsing bytes: [UInt8]) {
        guard bytes.count <= Self.limitBytes, bytes.last == Self.lineFeed, let end = bytes.firstIndex(of: Self.lineFeed) else {
            return nil
        }
        let body = Array(bytes[(end + 1)...])
        switch (String(decoding: bytes[..<end], as: UTF8.self), body.isEmpty) {
        case ("status 200", false):
            guard let signature = NoteSignature(lineBytes: body) else { return nil }
            self = .signed(signature)
        case ("status 400", true): self = .malformed
        case ("status 403", true): self = .unsigned
        case ("status 404", true): self = .unknownLog
        case ("status 409", false):
            guard let size = AddCheckpointRequest.decimal(String(decoding: body.dropLast(), as: UTF8.self)) else { return nil }
            self = .conflict(size: size)
        case ("status 422", true): self = .inconsistent
        default: return nil
        }
    }

    private static let lineFeed = UInt8(ascii: "\n")
}

extension NoteSignature {
    /// The signature line with its LF, as a note has it.
    var lineBytes: [UInt8] {
        guard let note = try? SignedNote(text: Self.carrier, signatures: [self]) else { return [] }
        return Array(note.bytes.dropFirst(Self.carrier.count + 1))
    }

    /// Reads one signature line with its LF.
    init?(lineBytes: [UInt8]) {
        guard let note = try? SignedNote(parsing: Self.carrier + Self.carrier.suffix(1) + lineBytes),
            note.text == Self.carrier, let signature = note.signatures.first, note.signatures.count == 1
        else { return nil }
        self = signature
    }

    /// A text to read and write a line with.
    private static let carrier = Array("x\n".utf8)
}
