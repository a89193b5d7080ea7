/// The file operations that a ledger is written with, each one step that can fail or be cut off by itself.
///
/// Paths are relative to the directory of the ledger. What was written is safe from a power cut after ``sync(_:)``, a name that
/// was given or taken after ``syncDirectory(_:)``, and neither before.
public protocol LedgerVolume: AnyObject {
    /// Takes the lock of the ledger until the volume goes away, or says at once that somebody else holds it.
    ///
    /// - Throws: ``FileError`` with `.locked`.
    func lock(_ path: String) throws(FileError) -> VolumeFile

    /// Opens a file for writing, making it when it is missing.
    ///
    /// - Throws: ``FileError``.
    func open(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile

    /// Makes a new file for writing in the place of one of that name.
    ///
    /// - Throws: ``FileError``.
    func create(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile

    /// Whether a name still leads to the file that was opened under it.
    ///
    /// - Throws: ``FileError``.
    func isInPlace(_ file: VolumeFile) throws(FileError) -> Bool

    /// Writes all bytes from an offset on.
    ///
    /// - Throws: ``FileError``; part may have been written then.
    func write(_ bytes: [UInt8], to file: VolumeFile, at offset: Int) throws(FileError)

    /// Cuts a file to a length.
    ///
    /// - Throws: ``FileError``.
    func cut(_ file: VolumeFile, to length: Int) throws(FileError)

    /// Reserves room for a file of so many bytes.
    ///
    /// - Throws: ``FileError`` with `.noSpace`.
    func reserve(_ byteCount: Int, for file: VolumeFile) throws(FileError)

    /// Makes the contents of a file durable.
    ///
    /// - Throws: ``FileError``, after which nothing about unsynced contents is known and no second try is allowed.
    func sync(_ file: VolumeFile) throws(FileError)

    /// Ends the use of a file.
    func close(_ file: VolumeFile)

    /// The contents of a file, from the disk and not from memory if that can be had; nothing when there is none.
    ///
    /// - Throws: ``FileError``; `.tooLarge` one byte past the limit.
    func contents(of path: String, limitBytes: Int) throws(FileError) -> [UInt8]?

    /// The names in a directory in byte order; none when it is missing.
    ///
    /// - Throws: ``FileError``.
    func names(in path: String) throws(FileError) -> [String]

    /// Makes one directory; one that exists already is no error.
    ///
    /// - Throws: ``FileError``.
    func createDirectory(_ path: String, access: VolumeAccess) throws(FileError)

    /// Gives a file another name, in the place of one that had it.
    ///
    /// - Throws: ``FileError``.
    func rename(_ path: String, to other: String) throws(FileError)

    /// Removes a file, or a directory that holds nothing; one that is gone is no error.
    ///
    /// - Throws: ``FileError``.
    func remove(_ path: String) throws(FileError)

    /// Makes the names in a directory durable; the empty path is the ledger's own.
    ///
    /// - Throws: ``FileError``, after which nothing about unsynced names is known.
    func syncDirectory(_ path: String) throws(FileError)
}

/// An open file of a volume.
public struct VolumeFile: Sendable, Hashable {
    /// What the volume knows it by.
    public let number: Int32
    /// The path it was opened under.
    public let path: String

    /// Names an open file.
    public init(number: Int32, path: String) {
        self.number = number
        self.path = path
    }
}

/// Who may read what a volume holds.
public enum VolumeAccess: Sendable, Hashable {
    /// Everybody who gets into the directory; nobody may write it again.
    case published
    /// The owner alone.
    case secret
}
