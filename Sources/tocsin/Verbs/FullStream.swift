import Exchange
import Indicators
import LedgerFiles
import SignedBundles

/// What a publication leaves beside the home: when it cannot be written, the bundle is published all the same, and publishing
/// once more would be another one.
enum FullStream {
    /// Where the copy goes that a person wants, looked at before anything is published.
    static func place(_ out: String?, reading files: [String] = []) throws -> OutputPlace? {
        guard let out else { return nil }
        let place = try OutputPlace.named(out, reading: files)
        try place.requireWritable()
        return place
    }

    /// Runs a publication; that the clock stands before the one before it is no fault of a file.
    static func publishing(_ body: () async throws -> PublishSummary) async throws -> PublishSummary {
        do {
            return try await body()
        } catch let error as BundleError where error.reason == .createdBeforePredecessor {
            throw Failure(
                .stateRefuses, "nothing is published: the last bundle for the group is dated later than now",
                hint: "check the clock of this machine, or wait until that time has passed", protocolCode: error.code.rawValue)
        }
    }

    /// Copies the stream that the home keeps to where the person wants it.
    static func copy(_ summary: PublishSummary, of group: GroupID, from node: Node, to target: String) throws {
        try afterPublishing(summary) { () throws(FileError) in try FileCopy.copy(summary.path, to: target) }
        try node.notePublicationCopied(for: group)
    }

    /// Says that the publication before this one was killed before its copy was made: the feed may be the same.
    static func tellUncopied(of group: GroupID, in node: Node) throws {
        guard let left = try node.publicationNotCopied(for: group) else { return }
        Terminal.note(
            "note: number \(left.number) for \(group) was published before, and its full stream was not copied: it is \(left.path)"
        )
    }

    /// Words a failed write so that nobody repeats the publication.
    static func afterPublishing(_ summary: PublishSummary, _ write: () throws(FileError) -> Void) throws {
        do throws(FileError) {
            try write()
        } catch {
            guard !summary.path.isEmpty else { throw error }
            throw Failure(
                Failure(explaining: error).exitCode, "number \(summary.sequence) is published, but \(error)",
                hint: "do not publish again; the full stream is \(summary.path)")
        }
    }
}
