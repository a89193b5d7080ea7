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
        /// How much of the first of them was handed out.
        private var done: UInt64 = 0
        private var open: OpenFile?

        init(_ pieces: [MessageBody]) { rest = pieces.filter { $0.count > 0 }[...] }

        /// The next piece.
        ///
        /// - Throws: ``BodyFault`` when a file is shorter than it was said to be; what opening and reading throw.
        public mutating func next() async throws -> ByteBuffer? {
            guard let first = rest.first else { return nil }
            let count = Int(Swift.min(first.count - done, UInt64(BodyPieces.pieceBytes)))
            switch first {
            case .bytes(let bytes): return advance(with: ByteBuffer(bytes: bytes.dropFirst(Int(done)).prefix(count)))
            case .file(let path, let start, _):
                return advance(with: try await opened(path).read(from: start + done, count: count))
            case .joined: throw BodyFault.shortFile
            }
        }

        private mutating func opened(_ path: String) async throws -> OpenFile {
            if let open, open.path == path { return open }
            let file = try await OpenFile.reading(path)
            open = file
            return file
        }

        private mutating func advance(with piece: ByteBuffer) -> ByteBuffer {
            done += UInt64(piece.readableBytes)
            if let first = rest.first, done == first.count {
                rest.removeFirst()
                (done, open) = (0, nil)
            }
            return piece
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
