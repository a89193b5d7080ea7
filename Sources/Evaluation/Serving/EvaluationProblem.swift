internal import CanonicalCoding
internal import LedgerFiles
internal import NodeAPI

extension Problem {
    /// What a member is told: the code, and nothing of this evaluator's files.
    init(_ refusal: EvaluationRefusal, at time: Timestamp) {
        let (code, detail) = (refusal.code ?? "", refusal.description)
        switch refusal {
        case .tooLong: self.init(.tooLarge, detail, code: code)
        case .envelope, .form, .evaluator, .element: self.init(.unprocessable, detail, code: code)
        case .signature, .role, .client, .closedEpoch: self.init(.forbidden, detail, code: code)
        case .unknownEpoch: self.init(.notFound, detail, code: code)
        case .otherRequest: self.init(.conflict, detail, code: code)
        case .quota(let remaining, let reset):
            let seconds = max(1, reset.secondsSinceEpoch - time.secondsSinceEpoch)
            self.init(
                .tooManyRequests, detail, code: code, retryAfterSeconds: Int(seconds),
                allowance: Allowance(remaining: remaining, reset: reset))
        case .underWay: self.init(.unavailable, detail, retryAfterSeconds: Self.shortPauseSeconds)
        case .record, .signing: self.init(.unavailable, detail, retryAfterSeconds: Self.longPauseSeconds)
        }
    }

    /// The node evaluates for nobody.
    static let noEvaluator = Problem(.notFound, "this node evaluates for nobody")
    /// Too many evaluations wait.
    static let tooManyEvaluations = Problem(
        .unavailable, "as many evaluations as may wait do", retryAfterSeconds: shortPauseSeconds)
    /// The evaluator's own state refuses.
    static let evaluatorUnusable = Problem(
        .unavailable, "this evaluator's own state refuses", retryAfterSeconds: longPauseSeconds)

    private static let shortPauseSeconds = 2
    private static let longPauseSeconds = 300
}
