internal import CoreMetrics
internal import Synchronization

/// One series: a number, or numbers by bucket.
final class MeteredSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    let kind: Kind
    private let bounds: [Double]
    private let state: Mutex<State>

    private struct State {
        var value = 0.0
        var sum = 0.0
        var buckets: [UInt64]
    }

    init(_ kind: Kind, buckets: Buckets) {
        self.kind = kind
        bounds = kind == .histogram ? buckets.bounds : []
        state = Mutex(State(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Where the buckets of a histogram end.
    enum Buckets: Sendable {
        case seconds
        case sizes

        var bounds: [Double] {
            switch self {
            case .seconds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300]
            case .sizes: [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]
            }
        }
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { state.withLock { $0.value += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func reset() { state.withLock { $0.value = 0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.buckets[place] += 1
            state.sum += value
        }
    }

    func render(_ name: SeriesName, into text: inout String) {
        let state = state.withLock { $0 }
        guard kind == .histogram else { return text += "\(name.written()) \(Self.number(state.value))\n" }
        var count: UInt64 = 0
        for (bound, amount) in zip(bounds.map(Self.number) + ["+Inf"], state.buckets) {
            count += amount
            text += "\(name.written("_bucket", "le=\"\(bound)\"")) \(count)\n"
        }
        text += "\(name.written("_sum")) \(Self.number(state.sum))\n\(name.written("_count")) \(count)\n"
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : String(value)
    }
}
