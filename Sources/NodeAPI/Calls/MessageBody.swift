/// The body of a request or an answer: bytes in memory, a part of a file, or several of them in turn.
public indirect enum MessageBody: Sendable, Hashable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// So many bytes of a file from a place on.
    case file(path: String, first: UInt64, count: UInt64)
    /// One after the other.
    case joined([MessageBody])

    /// No bytes.
    public static let none = MessageBody.bytes([])

    /// How many bytes it has.
    public var count: UInt64 {
        switch self {
        case .bytes(let bytes): UInt64(bytes.count)
        case .file(_, _, let count): count
        case .joined(let parts): parts.reduce(0) { $0 + $1.count }
        }
    }

    /// The same without its first bytes.
    public func dropping(first skipped: UInt64) -> MessageBody {
        switch self {
        case .bytes(let bytes): return .bytes(Array(bytes.dropFirst(Int(min(skipped, UInt64(bytes.count))))))
        case .file(let path, let first, let count):
            let step = min(skipped, count)
            return .file(path: path, first: first + step, count: count - step)
        case .joined(let parts):
            var rest: [MessageBody] = []
            var left = skipped
            for part in parts {
                let step = min(left, part.count)
                left -= step
                if step < part.count { rest.append(part.dropping(first: step)) }
            }
            return .joined(rest)
        }
    }

    /// Its pieces in turn, none of them joined.
    public var pieces: [MessageBody] {
        if case .joined(let parts) = self { parts.flatMap(\.pieces) } else { [self] }
    }
}
