import CanonicalCoding
import Exchange
import Indicators
import NodeAPI
import Synchronization

/// A link that breaks off after so many answers.
final class FewAnswers: PeerTransport {
    private let link: SimulatedNetwork.Link
    private let left: Mutex<Int>

    init(_ link: SimulatedNetwork.Link, count: Int) {
        self.link = link
        left = Mutex(count)
    }

    func reaches(_ peer: MemberID) -> Bool { true }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        let number = left.withLock { left in
            left -= 1
            return left
        }
        guard number >= 0 else { throw PeerFailure(.broken, peer) }
        return try await link.send(request, to: peer, sink: sink)
    }
}

/// A link on which files of a log are forged, a bit of each or all of it.
struct Forger: PeerTransport {
    private let link: SimulatedNetwork.Link
    private let path: String
    private let forge: @Sendable ([UInt8]) -> [UInt8]

    init(
        _ link: SimulatedNetwork.Link, _ path: String,
        _ forge: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0.dropLast() + [($0.last ?? 0) ^ 1] }
    ) {
        self.link = link
        self.path = path
        self.forge = forge
    }

    func reaches(_ peer: MemberID) -> Bool { true }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        var answer = try await link.send(request, to: peer, sink: sink)
        guard case .logFile(let file) = request.call, file == path || (path.hasSuffix("/") && file.hasPrefix(path)) else {
            return answer
        }
        answer.body = .bytes(forge(answer.bytes))
        return answer
    }
}
