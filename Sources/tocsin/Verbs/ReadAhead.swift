import Blinding

/// Evaluates what lines of input need, a page of lines at a time where any epoch has evaluators.
struct ReadAhead {
    private let step: EvaluationStep
    private let isNeeded: Bool
    private var wiring: NodeWiring?

    /// - Parameter step: how evaluators are asked.
    init(step: EvaluationStep) throws {
        self.step = step
        isNeeded = try step.isNeeded()
    }

    /// How many lines are read before the first of them is answered.
    var lineCount: Int { isNeeded ? 8_192 : 1 }

    mutating func take(_ inputs: [MatchInput]) async throws {
        guard isNeeded, !inputs.isEmpty else { return }
        wiring = try await step.run(inputs, known: wiring)
    }
}
