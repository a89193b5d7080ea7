internal import BundleFiles
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Redaction
internal import SignedBundles

extension Disclosure {
    /// Makes another redaction of a bundle for a member that got some already, if it is due cells that none of those showed.
    ///
    /// What is due is found out by cutting, before anything is logged; only a redaction that shows more is decided about once more, on
    /// record, and sealed. It is whole: whoever takes it in has the union.
    ///
    /// - Parameters:
    ///   - before: the streams that the member confirmed.
    ///   - output: where the sealed file goes.
    /// - Returns: whether one was made.
    /// - Throws: as ``disclose(_:to:output:)``; what would be denied is nothing more.
    func discloseMore(_ path: String, to recipient: MemberID, than before: [String], output: String) throws -> Bool {
        let draft: DraftedStream
        do { draft = try self.draft(path, to: recipient, under: registry, isPreview: true) } catch TransferError.denied {
            return false
        }
        let due = try Self.shown(in: [draft.stream.path], under: registry, at: self)
        guard try due.showsMore(than: Self.shown(in: before, under: node.pastKeys(), at: self)) else { return false }
        _ = try disclose(path, to: recipient, output: output)
        return true
    }

    private static func shown(in streams: [String], under keys: any KeyDirectory, at disclosure: Disclosure) throws -> ShownCells
    {
        var cells = ShownCells()
        for stream in streams {
            _ = try BundleReading.verify(stream, into: &cells, under: BundleTerms(keys: keys, audience: nil, at: disclosure.time))
        }
        return cells
    }
}
