internal import Glibc

/// Reads a file in pieces of bounded size; `-` is standard input.
public struct FileReader: ~Copyable {
    private let descriptor: FileDescriptor
    private let path: String
    private var bytesRead = 0
    private let limitBytes: Int

    /// Bytes asked for in one piece: few enough to stay near the processor between reading, judging and copying.
    public static let pieceBytes = 1 << 18

    /// Opens a file for reading from its start.
    ///
    /// - Throws: ``FileError``; `.wrongType` for a directory.
    public init(opening path: String, limitBytes: Int = .max) throws(FileError) {
        self.path = path
        self.limitBytes = limitBytes
        guard path != "-" else {
            descriptor = FileDescriptor.standardInput()
            return
        }
        let opened = try FileDescriptor(opening: path, flags: O_RDONLY)
        guard try opened.status().st_mode & S_IFMT != S_IFDIR else {
            throw FileError(.wrongType, action: "read", path: path)
        }
        descriptor = opened
    }

    /// Whether opening a path once more gives the same bytes: a pipe or standard input gives them once.
    public static func canReadAgain(_ path: String) -> Bool {
        var status = stat()
        return unsafe path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The next piece; empty at the end.
    ///
    /// - Throws: ``FileError``; `.tooLarge` one byte past the limit.
    public mutating func next() throws(FileError) -> [UInt8] {
        var failure: FileError?
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
            do throws(FileError) {
                count = try unsafe descriptor.readSome(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        bytesRead += piece.count
        guard bytesRead <= limitBytes else { throw FileError(.tooLarge(limitBytes: limitBytes), action: "read", path: path) }
        return piece
    }

    /// Reads a whole file of at most `limitBytes`.
    ///
    /// - Throws: ``FileError``.
    public static func contents(of path: String, limitBytes: Int) throws(FileError) -> [UInt8] {
        var reader = try FileReader(opening: path, limitBytes: limitBytes)
        var all: [UInt8] = []
        while true {
            let piece = try reader.next()
            if piece.isEmpty { return all }
            all.append(contentsOf: piece)
        }
    }
}
