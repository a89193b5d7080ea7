internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles

/// The highest number this member published for each group, kept outside the database: a store that was deleted or
/// restored from a backup must not make the node sign one number twice.
extension Node {
    private static let marksLimitBytes = 256 << 20

    /// The highest number published for a group; 0 before the first.
    ///
    /// - Throws: `FileError`.
    func publishedMark(for group: GroupID) throws -> Int {
        guard Directory.exists(paths.publishedMarks) else { return 0 }
        let text = try FileReader.contents(of: paths.publishedMarks, limitBytes: Self.marksLimitBytes)
        var highest = 0
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let object = try? StrictJSON.parse(Array(line)).object, object["aud"]?.string == group.name,
                let sequence = object["seq"]?.integer
            else { continue }
            highest = max(highest, Int(sequence))
        }
        return highest
    }

    /// Notes a publication that the store holds already.
    ///
    /// - Throws: `FileError`.
    func markPublished(_ sequence: Int, for group: GroupID) throws {
        let mark: JSONValue = ["aud": .string(group.name), "seq": .integer(Int64(sequence))]
        try AppendOnlyFile.append(mark.canonicalBytes() + [UInt8(ascii: "\n")], to: paths.publishedMarks)
    }
}
