extension LedgerStore {
    /// The frame that waits, if it is whole.
    func stagedFrame() throws(LedgerError) -> StagingFrame? {
        let bytes = try attempt { () throws(FileError) in
            try volume.contents(of: LedgerLayout.staging, limitBytes: StagingFrame.limitBytes * 2)
        }
        return bytes.flatMap { StagingFrame(parsing: $0) }
    }

    /// Makes a frame durable. What could not be written whole is taken back as far as the system lets it.
    func stage(_ frame: StagingFrame) throws(LedgerError) {
        try clearStaging()
        do throws(LedgerError) {
            try attempt { () throws(FileError) in try volume.write(frame.bytes, to: stagingFile, at: 0) }
        } catch {
            try? clearStaging()
            throw error
        }
        try sync(stagingFile)
    }

    /// Empties the staging file, so that no salt stays in it longer than needed. Whether that lasts is of no account: a frame that
    /// comes back is not beyond the head.
    func clearStaging() throws(LedgerError) {
        try attempt { () throws(FileError) in try volume.cut(stagingFile, to: 0) }
    }

    /// Keeps what waits under another name, and empties the staging file.
    func moveStaging(to path: String) throws(LedgerError) {
        let waiting = try attempt { () throws(FileError) in
            try volume.contents(of: LedgerLayout.staging, limitBytes: StagingFrame.limitBytes * 2)
        }
        if let waiting, !waiting.isEmpty {
            try replace(path, waiting, access: .secret)
            try syncDirectory(parentOf(path))
        }
        try clearStaging()
        try sync(stagingFile)
    }

    /// Puts a new head in the place of the one that is expected there: the point from which the batch counts.
    func swapHead(from expected: [UInt8]?, to new: [UInt8]) throws(LedgerError) {
        guard try storedHead() == expected else { throw .headChanged }
        try replace(LedgerLayout.head, new, access: .secret)
        try syncDirectory("")
    }

    func storedHead() throws(LedgerError) -> [UInt8]? { try small(LedgerLayout.head) }

    /// The names in the ledger's own directory.
    static func names(in volume: any LedgerVolume) throws(LedgerError) -> [String] {
        do throws(FileError) { return try volume.names(in: "") } catch { throw LedgerError(error) }
    }

    /// A file of at most the length of a note.
    func small(_ path: String) throws(LedgerError) -> [UInt8]? {
        try attempt { () throws(FileError) in try volume.contents(of: path, limitBytes: LedgerLayout.headLimitBytes) }
    }
}
