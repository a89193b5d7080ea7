public import CanonicalCoding
public import Evaluation
internal import LedgerFiles

extension Node {
    /// What answers members' requests for evaluation; nothing in a home that holds no share.
    ///
    /// - Parameters:
    ///   - queue: where evaluations run, beside the jobs of the node's desk.
    ///   - now: the clock.
    ///   - tell: gets a sentence for this node's own log when the evaluator's state refuses.
    /// - Throws: what ``keys()`` throws.
    public func evaluatorDesk(
        _ queue: EvaluationQueue, now: @escaping @Sendable () -> Timestamp, tell: @escaping @Sendable (String) -> Void
    ) throws -> EvaluatorDesk? {
        guard Directory.isDirectory(EvaluatorPaths(home: paths.root).shares) else { return nil }
        let home = EvaluatorHome(paths.root, accepting: acceptedMarks, signingKey: try keys().signing)
        return EvaluatorDesk(home, queue: queue, now: now, tell: tell)
    }
}
