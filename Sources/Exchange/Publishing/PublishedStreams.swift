internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

extension Node {
    /// The full stream of one of this member's own bundles, by its number in the chain.
    ///
    /// - Throws: ``NodeError/noSuchBundle(_:)``, `StoreError`, `FileError`.
    public func publishedStream(number: Int) throws -> String {
        for chain in try store(for: .reading).chains() where chain.publisher == settings.member {
            guard let entry = chain.entries[number] else { continue }
            let folder = paths.bundle(entry.digest.hex)
            // One's own stream is the first that came to the folder and the only full one.
            if let name = try Directory.names(in: folder).first { return "\(folder)/\(name)" }
        }
        throw NodeError.noSuchBundle(number)
    }
}
