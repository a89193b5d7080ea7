public import CanonicalCoding
public import Indicators
internal import LedgerFiles
internal import TransparencyLog

extension PeerHeads {
    /// Keeps two heads that contradict each other, on record; from then on no bundle passes to or from the member until an officer readmits it.
    ///
    /// - Parameters:
    ///   - other: the proof, where the two are of two sizes.
    ///   - isLogged: whether the audit log has it already.
    /// - Throws: `FileError`, `LedgerError`.
    func suspend(
        _ first: SignedNote, _ second: SignedNote, size: UInt64, proof other: OtherHistory? = nil, isLogged: Bool = false
    ) throws {
        guard !hasEvidence else { return }
        // The whole evidence lies there before its name does.
        let unfinished = unfinishedEvidence
        try Directory.create(unfinished)
        try DurableFile.write(first.bytes, to: "\(unfinished)/first.note", replacing: true)
        try DurableFile.write(second.bytes, to: "\(unfinished)/second.note", replacing: true)
        if let other { try DurableFile.write(other.proofBytes, to: "\(unfinished)/\(OtherHistory.fileName)", replacing: true) }
        if !isLogged {
            try node.log(
                LoggedEvent(
                    .forkSeen, [(.peer, .string(member.name)), (.evidence, .string(node.paths.nameInHome(evidence)))],
                    further: [("size", .policy, .integer(Int64(clamping: size)))]))
        }
        try Directory.rename(unfinished, to: evidence)
    }

    /// Where the evidence goes when the suspension ends.
    fileprivate func endedFolder(at time: Timestamp) -> String {
        "\(node.paths.peerHeads)/\(Self.endedPrefix)\(member.name)_\(time.secondsSinceEpoch)"
    }

    /// No member's name begins so.
    private static let endedPrefix = "_"
}

extension Node {
    /// The members of which this node saw that their logs show two histories, with where the evidence lies; ascending.
    ///
    /// - Throws: `FileError`.
    public func suspendedPeers() throws -> [(member: MemberID, evidence: String)] {
        guard Directory.isDirectory(paths.peerHeads) else { return [] }
        return try Directory.names(in: paths.peerHeads).compactMap { MemberID($0) }.sorted().compactMap { member in
            let heads = PeerHeads(self, of: member)
            return heads.isForked ? (member, heads.evidence) : nil
        }
    }

    /// Ends the suspension of a member whose log showed two histories, as an officer decides. The evidence is kept; what is known of its heads
    /// begins anew.
    ///
    /// - Returns: where the evidence lies now.
    /// - Throws: ``NodeError/notSuspended(_:)``, `LedgerError`, `FileError`.
    @discardableResult
    public func readmit(_ member: MemberID, officer: String, why: String, at time: Timestamp) throws -> String {
        let heads = PeerHeads(self, of: member)
        guard heads.isForked else { throw NodeError.notSuspended(member) }
        let folder = heads.endedFolder(at: time)
        try log(
            LoggedEvent(
                .quarantineRelease, [(.peer, .string(member.name)), (.reason, .string(why))],
                further: [
                    ("evidence", .item, .string(paths.nameInHome(folder) + "/fork")), ("officer", .staff, .string(officer)),
                ]))
        try Directory.rename(heads.folder, to: folder)
        return folder + "/fork"
    }
}
