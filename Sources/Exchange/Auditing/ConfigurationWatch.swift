internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// Notices that somebody changed a file by which this node decides: the change is an entry before anything else is one.
///
/// Who changed the file is not known; the entry names who acted first afterwards.
struct ConfigurationWatch {
    private let path: String
    private let found: [String: Digest256]
    private let known: [String: String]

    /// Looks at the files.
    ///
    /// - Throws: `FileError`, ``NodeError/homeDamaged(_:)``.
    init(_ paths: HomePaths) throws {
        path = paths.knownConfiguration
        var found: [String: Digest256] = [:]
        for (name, file) in [("disclosure", paths.disclosureProfile), ("settings", paths.settings)] {
            found[name] = SHA256.hash(try Node.ownFile(file, limitBytes: Settings.limitBytes))
        }
        self.found = found
        guard Directory.exists(path) else {
            known = [:]
            return
        }
        let members = (try? StrictJSON.parse(try Node.ownFile(path, limitBytes: Settings.limitBytes)))?.object?.members ?? []
        known = Dictionary(members.map { ($0.key, $0.value.string ?? "") }) { first, _ in first }
    }

    /// What has to be logged first.
    var events: [LoggedEvent] {
        found.sorted { $0.key < $1.key }.compactMap { name, digest in
            guard known[name] != digest.hex else { return nil }
            var further: [(name: String, DetailRecord.FieldClass, JSONValue)] = []
            if let before = known[name] { further.append(("digest_before", .item, .string(before))) }
            return LoggedEvent(
                .configurationChange, [(.setting, .string(name)), (.digest, .string(digest.hex))], further: further)
        }
    }

    /// Remembers what was logged.
    ///
    /// - Throws: `FileError`.
    func keep() throws(FileError) {
        let members = found.map { ($0.key, JSONValue.string($0.value.hex)) }
        let bytes = JSONValue.object(JSONObject(members) ?? JSONObject()).canonicalBytes()
        try DurableFile.write(bytes, to: path, replacing: true)
    }
}

extension HomePaths {
    /// The digests of the files by which the node decides, as the audit log last named them.
    var knownConfiguration: String { ledger + "/configuration.json" }
}
