internal import Glibc
internal import NIOCore
internal import NIOPosix

/// A file that is open; it closes with the last reference to it. All its work is done on threads that may wait.
final class OpenFile: Sendable {
    let path: String
    private let handle: NIOFileHandle

    private init(path: String, handle: NIOFileHandle) {
        self.path = path
        self.handle = handle
    }

    deinit { try? handle.close() }

    static func reading(_ path: String) async throws -> OpenFile {
        try await NIOThreadPool.singleton.runIfActive { try OpenFile(path: path, handle: NIOFileHandle(_deprecatedPath: path)) }
    }

    /// Makes a file that was not there, for its owner alone.
    static func making(_ path: String) async throws -> OpenFile {
        try await NIOThreadPool.singleton.runIfActive {
            let flags = NIOFileHandle.Flags.posix(flags: O_CREAT | O_EXCL | O_NOFOLLOW, mode: S_IRUSR | S_IWUSR)
            return try OpenFile(path: path, handle: NIOFileHandle(_deprecatedPath: path, mode: .write, flags: flags))
        }
    }

    /// The bytes at a place.
    ///
    /// - Throws: ``BodyFault/shortFile`` when there are none.
    func read(from place: UInt64, count: Int) async throws -> ByteBuffer {
        let piece = try await files.read(
            fileHandle: handle, fromOffset: Int64(place), byteCount: count, allocator: ByteBufferAllocator())
        guard piece.readableBytes > 0 else { throw BodyFault.shortFile }
        return piece
    }

    func append(_ piece: ByteBuffer) async throws {
        try await files.write(fileHandle: handle, buffer: piece)
    }

    private var files: NonBlockingFileIO { NonBlockingFileIO(threadPool: .singleton) }
}
