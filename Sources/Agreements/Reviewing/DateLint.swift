internal import CanonicalCoding
internal import Indicators

/// Dates that have passed or do not fit together, and what concerns the document as a whole.
struct DateLint {
    let agreement: Agreement
    let time: Timestamp

    func findings() -> [LintFinding] {
        var findings: [LintFinding] = []
        if agreement.end <= time { findings.append(LintFinding(.lapsed, at: "valid.until")) }
        if agreement.valid.reviewBy > agreement.end { findings.append(LintFinding(.reviewLate, at: "valid.review_by")) }
        if agreement.valid.mayBeSuspendedBy.count < agreement.parties.count {
            let others = agreement.parties.map(\.id).filter { !agreement.valid.mayBeSuspendedBy.contains($0) }
            findings.append(LintFinding(.suspensionOneSided, at: "valid.suspended_by", others.map(\.name)))
        }
        if agreement.vocabulary != .current { findings.append(LintFinding(.vocabularyUnknown, at: "vocab")) }
        return findings
    }
}
