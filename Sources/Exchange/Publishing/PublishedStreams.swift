internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

extension Node {
    /// The full stream of one of this member's own bundles, by its number in the chain.
    ///
    /// - Throws: ``NodeError/noSuchBundle(_:)``, `StoreError`, `FileError`.
    public func publishedStream(number: Int, for group: GroupID? = nil) throws -> String {
        for chain in try StandingChains(store(for: .reading), under: registry()).all()
        where chain.publisher == settings.member && (group == nil || chain.audience == group) {
            guard let entry = chain.entries[number] else { continue }
            let folder = paths.bundle(entry.digest.hex)
            if let stream = try publishedStreamDigest(of: entry.digest), Directory.exists("\(folder)/\(stream.hex)") {
                return "\(folder)/\(stream.hex)"
            }
            // Published before there were marks: a redaction of it can hardly lie here yet, and is mostly shorter.
            let streams = try Directory.names(in: folder).map { "\(folder)/\($0)" }
            if let full = try streams.max(by: { try Directory.byteCount(of: $0) < Directory.byteCount(of: $1) }) { return full }
        }
        throw NodeError.noSuchBundle(number)
    }
}
