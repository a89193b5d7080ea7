internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

extension Node {
    /// Members that were listed while the newest epoch could be published in and are listed no more: each keeps that epoch's pepper, and can
    /// test guesses of everything the pepper alone protects.
    ///
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`.
    public func departedMembers() throws -> [MemberID] {
        guard let epoch = try installedEpochs().last else { return [] }
        let current = try registry().document
        var departed: Set<MemberID> = []
        var newest = current
        // Only the versions that were in force after the epoch began.
        while newest.issued > epoch.document.times.publishFrom, let before = try documentBefore(newest) {
            departed.formUnion(before.members.map(\.id))
            newest = before
        }
        return departed.subtracting(current.members.map(\.id)).sorted()
    }

    /// The version that a registry names as the one before it, when it is kept here.
    private func documentBefore(_ document: RegistryDocument) throws -> RegistryDocument? {
        let path = "\(paths.registry)/\(document.version - 1).json"
        guard let digest = document.previous, Directory.exists(path) else { return nil }
        let envelope = try Self.envelope(at: path)
        return envelope.payloadDigest == digest ? try RegistryDocument(parsing: envelope.payload) : nil
    }
}
