internal import Glibc

/// Which bytes stand under a name, as the file system tells it without their being read: which file it is, its length, and when
/// it was last changed.
///
/// Two stamps are equal when all of that is. Equal bytes follow only from a stamp that ``isSettled``: the file system's clock goes in
/// steps, and two changes within one step look like one.
public struct FileStamp: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64
    private let byteCount: Int64
    private let modified: Int64
    private let changed: Int64
    /// Whether the last change was so long before the look that no later one can bear the same stamp.
    public let isSettled: Bool

    /// Looks at a file or a directory; nothing where none stands, or none that can be looked at.
    public init?(of path: String) {
        var now = timespec()
        var status = stat()
        // The clock first: a change after it cannot count as an old one.
        guard unsafe clock_gettime(CLOCK_REALTIME, &now) == 0, unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        byteCount = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
        isSettled = Self.nanoseconds(now) &- changed >= Self.settlingNanoseconds
    }

    /// A hundred times the step of any clock that file systems use here.
    private static let settlingNanoseconds: Int64 = 1_000_000_000

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Whether the two looks saw the same.
    public static func == (left: Self, right: Self) -> Bool { left.facts == right.facts }

    /// Hashes what equality looks at.
    public func hash(into hasher: inout Hasher) { for fact in facts { hasher.combine(fact) } }

    private var facts: [Int64] {
        [Int64(truncatingIfNeeded: device), Int64(truncatingIfNeeded: number), byteCount, modified, changed]
    }
}
