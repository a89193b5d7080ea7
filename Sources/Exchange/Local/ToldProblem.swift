internal import Agreements
internal import Blinding
internal import FeedReading
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import SignedBundles

extension Problem {
    /// What the organisation's own systems are told of a failure. Values, and places on this machine, are in none.
    init(telling error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is TokenRefusal: self.init(.forbidden)
        case let error as IndicatorError:
            self.init(.unprocessable, "a value is no indicator of its kind: \(error.sentence)", code: IndicatorError.code)
        case let error as FeedError:
            // Whether the named column stands in this feed is no matter of the request's form.
            self.init(error.isMalformed ? .badRequest : .unprocessable, "the feed cannot be read as it was announced")
        case let error as StatementFault: self.init(error.isUntimely ? .unprocessable : .badRequest, error.told)
        case AgreeingError.denied(let code, _): self.init(.forbidden, "the agreement of the group does not allow it", code: code)
        case NodeError.notInGroup: self.init(.forbidden, "this member is not in the group", code: "E_AUDIENCE")
        case let error as BundleError where error.reason == .createdBeforePredecessor:
            self.init(.unavailable, "the last bundle for the group is dated later than now", retryAfterSeconds: 60)
        case BlindingError.needsEvaluators:
            self.init(.unavailable, "evaluators have yet to evaluate a value", retryAfterSeconds: 60)
        case let error as EvaluationError:
            self.init(.unavailable, "two evaluators did not answer", code: error.code, retryAfterSeconds: 60)
        case is CancellationError: self.init(.unavailable, "this node did not finish in time", retryAfterSeconds: 5)
        default: self.init(explaining: error)
        }
    }
}

extension FeedError {
    fileprivate var isMalformed: Bool {
        if case .unknownColumn = reason { false } else { isUsage }
    }
}

extension StatementFault {
    /// Well formed, and not acceptable today.
    fileprivate var isUntimely: Bool {
        if case .laterThanToday = self { true } else { false }
    }

    fileprivate var told: String {
        switch self {
        case .markedRed: "tlp RED does not fit: every member of the group gets retractions and objections whole"
        case .laterThanToday: "since is after today, in UTC"
        case .day: "since belongs to the reason recycled, and to it alone"
        case .reason: "why is one of \(NamedStatement.reasons.joined(separator: ", "))"
        case .outcome: "act is one of \(NamedStatement.outcomes.joined(separator: ", "))"
        }
    }
}
