internal import Glibc

/// Why a file or directory could not be used, and whose fault that is.
public struct FileError: Error, Sendable, Hashable {
    /// The matchable cause.
    public enum Reason: Sendable, Hashable {
        /// The named file or directory does not exist.
        case notFound
        /// A directory stands where a file is wanted, or the reverse.
        case wrongType
        /// A secret file is readable by others, belongs to somebody else or is a symbolic link.
        case unsafePermissions
        /// A directory of a home can be entered by others or belongs to somebody else.
        case openDirectory
        /// Nobody reads the other end any more.
        case closedPipe
        /// Something of that name exists already and must not be replaced.
        case alreadyExists
        /// Another process holds the lock of this home.
        case locked
        /// The file is larger than the named limit.
        case tooLarge(limitBytes: Int)
        /// The disk is full or the quota used up.
        case noSpace
        /// The file system is mounted read-only or the process may not write there.
        case notWritable
        /// Any other failed system call, with its `errno`.
        case system(Int32)
    }

    /// The matchable cause.
    public let reason: Reason
    /// What was being done, as a verb phrase: "open", "write".
    public let action: String
    /// The path as it was given.
    public let path: String

    /// Names a failure.
    public init(_ reason: Reason, action: String, path: String) {
        self.reason = reason
        self.action = action
        self.path = path
    }

    /// Reads `errno` right after a failed call.
    static func current(action: String, path: String) -> FileError {
        let code = errno
        let reason: Reason =
            switch code {
            case ENOENT, ENOTDIR: .notFound
            case EISDIR: .wrongType
            case ELOOP: .unsafePermissions
            case EEXIST, ENOTEMPTY: .alreadyExists
            case ENOSPC, EDQUOT: .noSpace
            case EROFS, EACCES, EPERM: .notWritable
            case EWOULDBLOCK: .locked
            case EPIPE: .closedPipe
            default: .system(code)
            }
        return FileError(reason, action: action, path: path)
    }
}

extension FileError: CustomStringConvertible {
    /// One line: what failed and where.
    public var description: String { "cannot \(action) \(path): \(cause)" }

    /// One line: what to do about it.
    public var hint: String {
        switch reason {
        case .notFound: "check the path"
        case .wrongType: "name a file, not a directory"
        case .unsafePermissions: "the file must be yours, no symbolic link, mode 0600, in a directory only you can write"
        case .openDirectory: "the directory must be yours and nobody else's: chmod 700 \(path)"
        case .closedPipe: "read all of it, or write it to a file"
        case .alreadyExists: "choose another name or move the old one away"
        case .locked: "another tocsin process uses this home; wait for it to end"
        case .tooLarge(let limitBytes): "the limit is \(limitBytes) bytes"
        case .noSpace: "free some space and run the same command again"
        case .notWritable: "check the permissions of the directory and whether the disk is read-only"
        case .system: "see the system's message"
        }
    }

    private var cause: String {
        switch reason {
        case .notFound: "there is no such file or directory"
        case .wrongType: "it is a directory"
        case .unsafePermissions: "its owner or permissions are not safe for a secret"
        case .openDirectory: "others can enter it, or it belongs to somebody else"
        case .closedPipe: "nobody reads it any more"
        case .alreadyExists: "it exists already"
        case .locked: "it is in use by another process"
        case .tooLarge: "it is too large"
        case .noSpace: "no space left on the device"
        case .notWritable: "permission denied or read-only file system"
        case .system(let code): unsafe String(cString: strerror(code))
        }
    }
}
