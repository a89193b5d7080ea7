public import CoreMetrics
internal import Synchronization

/// Keeps what is counted and measured, and renders it in Prometheus' text format, version 0.0.4.
///
/// The number of series is bounded: what would be one too many is counted in `tocsin_metrics_series_refused_total` and goes
/// nowhere. Labels are few and come from the program, never from a peer; they are escaped all the same.
public final class MetricsExposition: MetricsFactory {
    private let seriesLimit: Int
    private let state = Mutex(State())

    private struct State {
        var series: [SeriesName: MeteredSeries] = [:]
        var refused = 0
    }

    /// Begins with nothing.
    public init(seriesLimit: Int = 2_000) { self.seriesLimit = seriesLimit }

    /// The media type of ``rendered()``.
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text.
    public func rendered() -> String {
        let (all, refused) = state.withLock { ($0.series, $0.refused) }
        var text = ""
        var family = ""
        for (name, series) in all.sorted(by: { $0.key < $1.key }) {
            if family != name.label {
                family = name.label
                text += "# TYPE \(family) \(series.kind.rawValue)\n"
            }
            series.render(name, into: &text)
        }
        text += "# TYPE \(Self.refusedName) counter\n\(Self.refusedName) \(refused)\n"
        return text
    }

    private static let refusedName = "tocsin_metrics_series_refused_total"

    /// The series of a name, made where it is new; a name that stands for another kind already gets one that nobody sees.
    private func series(_ kind: MeteredSeries.Kind, _ label: String, _ dimensions: [(String, String)]) -> MeteredSeries {
        let name = SeriesName(label, dimensions)
        return state.withLock { state in
            if let known = state.series[name], known.kind == kind { return known }
            let made = MeteredSeries(kind, buckets: label.hasSuffix("_seconds") ? .seconds : .sizes)
            guard state.series[name] == nil, state.series.count < seriesLimit else {
                state.refused += 1
                return made
            }
            state.series[name] = made
            return made
        }
    }

    /// A counter of whole numbers.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions)
    }

    /// A counter.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.counter, label, dimensions)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions)
    }

    /// A histogram or, when nothing is to be aggregated, a gauge.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(aggregate ? .histogram : .gauge, label, dimensions)
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.histogram, label, dimensions)
    }

    /// Nothing: series live as long as the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Nothing: series live as long as the process.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Nothing: series live as long as the process.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Nothing: series live as long as the process.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Nothing: series live as long as the process.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
