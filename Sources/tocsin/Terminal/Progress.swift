import LedgerFiles

/// A progress line on standard error: only on a terminal, only when the work lasts over a second.
final class Progress {
    private let label: String
    private let started = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    private var hasShown = false

    init(_ label: String) { self.label = label }

    /// Shows the state of the work, a few times a second at most.
    func update(_ done: Int, of total: Int?, unit: String) {
        guard Terminal.isErrorTerminal else { return }
        let now = ContinuousClock.now
        guard now - started > .seconds(1), now - lastShown > .milliseconds(200) else { return }
        lastShown = now
        hasShown = true
        let share = total.map { $0 > 0 ? " (\(done * 100 / $0) %\(estimate(done, of: $0, now)))" : "" } ?? ""
        StandardStream.writeMessage("\r\u{1B}[K\(label): \(done.grouped) \(unit)\(share)")
    }

    /// How long the rest takes at the pace so far.
    private func estimate(_ done: Int, of total: Int, _ now: ContinuousClock.Instant) -> String {
        guard done > 0, total > done else { return "" }
        let seconds = Int((now - started).components.seconds) * (total - done) / done
        return seconds < 90 ? ", about \(seconds) s left" : ", about \((seconds + 30) / 60) min left"
    }

    /// Clears the line.
    func end() {
        if hasShown { StandardStream.writeMessage("\r\u{1B}[K") }
    }
}
