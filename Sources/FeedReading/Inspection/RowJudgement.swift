public import Indicators

/// What publishing would do with a row that can be read.
public enum RowJudgement: Sendable {
    /// It is published, its URL cut before personal data or not.
    case accepted(isCut: Bool)
    /// Its value has no canonical form.
    case notCanonical(IndicatorError.Reason)
    /// A rule of publishing forbids it.
    case refused(code: String, sentence: String, hint: String)

    /// Judges by the canonical form alone.
    init(ofFormOf row: FeedRow, scratch: inout [UInt8]) {
        scratch.removeAll(keepingCapacity: true)
        let value = row.value
        do throws(IndicatorError) {
            try Canonicaliser.appendCanonical(of: value.span, kind: row.kind, region: row.region, to: &scratch)
            try Platform.requireKnown(in: scratch.span, of: row.kind)
            self = .accepted(isCut: false)
        } catch {
            self = .notCanonical(error.reason)
        }
    }
}
