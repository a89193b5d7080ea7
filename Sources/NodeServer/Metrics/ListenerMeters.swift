internal import Metrics

/// What the listener counts.
struct ListenerMeters: Sendable {
    let factory: any MetricsFactory

    func answered(_ call: String, status: Int, time: Duration, bytes: Int) {
        Counter(
            label: "tocsin_peer_requests_total", dimensions: [("call", call), ("status", "\(status / 100)xx")], factory: factory
        ).increment()
        Counter(label: "tocsin_peer_answer_bytes_total", dimensions: [("call", call)], factory: factory).increment(by: bytes)
        Timer(label: "tocsin_peer_request_seconds", dimensions: [("call", call)], factory: factory)
            .recordNanoseconds(Int64(time / .nanoseconds(1)))
    }

    func refusedConnection(_ reason: Complaints.Reason) {
        Counter(
            label: "tocsin_peer_connections_refused_total", dimensions: [("reason", reason.rawValue)], factory: factory
        ).increment()
    }

    func connections(_ count: Int) { Gauge(label: "tocsin_peer_connections", factory: factory).record(count) }
}
