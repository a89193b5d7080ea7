internal import CanonicalCoding
public import Indicators
public import NodeAPI

/// Asks the evaluators of epochs for their statements of the day, peers or not: they may be no member of any group, and run nothing but
/// their share.
public struct UsageRound: Sendable {
    private let home: HomeDesk
    private let transport: any PeerTransport

    /// A statement that is not kept, and why.
    public struct Refusal: Sendable, Hashable {
        /// The evaluator.
        public let evaluator: MemberID
        /// Why.
        public let sentence: String
    }

    /// What a round came to.
    public struct Result: Sendable, Hashable {
        /// The statements that are not kept.
        public var refusals: [Refusal] = []
        /// Whether somebody who was asked did not answer.
        public var isIncomplete = false
    }

    /// Prepares a round.
    public init(_ home: HomeDesk, _ transport: any PeerTransport) {
        self.home = home
        self.transport = transport
    }

    /// Fetches what is wanted. Who cannot be reached, or has its share elsewhere, is asked again in the next round.
    ///
    /// - Throws: what is wrong with this node itself.
    public func run() async throws -> Result {
        var result = Result()
        for wanted in try await home.work(.reading, { node, time in try node.usageWanted(at: time) })
        where transport.reaches(wanted.evaluator) {
            try Task.checkCancellation()
            guard let bytes = await answer(to: wanted) else {
                result.isIncomplete = true
                continue
            }
            let sentence = try await home.work(.writing) { node, time in
                try node.takeUsage(bytes, of: wanted.epoch, by: wanted.evaluator, at: time)
            }
            if let sentence { result.refusals.append(Refusal(evaluator: wanted.evaluator, sentence: sentence)) }
        }
        return result
    }

    private func answer(to wanted: WantedUsage) async -> [UInt8]? {
        guard let answer = try? await transport.send(.evaluationUsage(wanted.epoch), to: wanted.evaluator), answer.isSuccess
        else { return nil }
        return answer.bytes
    }
}
