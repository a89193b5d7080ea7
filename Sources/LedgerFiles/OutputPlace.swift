internal import Glibc

/// A path that a person names for results, looked at before the work begins.
///
/// What stands there is replaced whole. So it may be nothing or a regular file, and none that the work reads; links, devices,
/// pipes and directories stay what they are.
public struct OutputPlace: Sendable, Hashable {
    /// The path as it was given.
    public let path: String
    /// Whether it is a device or a pipe, or standard output for `-`: written to and not replaced.
    public let isStream: Bool

    /// Looks at a path.
    ///
    /// - Parameters:
    ///   - inputs: the files that the work reads; `-` is standard input.
    ///   - mayBeStream: whether the results are a stream that a device or a pipe can take as well.
    /// - Throws: ``OutputPlaceError``.
    public init(_ path: String, reading inputs: [String] = [], mayBeStream: Bool = false) throws(OutputPlaceError) {
        self.path = path
        guard !path.isEmpty else { throw OutputPlaceError(.empty, path: path) }
        isStream = mayBeStream && (Self.standardStreams.contains(path) || Self.leadsToStream(path))
        guard !isStream else { return }
        guard path != "-" else { throw OutputPlaceError(.standardOutput, path: path) }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw OutputPlaceError(.directory, path: path)
        case S_IFLNK: throw OutputPlaceError(.link, path: path)
        default: throw OutputPlaceError(.special, path: path)
        }
        let own = FileIdentity(status)
        guard !inputs.contains(where: { FileIdentity(ofInput: $0) == own }) else { throw OutputPlaceError(.input, path: path) }
    }

    /// Says before the work that the file could not be written after it.
    ///
    /// - Throws: ``FileError``.
    public func requireWritable() throws(FileError) {
        if !isStream { _ = try DurableFile(creating: path) }
    }

    /// Refuses two places that are one.
    ///
    /// - Throws: ``OutputPlaceError``.
    public func requireOther(than other: OutputPlace) throws(OutputPlaceError) {
        guard isStream || other.isStream || !names(sameAs: other) else { throw OutputPlaceError(.namedTwice, path: path) }
    }

    private func names(sameAs other: OutputPlace) -> Bool {
        if path == other.path { return true }
        let folders = [self, other].map { FileIdentity(ofInput: parentDirectory(of: $0.path)) }
        return folders[0] != nil && folders[0] == folders[1] && lastName == other.lastName
    }

    private var lastName: Substring { path.split(separator: "/").last ?? "" }

    private static let standardStreams: Set<String> = ["-", "/dev/stdout", "/dev/stderr"]

    private static func leadsToStream(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return [S_IFCHR, S_IFIFO].contains(status.st_mode & S_IFMT)
    }
}

/// Which file it is, whatever it is called.
private struct FileIdentity: Hashable {
    private let device: dev_t
    private let number: ino_t

    init(_ status: stat) {
        device = status.st_dev
        number = status.st_ino
    }

    /// Nil when there is none.
    init?(ofInput path: String) {
        var status = stat()
        guard unsafe path == "-" ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}

/// Why no results go to a path.
public struct OutputPlaceError: Error, Sendable, Hashable {
    /// The matchable cause.
    public enum Reason: Sendable, Hashable {
        case empty
        case directory
        case link
        /// A device, a pipe or a socket.
        case special
        /// Standard output, where only a file will do.
        case standardOutput
        /// One of the files that the work reads.
        case input
        /// Two results would go there.
        case namedTwice
    }

    /// The matchable cause.
    public let reason: Reason
    /// The path as it was given.
    public let path: String

    init(_ reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }
}

extension OutputPlaceError: CustomStringConvertible {
    /// One line: what is wrong with which path.
    public var description: String {
        switch reason {
        case .empty: "an output file without a name"
        case .directory: "cannot write results to \(path): it is a directory"
        case .link: "cannot write results to \(path): it is a symbolic link"
        case .special: "cannot write results to \(path): it is a device or a pipe, and no regular file"
        case .standardOutput: "cannot write this result to standard output"
        case .input: "cannot write results to \(path): it is one of the files that are read"
        case .namedTwice: "two results cannot both go to \(path)"
        }
    }

    /// One line: what to do about it.
    public var hint: String {
        switch reason {
        case .link: "name the file that it leads to, or another one"
        case .input, .namedTwice: "name another file"
        case .empty, .directory, .special, .standardOutput: "name a file, new or to be replaced"
        }
    }
}
