internal import Glibc

/// Sorted runs of records in one file without a name, which is gone when the process is.
@safe
final class SpilledRuns {
    private let descriptor: Int32
    private let path: String
    /// Byte ranges of the runs in the file.
    private(set) var runs: [Range<Int>] = []

    /// Makes the file in a directory, open and already unlinked.
    init(in directory: String) throws(StoreError) {
        path = directory
        let name = "\(directory)/.staging-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno: errno, action: "stage rows in", path: directory) }
        unsafe unlink(name)
    }

    deinit { close(descriptor) }

    /// Writes a run of sorted records behind the others.
    func append(_ records: RecordBuffer, order: [RecordSorting.Place]) throws(StoreError) {
        guard runs.count < StoreLimits.runLimit else { throw StoreError(.limit, action: "stage rows in", path: path) }
        let start = runs.last?.upperBound ?? 0
        var piece = RecordBuffer()
        piece.reserveCapacity(Self.pieceRecords)
        var offset = start
        for place in order {
            piece.append(records, at: Int(place.index))
            if piece.count == Self.pieceRecords { try flush(&piece, &offset) }
        }
        try flush(&piece, &offset)
        runs.append(start..<offset)
    }

    /// Reads whole records from a byte offset, no further than the end of a run.
    func read(at offset: Int, end: Int, limitBytes: Int) throws(StoreError) -> RecordBuffer {
        let count = min(end - offset, limitBytes / IndexRecord.byteCount * IndexRecord.byteCount)
        var words = [UInt64](repeating: 0, count: count / 8)
        var done = 0
        while done < count {
            let got = unsafe words.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress.map { unsafe $0 + done }, count - done, offset + done)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw StoreError(errno: got < 0 ? errno : EIO, action: "read staged rows in", path: path) }
            done += got
        }
        return RecordBuffer(words: words)
    }

    private func flush(_ piece: inout RecordBuffer, _ offset: inout Int) throws(StoreError) {
        var done = 0
        let total = piece.words.count * 8
        while done < total {
            let written = unsafe piece.words.withUnsafeBytes { bytes in
                unsafe pwrite(descriptor, bytes.baseAddress.map { unsafe $0 + done }, total - done, offset + done)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw StoreError(errno: written < 0 ? errno : ENOSPC, action: "stage rows in", path: path)
            }
            done += written
        }
        offset += total
        piece.removeAll()
    }

    private static let pieceRecords = 16_384
}

extension StoreError {
    /// Reads `errno` right after a failed call.
    init(errno code: Int32, action: String, path: String) {
        let reason: Reason =
            switch code {
            case ENOENT, ENOTDIR: .notFound
            case ENOSPC, EDQUOT: .noSpace
            case EROFS, EACCES, EPERM: .notWritable
            case EWOULDBLOCK: .locked
            default: .system(code)
            }
        self.init(reason, action: action, path: path)
    }
}
