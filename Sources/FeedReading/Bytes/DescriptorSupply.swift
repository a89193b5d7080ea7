internal import Glibc

/// Bytes of a file, a pipe or standard input.
final class DescriptorSupply: ByteSupply {
    private let descriptor: Int32
    private let isOwned: Bool
    private let name: String
    private var position = 0

    /// Opens a path for reading.
    ///
    /// A named pipe is waited for as long as the limits say, since opening one would otherwise hang for ever.
    init(path: String, limits: FeedLimits) throws(FeedError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.openError(errno, name: path) }
        do throws(FeedError) {
            try Self.prepare(descriptor, name: path, limits: limits)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.isOwned = true
        self.name = path
    }

    /// Reads from a descriptor that somebody else opened and will close.
    init(borrowing descriptor: Int32, name: String) throws(FeedError) {
        guard try Self.fileType(of: descriptor, name: name) != S_IFDIR else {
            throw FeedError(.directory, source: name)
        }
        self.descriptor = descriptor
        self.isOwned = false
        self.name = name
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    func supply(_ room: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
        guard unsafe !room.isEmpty else { return 0 }
        while true {
            let count = unsafe read(descriptor, room.baseAddress, room.count)
            if count >= 0 {
                position += count
                return count
            }
            if errno == EAGAIN {
                _ = Self.waitForBytes(descriptor, milliseconds: -1)
            } else if errno != EINTR {
                throw FeedError(errno == EISDIR ? .directory : .readFailed(code: errno), source: name, offset: position)
            }
        }
    }
}

extension DescriptorSupply {
    private static func prepare(_ descriptor: Int32, name: String, limits: FeedLimits) throws(FeedError) {
        switch try fileType(of: descriptor, name: name) {
        case S_IFREG: break
        case S_IFDIR: throw FeedError(.directory, source: name)
        case S_IFIFO:
            guard waitForBytes(descriptor, milliseconds: limits.firstByteMilliseconds) else {
                throw FeedError(.nothingArrives, source: name)
            }
        default: throw FeedError(.notAFile, source: name)
        }
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
    }

    private static func fileType(of descriptor: Int32, name: String) throws(FeedError) -> mode_t {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FeedError(.openFailed(code: errno), source: name) }
        return status.st_mode & S_IFMT
    }

    /// Waits until bytes or the end can be read; negative milliseconds wait for as long as it takes.
    private static func waitForBytes(_ descriptor: Int32, milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = unsafe poll(&request, 1, milliseconds)
            if ready >= 0 || errno != EINTR { return ready > 0 }
        }
    }

    private static func openError(_ code: Int32, name: String) -> FeedError {
        switch code {
        case ENOENT, ENOTDIR: FeedError(.notFound, source: name)
        case EACCES, EPERM: FeedError(.notPermitted, source: name)
        case ENXIO, ENODEV: FeedError(.notAFile, source: name)
        default: FeedError(.openFailed(code: code), source: name)
        }
    }
}
