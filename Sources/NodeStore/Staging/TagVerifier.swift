internal import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MergeEngine

/// Checks the values, tags and pops of one segment against the secrets this node holds.
struct TagVerifier {
    /// What came out for one row.
    struct Verdict {
        var exclusion: Exclusion?
        var pop = PopCheck.unchecked
    }

    private let messages: TagMessages
    private let blinder: KindBlinder?
    private var form: CanonicalFormCheck

    init(kind: IndicatorKind, publisher: MemberID, epoch: EpochNumber, blinder: EpochBlinder?) {
        messages = TagMessages(epoch: epoch, publisher: publisher)
        form = CanonicalFormCheck(kind: kind)
        self.blinder = blinder.flatMap { try? $0.blinder(of: kind) }
    }

    /// Judges the bytes of a `value` cell that is known to be a string.
    mutating func check(_ cell: Span<UInt8>, tag: MatchTag, pop: MatchTag) -> Verdict {
        let content = cell.extracting(1..<cell.count - 1)
        for index in content.indices where content[index] == UInt8(ascii: "\\") {
            guard let text = (try? StrictJSON.parse(cell))?.string else { return Verdict(exclusion: .canonicalForm) }
            return judge(Array(text.utf8).span, tag: tag, pop: pop)
        }
        return judge(content, tag: tag, pop: pop)
    }

    private mutating func judge(_ value: Span<UInt8>, tag: MatchTag, pop: MatchTag) -> Verdict {
        guard value.count <= RowSchema.valueByteLimit, form.isCanonical(value) else {
            return Verdict(exclusion: .canonicalForm)
        }
        guard let blinder else { return Verdict() }
        guard let secret = try? blinder.secret(ofCanonical: value) else { return Verdict() }
        let expected = secret.tagAndPop(messages)
        guard expected.tag == tag else { return Verdict(exclusion: .tag) }
        return Verdict(pop: expected.pop == pop ? .valid : .failed)
    }
}
