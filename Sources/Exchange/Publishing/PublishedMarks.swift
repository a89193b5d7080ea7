internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import SignedBundles

/// What this member published for each group, kept outside the database: a store that was deleted or restored from a
/// backup must not make the node sign one number twice.
extension Node {
    private static let marksLimitBytes = 256 << 20

    /// The newest bundle published for a group; nothing before the first.
    ///
    /// - Throws: `FileError`.
    func publishedMark(for group: GroupID) throws -> ChainPlace? {
        guard Directory.exists(paths.publishedMarks) else { return nil }
        let text = try FileReader.contents(of: paths.publishedMarks, limitBytes: Self.marksLimitBytes)
        for line in text.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let object = try? StrictJSON.parse(Array(line)).object, object["aud"]?.string == group.name,
                let sequence = object["seq"]?.integer, let digest = object["digest"]?.string.flatMap(Digest256.init(hex:))
            else { continue }
            return ChainPlace(sequence: Int(sequence), digest: digest)
        }
        return nil
    }

    /// Notes a publication that the store holds already.
    ///
    /// - Throws: `FileError`.
    func markPublished(_ place: ChainPlace, for group: GroupID) throws {
        let mark: JSONValue = [
            "aud": .string(group.name), "digest": .string(place.digest.hex), "seq": .integer(Int64(place.sequence)),
        ]
        try AppendOnlyFile.append(mark.canonicalBytes() + [UInt8(ascii: "\n")], to: paths.publishedMarks)
    }
}
