internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// The directory of a mirror: the files that the log publishes, under the same names, as verifiers take them.
struct MirrorPlace: Sendable {
    let directory: String

    private var checkpointPath: String { "\(directory)/\(LedgerLayout.checkpoint)" }

    /// The head up to which the mirror was verified; nothing before the first time.
    ///
    /// - Throws: `FileError`, `NoteError`, `LogError` for a file that is no head.
    func known() throws -> (note: SignedNote, head: Checkpoint)? {
        guard Directory.exists(checkpointPath) else { return nil }
        let note = try SignedNote(parsing: FileReader.contents(of: checkpointPath, limitBytes: SignedNote.limitBytes))
        return (note, try Checkpoint(parsing: note.text))
    }

    /// Keeps a tile or a bundle.
    ///
    /// - Throws: `FileError`.
    func keep(_ bytes: [UInt8], as address: TileAddress) throws {
        let parent = address.path.split(separator: "/").dropLast().joined(separator: "/")
        try Directory.create("\(directory)/\(parent)")
        try DurableFile.write(bytes, to: "\(directory)/\(address.path)", replacing: true)
    }

    /// Takes back what did not fit.
    func remove(_ addresses: [TileAddress]) {
        for address in addresses { try? Directory.remove("\(directory)/\(address.path)") }
    }

    /// The size up to which entries, and not hashes alone, were verified.
    var entriesSize: UInt64 {
        guard let bytes = try? FileReader.contents(of: notePath, limitBytes: 4 << 10),
            let size = (try? StrictJSON.parse(bytes))?.object?["entries"]?.integer
        else { return 0 }
        return UInt64(clamping: size)
    }

    /// What no verifier looks at.
    private var notePath: String { "\(directory)/mirror.json" }

    /// Puts a head in place, after all that it needs was verified.
    ///
    /// - Throws: `FileError`.
    func commit(_ found: MirroredHead, hasEntries: Bool) throws {
        let note: JSONValue = ["entries": .integer(hasEntries ? Int64(clamping: found.head.size) : 0)]
        try DurableFile.write(note.canonicalBytes() + [0x0A], to: notePath, replacing: true)
        let folder = "\(directory)/\(LedgerLayout.checkpoints)"
        try Directory.create(folder)
        try DurableFile.write(found.policyBytes, to: "\(directory)/\(LedgerLayout.policy)", mode: 0o644, replacing: true)
        try DurableFile.write(found.note.bytes, to: "\(folder)/\(found.head.size)", mode: 0o644, replacing: true)
        try DurableFile.write(found.note.bytes, to: checkpointPath, mode: 0o644, replacing: true)
    }

    /// Keeps two heads of which the later shown is the smaller.
    ///
    /// - Returns: the directory.
    /// - Throws: `FileError`.
    func keepRollback(_ kept: SignedNote, _ shown: SignedNote) throws -> String {
        var hash = SHA256()
        hash.update(kept.bytes)
        hash.update(shown.bytes)
        let all = "\(directory)/\(LedgerLayout.refused)"
        let folder = "\(all)/\(hash.finalize().hex)"
        try Directory.create(all)
        guard try Directory.names(in: all).count < Self.refusedLimit else { return folder }
        try Directory.create(folder)
        try DurableFile.write(kept.bytes, to: "\(folder)/kept.note", replacing: true)
        try DurableFile.write(shown.bytes, to: "\(folder)/refused.note", replacing: true)
        return folder
    }

    private static let refusedLimit = 256
}

extension HomePaths {
    /// Mirrors of other members' logs.
    var mirrors: String { root + "/mirrors" }
}
