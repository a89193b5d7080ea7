internal import Blinding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry

/// One evaluator of an epoch, as its document has it.
struct Evaluator: Sendable, Hashable {
    let number: UInt8
    let member: MemberID
    let publicKey: GroupElement
}

/// The evaluators of an epoch while a job runs: which two are asked, and what was found against one.
actor EvaluatorPanel {
    private let evaluators: [Evaluator]
    /// The member that asks: where it is an evaluator itself, the others come first, since its own node is not among its peers.
    private let asker: MemberID
    private var leftOut: Set<UInt8> = []
    private(set) var faults: [EvaluatorFault] = []

    init(_ evaluators: [Evaluator], asker: MemberID) {
        self.evaluators = evaluators
        self.asker = asker
    }

    /// Evaluators to ask for a part of a batch. Which come first follows from the batch's name, so that quotas are used evenly and a batch
    /// that is repeated asks the same ones.
    func choose(_ count: Int, for batch: [UInt8], notAmong tried: Set<UInt8>) -> [Evaluator] {
        let start = Int(batch.first ?? 0) % max(1, evaluators.count)
        let turned = evaluators[start...] + evaluators[..<start]
        let order = turned.filter { $0.member != asker } + turned.filter { $0.member == asker }
        return Array(order.filter { !tried.contains($0.number) && !leftOut.contains($0.number) }.prefix(count))
    }

    /// Leaves an evaluator out for the rest of the job.
    func note(_ fault: EvaluatorFault) {
        guard leftOut.insert(fault.evaluator).inserted else { return }
        faults.append(fault)
    }
}
