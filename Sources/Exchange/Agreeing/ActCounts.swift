internal import Agreements
internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// Counts in the audit log how often somebody did something lately: what `rate` in rules asks.
///
/// Entries carry the time of the machine's clock, so windows end with it, also when a verb judges at another time.
struct ActCounts {
    private let node: Node

    init(_ node: Node) { self.node = node }

    /// How often an actor acted at a stage within each window, by the window's text.
    ///
    /// - Throws: `LedgerError`.
    func counts(of actor: String, at stage: DecisionStage, in windows: [CalendarPeriod]) throws(LedgerError) -> [String: Int64] {
        guard !windows.isEmpty else { return [:] }
        let now = EntryTime.now
        let ends = windows.map { ($0.text, $0.start(before: now)) }
        guard let oldest = ends.map(\.1).min() else { return [:] }
        var counts = Dictionary(uniqueKeysWithValues: windows.map { ($0.text, Int64(0)) })
        let ledger = try node.ledger()
        let start = try ledger.firstIndex(notBefore: oldest)
        try ledger.forEach(from: start) { (record) throws(LedgerError) in
            guard record.type.map(stage.types.contains) ?? false, record.details[.actor]?.string == actor else { return }
            for (window, begin) in ends where record.entry.time > begin { counts[window, default: 0] += 1 }
        }
        return counts
    }
}

extension DecisionStage {
    /// The entries that tell of an act at the stage.
    fileprivate var types: [EntryType] {
        switch self {
        case .publish: [.publish]
        case .send, .onward: [.sendIntent]
        case .receive: [.receiveAccept]
        case .query: [.query]
        case .export: [.export]
        case .retain: [.retentionExpire]
        }
    }
}

extension CalendarPeriod {
    /// The moment from which the period lasts until `time`: the latest whose end is not after it.
    fileprivate func start(before time: EntryTime) -> EntryTime {
        let second = Timestamp(secondsSinceEpoch: time.millisecondsSinceEpoch / 1_000)
        // Months and years differ in length: the longest of each is never too short a window.
        let days: Int64 =
            switch unit {
            case .minutes, .hours: 0
            case .days: count
            case .weeks: 7 * count
            case .months: 31 * count
            case .years: 366 * count
            }
        let seconds: Int64 = unit == .minutes ? 60 * count : unit == .hours ? 3_600 * count : 0
        return EntryTime(second.adding(days: -days).adding(seconds: -seconds))
    }
}

extension LedgerReader {
    /// A place before which every entry is older than `time`, at the beginning of a bundle of entries; clocks that were set back
    /// inside a bundle are of no account, because the whole bundle is read.
    func firstIndex(notBefore time: EntryTime) throws(LedgerError) -> UInt64 {
        var index = checkpoint.size / Self.bundleEntries * Self.bundleEntries
        while index > 0 {
            let previous = index - Self.bundleEntries
            if try entry(at: previous).time < time { return previous }
            index = previous
        }
        return 0
    }

    private static let bundleEntries: UInt64 = 256
}
