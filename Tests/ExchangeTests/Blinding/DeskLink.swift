import CanonicalCoding
import Evaluation
import Exchange
import Indicators
import NodeAPI
import Synchronization
import Testing

/// The other members' nodes in this process, evaluators among them; keeps what they were asked.
final class DeskLink: PeerTransport {
    private let desks: [MemberID: PeerDesk]
    private let asker: MemberID
    private let bodies = Mutex<[[UInt8]]>([])

    init(_ sandbox: Sandbox, from asker: String, at time: Timestamp? = nil) throws {
        let time = time ?? sandbox.time
        var desks: [MemberID: PeerDesk] = [:]
        let first = try sandbox.node("org.a")
        for member in try first.peers() + [first.settings.member] where member.name != asker {
            let home = sandbox.home(member.name)
            let evaluator = try Node(opening: home).evaluatorDesk(EvaluationQueue(threads: 1), now: { time }) {
                Issue.record("\($0)")
            }
            desks[member] = PeerDesk(
                HomeDesk(now: { time }) { try Node(opening: home, for: $0) }, spool: home + "/run", evaluator: evaluator)
        }
        self.desks = desks
        self.asker = try #require(MemberID(asker))
    }

    var asked: [[UInt8]] { bodies.withLock { $0 } }

    func reaches(_ peer: MemberID) -> Bool { desks[peer] != nil }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        guard let desk = desks[peer] else { throw PeerFailure(.noAddress, peer) }
        if case .bytes(let bytes) = request.body { bodies.withLock { $0.append(bytes) } }
        return await desk.answer(request, from: asker)
    }
}
