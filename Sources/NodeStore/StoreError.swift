/// Why the store could not do what was asked, and whose fault that is.
public struct StoreError: Error, Sendable, Hashable {
    /// The matchable cause.
    public let reason: Reason
    /// What was being done, as a verb phrase, such as `read a page`.
    public let action: String
    /// The file it was done to.
    public let path: String

    /// Names a failure.
    public init(_ reason: Reason, action: String, path: String) {
        self.reason = reason
        self.action = action
        self.path = path
    }

    /// The matchable cause.
    public enum Reason: Sendable, Hashable {
        /// Another process holds the writer's lock of this store.
        case locked
        /// The disk is full or the quota used up.
        case noSpace
        /// The system reports an error of the disk, with the result code of SQLite.
        case inputOutput(Int32)
        /// The file or its directory may not be written, or the file system is mounted read-only.
        case notWritable
        /// There is no such file or directory.
        case notFound
        /// The file is not a store, or not one this version can read.
        case notAStore
        /// A page or row does not read as it was written: delete the file and rebuild it.
        case damaged
        /// A bundle file is missing or shorter than when it was taken in.
        case bundleFileMissing
        /// A limit of the layout, such as the number of kinds.
        case limit
        /// The store was opened for reading only.
        case openedForReading
        /// A failed call, with the code of SQLite or the system.
        case system(Int32)
    }
}

extension StoreError: CustomStringConvertible {
    /// One line: what failed and where.
    public var description: String { "cannot \(action) \(path): \(cause)" }

    /// One line: what to do about it.
    public var hint: String {
        switch reason {
        case .locked: "another tocsin process uses this home; wait for it to end"
        case .noSpace: "free some space and run the same command again"
        case .inputOutput: "look at the disk and the system's log, then run the same command again"
        case .notWritable: "check the permissions of the directory and whether the disk is read-only"
        case .notFound: "check the path"
        case .notAStore: "tocsin rebuild makes the store anew from the bundle files"
        case .damaged: "tocsin rebuild makes the store anew from the bundle files"
        case .bundleFileMissing: "restore the bundles directory from a backup, then rebuild the store"
        case .limit: "rebuild the store to drop what is no longer used"
        case .openedForReading: "open the store for writing"
        case .system: "see the message of the system"
        }
    }

    private var cause: String {
        switch reason {
        case .locked: "it is in use by another process"
        case .noSpace: "no space left on the device"
        case .inputOutput(let code): "the system reports an input or output error (\(code))"
        case .notWritable: "permission denied or read-only file system"
        case .notFound: "there is no such file or directory"
        case .notAStore: "it is not a store of this version"
        case .damaged: "its contents do not read as they were written"
        case .bundleFileMissing: "the bundle file is missing or cut short"
        case .limit: "a limit of the layout is reached"
        case .openedForReading: "it was opened for reading"
        case .system(let code): "error \(code)"
        }
    }
}
