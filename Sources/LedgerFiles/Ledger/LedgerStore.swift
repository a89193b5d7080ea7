/// The files of one ledger, locked: every write of it goes through here, and every failure of a sync ends the work.
final class LedgerStore {
    let volume: any LedgerVolume
    private let halt: (FileError) -> Void
    private let lockFile: VolumeFile
    let stagingFile: VolumeFile
    private var knownDirectories: Set<String> = [""]
    private var unfinishedCount = 0

    /// Locks a ledger for writing.
    ///
    /// - Throws: ``LedgerError/file(_:)`` with `.locked` when another process writes.
    init(_ volume: any LedgerVolume, halt: @escaping (FileError) -> Void) throws(LedgerError) {
        self.volume = volume
        self.halt = halt
        do throws(FileError) {
            lockFile = try volume.lock(LedgerLayout.lock)
            do throws(FileError) {
                stagingFile = try volume.open(LedgerLayout.staging, access: .secret)
            } catch {
                volume.close(lockFile)
                throw error
            }
        } catch {
            throw LedgerError(error)
        }
    }

    deinit {
        volume.close(stagingFile)
        volume.close(lockFile)
    }

    /// Says when the directory, the lock or the staging file is no longer the one that was opened.
    func requireInPlace() throws(LedgerError) {
        for file in [lockFile, stagingFile] where try !attempt({ () throws(FileError) in try volume.isInPlace(file) }) {
            throw .replaced(path: file.path)
        }
    }

    /// Runs a step that is not a sync.
    func attempt<Result>(_ step: () throws(FileError) -> Result) throws(LedgerError) -> Result {
        do throws(FileError) { return try step() } catch { throw LedgerError(error) }
    }

    /// Makes contents durable. A failed sync is never tried again, since the system may have dropped the pages.
    func sync(_ file: VolumeFile) throws(LedgerError) {
        do throws(FileError) { try volume.sync(file) } catch {
            halt(error)
            throw .sync(error)
        }
    }

    /// Makes names durable.
    func syncDirectory(_ path: String) throws(LedgerError) {
        do throws(FileError) { try volume.syncDirectory(path) } catch {
            halt(error)
            throw .sync(error)
        }
    }

    /// Puts a whole file under its name; the name is durable after the next sync of its directory.
    func replace(_ path: String, _ bytes: [UInt8], access: VolumeAccess) throws(LedgerError) {
        try makeDirectory(LedgerLayout.unfinished, access: .secret)
        try makeDirectory(parentOf(path), access: access)
        unfinishedCount += 1
        let temporary = "\(LedgerLayout.unfinished)/\(unfinishedCount)"
        let file = try attempt { () throws(FileError) in try volume.create(temporary, access: access) }
        defer { volume.close(file) }
        try attempt { () throws(FileError) in try volume.write(bytes, to: file, at: 0) }
        try sync(file)
        try attempt { () throws(FileError) in try volume.rename(temporary, to: path) }
    }

    /// Makes a directory and those above it durably, once.
    func makeDirectory(_ path: String, access: VolumeAccess) throws(LedgerError) {
        guard !knownDirectories.contains(path) else { return }
        let parent = parentOf(path)
        try makeDirectory(parent, access: access)
        try attempt { () throws(FileError) in try volume.createDirectory(path, access: access) }
        try syncDirectory(parent)
        knownDirectories.insert(path)
    }

    /// The directory part of a path below the ledger; empty for the ledger's own.
    func parentOf(_ path: String) -> String { path.contains("/") ? parentDirectory(of: path) : "" }

    /// Forgets directories that were removed.
    func forgetDirectories() { knownDirectories = [""] }
}

extension LedgerError {
    /// What a failed file operation means for the ledger.
    init(_ error: FileError) {
        self = error.reason == .noSpace ? .noSpace(error) : .file(error)
    }
}
