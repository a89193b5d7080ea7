internal import Blinding
internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import MemberRegistry
internal import NodeAPI

/// Has evaluators evaluate what requests of the own systems need, before they are carried out.
struct LocalEvaluation: Sendable {
    private let transport: any PeerTransport

    init(over transport: any PeerTransport) { self.transport = transport }

    /// Inputs, and who has them evaluated.
    struct Job: Sendable {
        let client: EvaluationClient
        let inputs: [MatchInput]
    }

    /// What values that are asked about need; nothing for what the token does not cover, which the request is refused for.
    func jobs(_ request: LocalRequest, for token: AccessToken, at node: Node, _ time: Timestamp) throws -> [Job] {
        let epochs = try node.evaluableEpochs(at: time)
        guard !epochs.isEmpty else { return [] }
        let (inputs, purpose) = try asked(request, token, node)
        return try epochs.compactMap { epoch in
            let missing = try node.unevaluated(inputs, in: epoch)
            guard !missing.isEmpty else { return nil }
            return Job(
                client: try EvaluationClient(node, for: epoch, purpose: purpose, at: time, over: transport), inputs: missing)
        }
    }

    private func asked(_ request: LocalRequest, _ token: AccessToken, _ node: Node) throws -> ([MatchInput], String) {
        let region = node.settings.region
        if request.route == .indicator {
            let terms = RequestTerms(queryOf: request)
            let kind = try RequestTerms.kind(request.places["kind"] ?? "").kind(of: request.places["value"] ?? "")
            try token.requireCover(of: nil, kinds: kind.map { [$0] } ?? [])
            let inputs = MatchInput.ofLookup(request.places["value"] ?? "", kind: kind, region: try terms.region() ?? region)
            return (inputs, try terms.grounds(of: "explain").purpose)
        }
        let body = try request.object()
        let purpose = body["purpose"]?.string ?? QueryGrounds.usual("lookup").purpose
        guard request.route != .scan else {
            let text = Array((body["text"]?.string ?? "").utf8)
            guard text.count <= ScanCall.textLimitBytes else { return ([], purpose) }
            return (TextLookup.inputs(in: text, region: region, only: token.kinds), purpose)
        }
        let items = try AskedItems(body)
        try token.requireCover(of: nil, kinds: items.kinds(region: region))
        return (try items.inputs(region: region), purpose)
    }

    /// What a publication needs.
    func prepare(_ request: LocalRequest, for token: AccessToken, at node: Node, _ time: Timestamp) async throws {
        guard try !node.evaluableEpochs(at: time).isEmpty else { return }
        guard request.route == .publish else {
            let items = try AskedItems(request.object())
            let purpose = try request.object()["purpose"]?.string ?? QueryGrounds.usual("state").purpose
            let inputs = try items.inputs(region: node.settings.region)
            for client in try node.evaluationClients(for: inputs, purpose: purpose, at: time, over: transport) {
                try await client.ensure(inputs)
            }
            return
        }
        guard let (inputs, client) = try feed(request, token, node, time) else { return }
        while case let some = try inputs.next(), !some.isEmpty { try await client.ensure(some) }
    }

    @inline(never)
    private func feed(
        _ request: LocalRequest, _ token: AccessToken, _ node: Node, _ time: Timestamp
    ) throws -> (FeedInputs, EvaluationClient)? {
        // Without an open epoch, publishing says what is wrong.
        guard let epoch = try? node.publishingEpoch(at: time), epoch.document.evaluators != nil else { return nil }
        let publication = try FeedPublication.request(request, for: token, at: node, time)
        let client = try EvaluationClient(
            node, for: epoch, purpose: publication.grounds.purpose, at: time, over: transport)
        return (try FeedInputs(publication, at: node), client)
    }
}

extension AskedItems {
    fileprivate func inputs(region: RegionCode?) throws -> [MatchInput] {
        try all.flatMap { MatchInput.ofLookup($0.value, kind: try $0.kind.kind(of: $0.value), region: $0.region ?? region) }
    }
}
