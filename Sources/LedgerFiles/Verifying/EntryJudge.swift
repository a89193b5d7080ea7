internal import CanonicalCoding
internal import TransparencyLog

/// Judges the entries of a log in their order: each by the rules of entries, and by those before it.
struct EntryJudge {
    /// The first entry that breaks a rule.
    private(set) var fault: (index: UInt64, what: String)?
    private var latest = TimeText()

    /// Judges the next entry; nothing once one was found wrong.
    mutating func judge(_ entry: Span<UInt8>, at index: UInt64) {
        guard fault == nil else { return }
        do throws(EntryFault) {
            let (time, reference) = try Self.facts(of: entry, knownTime: latest)
            if time < latest {
                fault = (index, EntryFault.order.rawValue)
            } else if let reference, reference >= index {
                fault = (index, "it refers to no earlier entry")
            }
            latest = time
        } catch {
            fault = (index, error.rawValue)
        }
    }

    /// The outline is only faster; what it does not recognise is read in full, which says what is wrong.
    private static func facts(
        of entry: Span<UInt8>, knownTime: TimeText
    ) throws(EntryFault) -> (TimeText, reference: UInt64?) {
        if let outline = EntryOutline(entry, knownTime: knownTime) { return (outline.time, outline.reference) }
        let parsed = try LogEntry(parsing: entry)
        let text = Array(parsed.time.description.utf8)
        return (TimeText(text.span, from: 0), parsed.reference)
    }
}
