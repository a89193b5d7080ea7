import CanonicalCoding
import Evaluation
import Indicators
import NodeAPI

/// What this program answers members: evaluations, statements of usage, and that it lives.
struct EvaluatorAnswering: PeerAnswering {
    let desk: EvaluatorDesk
    let spool: String

    func member(ofTLSKey point: [UInt8]) async -> MemberID? { desk.member(ofTLSKey: point) }

    func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer {
        switch request.call {
        case .health: .document(["alive": true])
        case .evaluate, .evaluationUsage, .evaluationAllowance: await desk.answer(request, from: peer)
        default: .problem(.evaluatesOnly)
        }
    }
}
