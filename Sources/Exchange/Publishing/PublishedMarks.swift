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
        try newestMark { $0["aud"]?.string == group.name }?.place
    }

    /// SHA-256 of the full stream of a bundle this member published, by which it is told from redactions of it.
    ///
    /// - Throws: `FileError`.
    func publishedStreamDigest(of bundle: Digest256) throws -> Digest256? {
        try newestMark { $0["digest"]?.string == bundle.hex }?.stream
    }

    /// The newest mark that fits; a line that a crash cut short is passed over.
    private func newestMark(_ fits: (JSONObject) -> Bool) throws -> (place: ChainPlace, stream: Digest256?)? {
        guard Directory.exists(paths.publishedMarks) else { return nil }
        let text = try FileReader.contents(of: paths.publishedMarks, limitBytes: Self.marksLimitBytes)
        for line in text.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let object = try? StrictJSON.parse(Array(line)).object, fits(object),
                let sequence = object["seq"]?.integer, let digest = object["digest"]?.string.flatMap(Digest256.init(hex:))
            else { continue }
            let stream = object["stream"]?.string.flatMap(Digest256.init(hex:))
            return (ChainPlace(sequence: Int(sequence), digest: digest), stream)
        }
        return nil
    }

    /// Notes a publication that the store holds already.
    ///
    /// - Throws: `FileError`.
    func markPublished(_ place: ChainPlace, stream path: String, for group: GroupID) throws {
        var stream = SHA256()
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty { stream.update(piece) }
        let mark: JSONValue = [
            "aud": .string(group.name), "digest": .string(place.digest.hex), "seq": .integer(Int64(place.sequence)),
            "stream": .string(stream.finalize().hex),
        ]
        try AppendOnlyFile.append(mark.canonicalBytes() + [UInt8(ascii: "\n")], to: paths.publishedMarks)
    }
}
