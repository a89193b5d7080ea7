internal import CanonicalCoding
internal import CryptoPrimitives
internal import Glibc
internal import MergeEngine

/// Reads lines out of the bundle files that records point into; a bounded number stays open.
@safe
final class StreamFiles {
    let directory: String
    private var descriptors: [Int: Int32] = [:]

    init(_ directory: String) {
        self.directory = directory
    }

    deinit { closeAll() }

    /// Where a stream is kept.
    static func path(in directory: String, manifest: Digest256, stream: Digest256) -> String {
        "\(directory)/\(manifest.hex)/\(stream.hex)"
    }

    /// Checks that a stream is kept whole and writes down on the file itself when it was first taken.
    func stamp(manifest: Digest256, stream: Digest256, byteCount: Int, at time: Timestamp) throws(StoreError) {
        let path = Self.path(in: directory, manifest: manifest, stream: stream)
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == byteCount else {
            throw StoreError(.bundleFileMissing, action: "take in", path: path)
        }
        let moment = timespec(tv_sec: Int(time.secondsSinceEpoch), tv_nsec: 0)
        unsafe withUnsafePointer(to: (moment, moment)) { times in
            unsafe times.withMemoryRebound(to: timespec.self, capacity: 2) { times in
                _ = unsafe utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW)
            }
        }
    }

    /// When a stream was first taken, as its file says.
    static func firstTaken(_ path: String) -> Timestamp? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return Timestamp(secondsSinceEpoch: Int64(status.st_mtim.tv_sec))
    }

    /// The bytes of a row line.
    func line(_ record: IndexRecord, streams: StreamTable) throws(StoreError) -> [UInt8] {
        let descriptor = try descriptor(ofStream: record.stream, streams)
        var bytes = [UInt8](repeating: 0, count: record.byteCount)
        var done = 0
        while done < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, record.byteCount - done, record.offset + done)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw StoreError(.bundleFileMissing, action: "read a bundle in", path: directory) }
            done += got
        }
        return bytes
    }

    /// Closes every file.
    func closeAll() {
        for descriptor in descriptors.values { close(descriptor) }
        descriptors.removeAll()
    }

    private func descriptor(ofStream number: Int, _ streams: StreamTable) throws(StoreError) -> Int32 {
        if let known = descriptors[number] { return known }
        if descriptors.count >= StoreLimits.openStreams { closeAll() }
        let stream = try streams.stream(number)
        let manifest = try streams.origin(ofBundle: stream.bundle).manifest
        let path = Self.path(in: directory, manifest: manifest, stream: stream.digest)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw StoreError(.bundleFileMissing, action: "open", path: path) }
        descriptors[number] = descriptor
        return descriptor
    }
}
