import CryptoPrimitives
import HTTPTypes
import Indicators
import Metrics
import NodeAPI
import NodeServer
import PeerClient
import TestPeers
import Testing

@Suite struct `The exposition of metrics` {
    let metrics = MetricsExposition(seriesLimit: 4)

    @Test func `writes counters, gauges and labels`() {
        Counter(label: "a.total", dimensions: [("z", "1"), ("b", "x\"\\\n")], factory: metrics).increment(by: 3)
        Gauge(label: "9gauge", factory: metrics).record(1.5)
        let text = metrics.rendered()
        #expect(text.contains("# TYPE a_total counter\na_total{b=\"x\\\"\\\\\\n\",z=\"1\"} 3\n"))
        #expect(text.contains("# TYPE _9gauge gauge\n_9gauge 1.5\n"))
    }

    @Test func `writes times by bucket`() {
        let timer = Timer(label: "wait_seconds", dimensions: [("call", "node")], factory: metrics)
        for milliseconds in [2, 20, 400_000] { timer.recordMilliseconds(milliseconds) }
        let text = metrics.rendered()
        #expect(text.contains("# TYPE wait_seconds histogram\n"))
        #expect(text.contains("wait_seconds_bucket{call=\"node\",le=\"0.001\"} 0\n"))
        #expect(text.contains("wait_seconds_bucket{call=\"node\",le=\"0.005\"} 1\n"))
        #expect(text.contains("wait_seconds_bucket{call=\"node\",le=\"300\"} 2\n"))
        #expect(text.contains("wait_seconds_bucket{call=\"node\",le=\"+Inf\"} 3\n"))
        #expect(text.contains("wait_seconds_count{call=\"node\"} 3\n"))
    }

    @Test func `keeps so many series and counts the others`() {
        for number in 0..<6 { Counter(label: "many", dimensions: [("n", "\(number)")], factory: metrics).increment() }
        let text = metrics.rendered()
        #expect(text.split(separator: "\n").count { $0.hasPrefix("many{") } == 4)
        #expect(text.contains("tocsin_metrics_series_refused_total 2\n"))
    }

    @Test func `names each family once, whatever its labels`() {
        for name in ["a", "ab", "a_b"] { Counter(label: name, factory: metrics).increment() }
        let types = metrics.rendered().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(Set(types).count == types.count && types.count == 4)
    }

    @Test(.timeLimit(.minutes(3))) func `shows what a listener answered`() async throws {
        let (server, client) = (try Party("org.server"), try Party("org.client"))
        let metrics = MetricsExposition()
        let node = try ScriptedNode(knowing: [client]) { _, _ in .bytes([1]) }
        let log = LogLines()
        _ = try await withListener(node, as: server, log: log, metrics: metrics) { port in
            try await withClient(of: client, knowing: [server], port: port) { try await $0.send(.node, to: server.member) }
        }
        _ = try await log.line(with: "call=node")
        #expect(metrics.rendered().contains("tocsin_peer_requests_total{call=\"node\",status=\"2xx\"} 1\n"))
        #expect(metrics.rendered().contains("tocsin_peer_request_seconds_count{call=\"node\"} 1\n"))
    }
}
