internal import TransparencyLog

extension LedgerStore {
    /// Writes the files of a step under their names, then the head over them. It can be done again from any point on.
    ///
    /// - Throws: ``LedgerError``; `.published` when a file of that name holds something else.
    func publish(_ growth: LogGrowth, head: SignedNote) throws(LedgerError) {
        var directories: Set<String> = []
        for (path, bytes) in growth.files {
            try publish(path, bytes)
            directories.insert(parentOf(path))
        }
        for (path, bytes) in growth.detailFiles {
            try replace(path, bytes, access: .secret)
            directories.insert(parentOf(path))
        }
        for directory in directories.sorted() { try syncDirectory(directory) }
        let kept = LedgerLayout.checkpoint(ofSize: growth.end.size)
        if try small(kept) == nil { try replace(kept, head.bytes, access: .published) }
        try syncDirectory(LedgerLayout.checkpoints)
        try replace(LedgerLayout.checkpoint, head.bytes, access: .published)
        try syncDirectory("")
        for directory in growth.supersededDirectories { dropPartialFiles(in: directory) }
    }

    private func publish(_ path: String, _ bytes: [UInt8]) throws(LedgerError) {
        let limit = LedgerLayout.bundleLimitBytes
        if let present = try attempt({ () throws(FileError) in try volume.contents(of: path, limitBytes: limit) }) {
            guard present == bytes else { throw .published(path: path) }
        } else {
            try replace(path, bytes, access: .published)
        }
    }

    /// Partial files that a full one has made superfluous; one that stays does no harm.
    private func dropPartialFiles(in directory: String) {
        for name in (try? volume.names(in: directory)) ?? [] { try? volume.remove("\(directory)/\(name)") }
        try? volume.remove(directory)
        forgetDirectories()
    }

    /// Removes what a killed process left without a name.
    func dropUnfinished() throws(LedgerError) {
        for name in try attempt({ () throws(FileError) in try volume.names(in: LedgerLayout.unfinished) }) {
            try attempt { () throws(FileError) in try volume.remove("\(LedgerLayout.unfinished)/\(name)") }
        }
    }
}
