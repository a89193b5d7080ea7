internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import SignedBundles

extension Node {
    /// After which place of a chain the word of a node counts for nothing, since its registry does not list a reset of this one's.
    ///
    /// Such a node may still hold what the reset put out. It is asked again when it has taken the registry.
    ///
    /// - Parameter version: the version of the registry that the other node holds.
    /// - Returns: the lowest place of a reset that it does not know; nothing when it knows them all.
    /// - Throws: `RegistryError`, `FileError`.
    func unknownReset(
        to version: Int64, of publisher: MemberID, for group: GroupID, under registry: VerifiedRegistry
    ) throws -> Int? {
        let resets = registry.resets(of: publisher, for: group).map(\.place)
        guard !resets.isEmpty, version < registry.document.version else { return nil }
        let known =
            try keptRegistry(version)?.resets.filter { $0.publisher == publisher && $0.audience == group }.map(\.place) ?? []
        return resets.filter { !known.contains($0) }.map(\.sequence).min()
    }

    /// An earlier version of the registry as this node kept it.
    private func keptRegistry(_ version: Int64) throws -> RegistryDocument? {
        let path = "\(paths.registry)/\(version).json"
        guard Directory.exists(path) else { return nil }
        return try RegistryDocument(parsing: Node.envelope(at: path).payload)
    }
}
