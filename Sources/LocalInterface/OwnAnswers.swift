internal import CanonicalCoding
internal import Exchange
internal import HTTPTypes
internal import Metrics
internal import NodeAPI
internal import NodeServer

/// What is answered without a token: whether the node lives and is ready, its figures, and the description of the interface.
struct OwnAnswers: Sendable {
    let desk: LocalDesk
    let metrics: MetricsExposition

    func answer(_ route: LocalRoute) async -> PeerAnswer {
        switch route {
        case .health: .document(["alive": true])
        case .readiness: readiness(await desk.unreadiness())
        case .metrics: await figures()
        case .description: .bytes(Array(OpenAPIDocument.text.utf8))
        default: .problem(Problem(.notFound))
        }
    }

    private func readiness(_ reasons: [String]) -> PeerAnswer {
        let document: JSONValue = ["ready": .bool(reasons.isEmpty), "reasons": .array(reasons.map { .string($0) })]
        return PeerAnswer(
            status: reasons.isEmpty ? .ok : .serviceUnavailable,
            retryAfterSeconds: reasons.isEmpty ? nil : Self.retryAfterSeconds,
            body: .bytes(document.canonicalBytes() + [0x0A]))
    }

    /// Gauges about the home are set when they are asked for; where it cannot be read, they keep their last values, and one says so.
    private func figures() async -> PeerAnswer {
        let found = try? await desk.figures()
        for figure in found ?? [] {
            let labels = figure.peer.isEmpty ? [] : [("peer", figure.peer)]
            Gauge(label: figure.name, dimensions: labels, factory: metrics).record(figure.value)
        }
        Gauge(label: "tocsin_home_readable", factory: metrics).record(found == nil ? 0 : 1)
        return .bytes(Array(metrics.rendered().utf8), .metrics)
    }

    private static let retryAfterSeconds = 5
}
