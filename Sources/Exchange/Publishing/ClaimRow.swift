internal import Blinding
internal import CanonicalCoding
internal import FeedReading
internal import Indicators

/// A draft with its tags: the cells of one row of a bundle.
struct ClaimRow {
    let kind: IndicatorKind
    let tag: MatchTag
    /// From which the key of locked cells follows.
    let secret: MatchSecret
    /// One cell for each of ``ReportColumns/names``; nil is absent.
    let cells: [[UInt8]?]

    /// Puts the cells together.
    ///
    /// - Parameter secrets: those of the draft's inputs, in their order.
    init(_ draft: RowDraft, secrets: ArraySlice<MatchSecret>, epoch: EpochNumber, publisher: MemberID) {
        var rest = secrets
        let own = rest.removeFirst()
        kind = draft.form.kind
        tag = own.tag(epoch: epoch)
        secret = own
        let mailbox = draft.form.mailbox == nil ? nil : rest.removeFirst()
        var core: [UInt8] = []
        CoreCell(tag: tag, pop: own.pop(epoch: epoch, publisher: publisher), statement: .report(draft.report), target: nil)
            .appendCanonical(to: &core)
        var value: [UInt8] = []
        CanonicalWriter.append(draft.canonical.span, to: &value)
        cells = [
            mailbox.map { Self.alternatives($0, epoch, publisher) },
            core,
            ReportColumns.context(draft.details, wasCut: draft.wasCut),
            ReportColumns.impact(draft.details?.impact),
            ReportColumns.text(draft.details?.note),
            Self.relations(draft.relations, rest, epoch),
            ReportColumns.text(draft.details?.source),
            value,
        ]
    }

    static func alternatives(_ secret: MatchSecret, _ epoch: EpochNumber, _ publisher: MemberID) -> [UInt8] {
        let entry: JSONValue = [
            "kind": .string(IndicatorKind.mbox.name), "pop": .string(secret.pop(epoch: epoch, publisher: publisher).base64url),
            "tag": .string(secret.tag(epoch: epoch).base64url),
        ]
        return JSONValue.array([entry]).canonicalBytes()
    }

    static func relations(
        _ relations: [RowDraft.Relation], _ secrets: ArraySlice<MatchSecret>, _ epoch: EpochNumber
    ) -> [UInt8]? {
        guard !relations.isEmpty else { return nil }
        let entries = zip(relations, secrets).map { relation, secret -> JSONValue in
            [
                "kind": .string(relation.kind.name), "tag": .string(secret.tag(epoch: epoch).base64url),
                "verb": .string(relation.verb),
            ]
        }
        return JSONValue.array(entries).canonicalBytes()
    }
}
