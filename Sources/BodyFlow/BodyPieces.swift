public import NIOCore
internal import NIOPosix
public import NodeAPI

/// The bytes of a body in pieces, read from files as they are asked for, never on an event loop.
public struct BodyPieces: AsyncSequence, Sendable {
    /// A piece.
    public typealias Element = ByteBuffer

    private let body: MessageBody

    /// Cuts a body into pieces.
    public init(_ body: MessageBody) { self.body = body }

    /// Begins at the first byte.
    public func makeAsyncIterator() -> Iterator { Iterator(body.pieces) }

    /// A piece is at most this long.
    public static let pieceBytes = 64 << 10

    /// Hands out the pieces.
    public struct Iterator: AsyncIteratorProtocol {
        private var rest: ArraySlice<MessageBody>
        private var open: OpenFile?

        init(_ pieces: [MessageBody]) { rest = pieces[...].filter { $0.count > 0 }[...] }

        /// The next piece.
        ///
        /// - Throws: ``BodyFault`` when a file is shorter than it was said to be; what opening and reading throw.
        public mutating func next() async throws -> ByteBuffer? {
            guard let first = rest.first else { return nil }
            switch first {
            case .bytes(let bytes): return next(of: bytes)
            case .file(let path, let start, let count): return try await next(of: path, start, count)
            case .joined: throw BodyFault.shortFile
            }
        }

        private mutating func next(of bytes: [UInt8]) -> ByteBuffer {
            let count = Swift.min(bytes.count, BodyPieces.pieceBytes)
            advance(past: UInt64(count))
            return ByteBuffer(bytes: bytes.prefix(count))
        }

        private mutating func next(of path: String, _ start: UInt64, _ count: UInt64) async throws -> ByteBuffer {
            let file = try await opened(path)
            let piece = try await file.read(from: start, count: Int(Swift.min(count, UInt64(BodyPieces.pieceBytes))))
            guard piece.readableBytes > 0 else { throw BodyFault.shortFile }
            advance(past: UInt64(piece.readableBytes))
            return piece
        }

        private mutating func opened(_ path: String) async throws -> OpenFile {
            if let open, open.path == path { return open }
            let file = try await OpenFile.reading(path)
            open = file
            return file
        }

        private mutating func advance(past count: UInt64) {
            guard let first = rest.popFirst() else { return }
            if count < first.count { rest.insert(first.dropping(first: count), at: rest.startIndex) } else { open = nil }
        }
    }
}

/// Why a body cannot be carried.
public enum BodyFault: Error, Sendable, Hashable {
    /// A file ends before the bytes that were promised.
    case shortFile
    /// More bytes came than may.
    case tooLong
    /// Other bytes came than were announced.
    case otherLength
}
