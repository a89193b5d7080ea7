public import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import SignedBundles

extension Publisher {
    /// What has to be evaluated before this member's live reports can be published once more under the open epoch.
    ///
    /// - Throws: `StoreError`, `BlindingError`.
    public func renewalInputs(_ request: PublishRequest) throws -> [MatchInput] {
        let renewal = try Renewal(node, store, for: request, in: epoch.number)
        return try renewal.keys().flatMap { key in try renewal.report(under: key)?.inputs() ?? [] }
    }

    /// Publishes this member's live reports of earlier epochs once more, under the tags of the epoch that is open.
    ///
    /// What is reported under it already counts as duplicate, so that a renewal can be repeated. Details that were locked are locked
    /// again where the request names their columns, and left out where it does not.
    ///
    /// - Parameter isLinked: whether each row names its earlier tag, so that whoever sees both knows them for one; only where the
    ///   agreement lets `prev_tag` be published.
    /// - Throws: as ``publish(_:report:)``.
    public func renew(_ request: PublishRequest, isLinked: Bool) async throws -> PublishSummary {
        var request = request
        request.linksEpochs = isLinked
        let renewal = try Renewal(node, store, for: request, in: epoch.number)
        var run = RenewalRun(
            renewal, of: node.settings.member, for: request, blinders: try node.blinders(),
            spool: try SegmentSpool(in: node.paths.run), stage: try PublishStage(node, for: request))
        let keys = try renewal.keys()
        for start in stride(from: 0, to: keys.count, by: PublishRun.batchRows) {
            try Task.checkCancellation()
            let reports = try keys[start..<min(start + PublishRun.batchRows, keys.count)].compactMap(renewal.report)
            var secrets = try await secrets.secrets(of: reports.flatMap { try $0.inputs() })[...]
            for report in reports {
                let count = try report.inputs().count
                try run.take(report, secrets.prefix(count))
                secrets = secrets.dropFirst(count)
            }
        }
        return try finish(&run, request)
    }

    @inline(never)
    private func finish(_ run: inout RenewalRun, _ request: PublishRequest) throws -> PublishSummary {
        var summary = run.summary
        guard summary.accepted > 0, let spool = run.takeSpool() else { return summary }
        try run.stage.requireApproval(of: "\(summary.accepted) renewed reports")
        let assembled = try spool.finish(try occasion(request, dated: request.time), keyID: keyID, sign: sign)
        try run.stage.log(assembled, scrub: summary.scrubReport, markings: Array(run.markings))
        try takeIn(assembled, at: request, into: &summary)
        return summary
    }
}
