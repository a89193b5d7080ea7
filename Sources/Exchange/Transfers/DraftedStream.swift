internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import Redaction
internal import SignedBundles

/// A stream that was decided, cut and read again, and is not sealed yet.
struct DraftedStream {
    let source: VerifiedBundle
    let stream: SharedScratch
    let nonce: Digest256
    let finished: FinishedStream
    let segments: [Disclosure.SegmentAnswer]
    let comparison: EgressComparison
    let ruling: Ruling
    /// How many approvals each role owes.
    var neededApprovals: [String: Int64] = [:]

    /// What decided.
    enum Ruling {
        /// An agreement, and what officers approved of it.
        case agreement(Decision, approved: ApprovalSubject?)
        case profile(DisclosureGate.Request, Digest256?)
    }

    /// The highest marking of what is shown; `none` when nothing is. One that is not of TLP 2.0 counts as the highest.
    var label: String {
        let shown = segments.filter { $0.shownRows > 0 }.map(\.marking)
        return shown.max { (Marking($0) ?? .red) < (Marking($1) ?? .red) } ?? "none"
    }
}

extension EgressComparison {
    /// Where the stream differs, for messages.
    var texts: [String] { (fault.map { ["\($0)"] } ?? []) + differences.map(\.description) }
}
