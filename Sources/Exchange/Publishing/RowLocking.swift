internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
internal import SignedBundles

/// Puts cells of a row into its `locked` cell, which opens for whoever knows the row's value.
struct RowLocking {
    private let names: [String]
    private let epoch: EpochNumber
    private let publisher: MemberID

    init(_ columns: Set<String>, epoch: EpochNumber, publisher: MemberID) {
        names = columns.sorted()
        self.epoch = epoch
        self.publisher = publisher
    }

    /// The cells of a row, those of the locked columns gone from their own places.
    ///
    /// Where the agreement does not let `locked` be published, the details stay here: in clear they were not meant to leave.
    ///
    /// - Throws: `CipherError`.
    func cells(
        _ cells: [[UInt8]?], keyedBy secret: MatchSecret, columns: [String], under ruling: PublishStage.Ruling,
        in spool: inout SegmentSpool?
    ) throws -> [[UInt8]?] {
        guard !names.isEmpty, let place = columns.firstIndex(of: RowSchema.lockedColumn) else { return cells }
        var (rest, details) = (cells, JSONObject())
        for name in names {
            guard let index = columns.firstIndex(of: name), let cell = rest[index] else { continue }
            details[name] = try? StrictJSON.parse(cell)
            rest[index] = nil
        }
        guard !details.isEmpty, ruling.shows(RowSchema.lockedColumn), let bundle = spool?.bundle, let nonce = spool?.nonce()
        else {
            return rest
        }
        let key = secret.lockKey(epoch: epoch, publisher: publisher, bundleID: bundle.bytes.span)
        let sealed = try LockedCell.seal(
            details.canonicalBytes(), lockKey: key, bundleID: bundle.bytes, column: RowSchema.lockedColumn, nonce: nonce)
        rest[place] = JSONValue.string(sealed).canonicalBytes()
        return rest
    }
}
