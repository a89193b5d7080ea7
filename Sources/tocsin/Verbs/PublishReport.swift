import Agreements
import CanonicalCoding
import Exchange
import FeedReading
import Indicators

/// What is said beside the count of a feed.
enum PublishReport {
    /// Lists of a feed that nobody asked for are named, in JSON as well: their rows are in no count.
    static func tellSkipped(_ summary: PublishSummary) {
        guard !summary.skippedLists.isEmpty else { return }
        Terminal.note("lists that were not read: \(summary.skippedLists.prefix(skippedShown).joined(separator: ", "))")
    }

    private static let skippedShown = 16

    /// A publication of which nothing is left is an answer of no use.
    static func requireAccepted(_ summary: PublishSummary) throws {
        guard summary.accepted == 0 else { return }
        let reasons = Set(summary.refusals.keys.map { ReasonCode(rawValue: $0) })
        if let only = reasons.first, let code = only, !reasons.contains(nil) {
            throw Failure(
                .clearNo, "no row may be published under the agreement of the group: \(code.meaning)",
                hint: "see tocsin agreement show for its rules", protocolCode: code.rawValue)
        }
        throw Failure(.inputRefused, "no row could be published", hint: RefusalHint.hint(for: summary))
    }
}

/// What became of a feed, for people.
enum SummaryTable {
    static func print(_ summary: PublishSummary) {
        table(summary).print()
        for line in remarks(summary) { Terminal.say(line) }
    }

    /// On standard error, beside bytes that are the result.
    static func note(_ summary: PublishSummary) {
        table(summary).note()
        for line in remarks(summary) { Terminal.note(line) }
    }

    private static func table(_ summary: PublishSummary) -> Table {
        var table = Table("rows", "count")
        table.add("read", summary.read.grouped)
        table.add("accepted", summary.accepted.grouped)
        table.add("duplicate", summary.duplicate.grouped)
        table.add("refused", summary.refused.grouped)
        return table
    }

    private static func remarks(_ summary: PublishSummary) -> [String] {
        var lines: [String] = []
        if summary.cut > 0 { lines.append("cut before personal data: \(summary.cut.grouped)") }
        if summary.withheldTexts > 0 {
            lines.append(
                "texts with an e-mail address withheld: \(summary.withheldTexts.grouped) rows; --personal keep publishes them")
        }
        for (reason, count) in RefusalHint.ordered(summary.refusals) {
            lines.append("  \(reason): \(count.grouped)\(RefusalHint.hint(for: reason).map { " – \($0)" } ?? "")")
        }
        if !summary.bundle.isEmpty { lines.append("bundle \(summary.bundle), number \(summary.sequence)") }
        return lines
    }
}

/// What the person who publishes can do about refused rows.
enum RefusalHint {
    /// The reasons, the most frequent first.
    static func ordered(_ refusals: [String: Int]) -> [(reason: String, count: Int)] {
        refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// What to do when nothing was left, judged by the most frequent reason.
    static func hint(for summary: PublishSummary) -> String {
        guard let first = ordered(summary.refusals).first else { return "the feed holds no rows; see tocsin feed inspect FILE" }
        let remedy = hint(for: first.reason) ?? "see tocsin feed inspect FILE"
        return "\(first.count.grouped) of \(summary.read.grouped) rows are refused as \(first.reason): \(remedy)"
    }

    /// What to do about one reason; nothing for those that are not the feed's fault.
    static func hint(for reason: String) -> String? {
        let name = String(reason.prefix { $0 != ":" })
        if let known = FeedRefusalReason(rawValue: name) { return known.hint }
        if let rule = PublishingRule(rawValue: name) { return rule.hint }
        return IndicatorError.Reason(rawValue: name).map { IndicatorError($0, byteCount: 0).hint }
    }
}
