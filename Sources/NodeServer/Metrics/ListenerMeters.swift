package import Metrics

/// What a listener counts.
package struct ListenerMeters: Sendable {
    /// Whose requests it answers, as the names of its series say it.
    package enum Side: String, Sendable {
        case peer
        case local
    }

    let factory: any MetricsFactory
    let side: Side

    package init(factory: any MetricsFactory, of side: Side = .peer) {
        self.factory = factory
        self.side = side
    }

    func answered(_ call: String, status: Int, time: Duration, bytes: Int) {
        Counter(
            label: "tocsin_\(side.rawValue)_requests_total", dimensions: [("call", call), ("status", "\(status / 100)xx")],
            factory: factory
        ).increment()
        Counter(label: "tocsin_\(side.rawValue)_answer_bytes_total", dimensions: [("call", call)], factory: factory).increment(
            by: bytes)
        Timer(label: "tocsin_\(side.rawValue)_request_seconds", dimensions: [("call", call)], factory: factory)
            .recordNanoseconds(Int64(time / .nanoseconds(1)))
    }

    func refusedConnection(_ reason: Complaints.Reason) {
        Counter(
            label: "tocsin_\(side.rawValue)_connections_refused_total", dimensions: [("reason", reason.rawValue)],
            factory: factory
        ).increment()
    }

    package func connections(_ count: Int) { Gauge(label: "tocsin_\(side.rawValue)_connections", factory: factory).record(count) }
}
