internal import CanonicalCoding
internal import MemberRegistry
internal import SignedBundles

/// The first line of a stream, collected from its pieces as far as a first line may be long.
struct FirstLine {
    /// What was collected, without the LF.
    private(set) var bytes: [UInt8] = []
    private var isComplete = false

    /// Takes the next piece of the stream; false when the line needs no more.
    @discardableResult
    mutating func take(_ piece: [UInt8]) -> Bool {
        guard !isComplete else { return false }
        let end = piece.firstIndex(of: UInt8(ascii: "\n")) ?? piece.count
        bytes.append(contentsOf: piece[..<end])
        isComplete = end < piece.count || bytes.count > BundleLimits.standard.firstLineBytes
        return !isComplete
    }

    /// The manifest it carries, whether or not anybody has verified it.
    var manifest: Manifest? {
        guard let value = try? StrictJSON.parse(bytes.span, limits: .envelope), let dsse = value.object?["dsse"],
            let envelope = try? DSSEEnvelope(dsse)
        else { return nil }
        return try? Manifest(parsing: envelope.payload)
    }
}
