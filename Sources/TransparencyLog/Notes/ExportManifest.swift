internal import CanonicalCoding
public import CryptoPrimitives

/// What a log's key signs of an export of the log: which rows were asked for, how many came, the digest of the file, over which tree.
///
/// The text begins with a line that is no origin and a second that is no size, so it can never be taken for a checkpoint
/// (docs/spec/audit-export.md).
public struct ExportManifest: Sendable, Hashable {
    /// The forms of an export.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case csv, jsonl
    }

    /// The tree that was exported from.
    public let tree: Checkpoint
    /// The key that signs, as the manifest itself says.
    public let key: NoteKey
    /// The form of the file.
    public let format: Format
    /// How many rows it has, the head line of a CSV not counted.
    public let rowCount: UInt64
    /// SHA-256 of the file.
    public let digest: Digest256
    /// The filter, canonical JSON in one line.
    public let filter: String
    /// The entry that tells of the export.
    public let entry: UInt64
    /// Whether values were withheld from the reader.
    public let isWithholding: Bool

    /// States an export.
    public init(
        tree: Checkpoint, key: NoteKey, format: Format, rowCount: UInt64, digest: Digest256, filter: String, entry: UInt64,
        isWithholding: Bool
    ) {
        self.tree = tree
        self.key = key
        self.format = format
        self.rowCount = rowCount
        self.digest = digest
        self.filter = filter
        self.entry = entry
        self.isWithholding = isWithholding
    }

    private static let header = "tocsin-export/v1"
    private static let names = ["origin", "size", "root", "key", "format", "rows", "digest", "filter", "entry", "withheld"]

    /// The text that is signed.
    public var text: [UInt8] {
        let values = [
            tree.origin, "\(tree.size)", Base64.encode(tree.root.bytes), key.text, format.rawValue, "\(rowCount)", digest.hex,
            filter, "\(entry)", "\(isWithholding)",
        ]
        let lines = [Self.header] + zip(Self.names, values).map { "\($0) \($1)" }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Reads the text of a note; nothing of it is believed before a signature was verified.
    ///
    /// - Returns: nothing for a text of any other form.
    public init?(parsing text: [UInt8]) {
        var lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.header[...], lines.popLast()?.isEmpty == true, lines.count == Self.names.count else {
            return nil
        }
        var values: [String] = []
        for (line, name) in zip(lines, Self.names) {
            // By bytes: of characters, the blank and what stands behind it can be one.
            let prefix = (name + " ").utf8
            guard line.utf8.starts(with: prefix) else { return nil }
            values.append(String(Substring(line.utf8.dropFirst(prefix.count))))
        }
        guard let size = Decimal.number(values[1].utf8), size <= Checkpoint.sizeLimit,
            let root = Base64.decode(values[2]).flatMap({ Digest256(bytes: $0) }), let key = try? NoteKey(parsing: values[3]),
            let format = Format(rawValue: values[4]), let rowCount = Decimal.number(values[5].utf8),
            let digest = Hex.decode(values[6]).flatMap({ Digest256(bytes: $0) }), let entry = Decimal.number(values[8].utf8),
            ["true", "false"].contains(values[9])
        else { return nil }
        self.init(
            tree: Checkpoint(origin: values[0], size: size, root: root), key: key, format: format, rowCount: rowCount,
            digest: digest, filter: values[7], entry: entry, isWithholding: values[9] == "true")
        guard self.text == text else { return nil }
    }
}
