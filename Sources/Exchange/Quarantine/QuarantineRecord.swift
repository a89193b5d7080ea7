internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MergeEngine

/// What a node holds back and what its officers said, as `ledger/quarantine.jsonl` has it.
struct QuarantineRecord {
    /// One bundle, with the last word about it.
    struct Item {
        let place: HeldPlace
        /// Whether the last word is a release, or a refusal; nothing while it waits.
        var word: (isRelease: Bool, note: OfficerNote)?

        /// Why it is held back; nothing once it is released.
        var reason: HoldReason? {
            guard let word else { return place.reason }
            return word.isRelease ? nil : .refused
        }
    }

    private(set) var items: [Digest256: Item] = [:]
    /// The values that officers confirmed, as the audit log names them.
    private(set) var confirmed: Set<String> = []

    mutating func take(_ line: QuarantineLine) {
        switch line {
        case .hold(let place): items[place.manifest] = Item(place: place)
        case .word(let isRelease, let manifest, let note): items[manifest]?.word = (isRelease, note)
        case .value(true, _, let subject, _): confirmed.insert(subject)
        case .value(false, _, let subject, _): confirmed.remove(subject)
        }
    }

    /// Whether a bundle was held back at a time.
    func holds(_ manifest: Digest256, at time: Timestamp) -> Bool {
        guard let item = items[manifest], item.place.time <= time else { return false }
        guard let word = item.word, word.isRelease else { return true }
        return time < word.note.time
    }

    /// What is held back, for the state.
    var held: [Digest256: HoldReason] { items.compactMapValues(\.reason) }
}

extension Node {
    private static let quarantineLimitBytes = 256 << 20

    /// Everything that was held back here and said about it.
    ///
    /// - Throws: `FileError`.
    func quarantineRecord() throws -> QuarantineRecord {
        var record = QuarantineRecord()
        guard Directory.exists(paths.quarantine) else { return record }
        let text = try FileReader.contents(of: paths.quarantine, limitBytes: Self.quarantineLimitBytes)
        for line in text.split(separator: UInt8(ascii: "\n")) { QuarantineLine(line).map { record.take($0) } }
        return record
    }

    /// Adds a line to the record.
    ///
    /// - Throws: `FileError`.
    func keep(_ line: QuarantineLine) throws { try AppendOnlyFile.append(line.line, to: paths.quarantine) }
}
