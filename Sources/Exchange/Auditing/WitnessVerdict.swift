public import LedgerFiles

/// What a witness answers, and what it found out.
public struct WitnessVerdict: Sendable, Hashable {
    /// The answer, for whoever asked.
    public let answer: WitnessAnswer
    /// The directory with two heads that contradict each other; nothing when none were seen.
    public let fork: String?
    /// The directory with two heads of which the proof did not lead from one to the other; that alone proves nothing.
    public let refused: String?

    init(answer: WitnessAnswer, fork: String? = nil, refused: String? = nil) {
        self.answer = answer
        self.fork = fork
        self.refused = refused
    }
}
