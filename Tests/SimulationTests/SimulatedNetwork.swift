import CanonicalCoding
import Exchange
import Indicators
import NodeAPI
import Synchronization
import TestVectors

/// What happens to messages between two members.
struct Weather: Sendable {
    /// Of a thousand requests so many are lost on their way.
    var lostRequests = 0
    /// Of a thousand answers so many are lost on their way back: the other side did what was asked.
    var lostAnswers = 0
    /// Of a thousand requests so many arrive twice.
    var doubled = 0
    /// Of a thousand bodies so many break off somewhere.
    var cut = 0
    /// Of a thousand bodies so many have a byte changed.
    var corrupted = 0

    static let fair = Weather()
    static let storm = Weather(lostRequests: 120, lostAnswers: 120, doubled: 120, cut: 120, corrupted: 60)
}

/// The network of a simulation: requests reach the desks of other nodes in the same process, or do not, as one seed decides.
final class SimulatedNetwork: Sendable {
    private struct State {
        var desks: [MemberID: PeerDesk] = [:]
        var weather = Weather.fair
        var severed: Set<Set<MemberID>> = []
        var generator: SplitMix64
        var requestCount = 0
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(generator: SplitMix64(state: seed))) }

    func connect(_ member: MemberID, to desk: PeerDesk) { state.withLock { $0.desks[member] = desk } }
    func crash(_ member: MemberID) { state.withLock { $0.desks[member] = nil } }
    func setWeather(_ weather: Weather) { state.withLock { $0.weather = weather } }
    func sever(_ one: MemberID, _ other: MemberID) { _ = state.withLock { $0.severed.insert([one, other]) } }
    func heal() {
        state.withLock { state in
            state.severed = []
            state.weather = .fair
        }
    }

    var requestCount: Int { state.withLock(\.requestCount) }

    /// How a member sees the network.
    func transport(of member: MemberID) -> Link { Link(network: self, member: member) }

    /// One member's end.
    struct Link: PeerTransport {
        let network: SimulatedNetwork
        let member: MemberID

        func reaches(_ peer: MemberID) -> Bool { true }

        func send(
            _ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?
        ) async throws(PeerFailure) -> PeerAnswer {
            try await network.carry(request, from: member, to: peer, sink)
        }
    }

    /// One roll of the dice: true so many times in a thousand.
    private func happens(_ perMille: (Weather) -> Int) -> Bool {
        state.withLock { Int.random(in: 0..<1_000, using: &$0.generator) < perMille($0.weather) }
    }

    private func number(below bound: Int) -> Int { state.withLock { Int.random(in: 0..<bound, using: &$0.generator) } }

    private func carry(
        _ request: PeerRequest, from: MemberID, to: MemberID, _ sink: (any PieceSink)?
    ) async throws(PeerFailure) -> PeerAnswer {
        let desk = state.withLock { state in
            state.requestCount += 1
            return state.severed.contains([from, to]) || state.desks[from] == nil ? nil : state.desks[to]
        }
        guard let desk, !happens(\.lostRequests) else { throw PeerFailure(.unreachable, to) }
        let sent = reread(request)
        if happens(\.doubled) { _ = await desk.answer(sent, from: from) }
        var answer = await desk.answer(sent, from: from)
        guard !happens(\.lostAnswers) else { throw PeerFailure(.timeout, to) }
        let (bytes, isCut) = damaged(contents(of: answer.body))
        if let sink, answer.isSuccess {
            do {
                answer.body = .none
                try sink.begin(answer)
                for start in stride(from: 0, to: bytes.count, by: 1_000) {
                    try sink.take(Array(bytes[start..<min(start + 1_000, bytes.count)]))
                }
            } catch { throw PeerFailure(.sink, to) }
            if isCut { throw PeerFailure(.broken, to) }
            return answer
        }
        if isCut { throw PeerFailure(.broken, to) }
        answer.body = .bytes(bytes)
        return answer
    }

    /// The call by its path, as it would come over a wire, with the body in memory.
    private func reread(_ request: PeerRequest) -> PeerRequest {
        var copy = request
        if let call = try? PeerCall(method: request.call.method, path: request.call.path) { copy.call = call }
        copy.body = .bytes(damaged(contents(of: request.body)).bytes)
        return copy
    }

    private func damaged(_ bytes: [UInt8]) -> (bytes: [UInt8], isCut: Bool) {
        guard !bytes.isEmpty else { return (bytes, false) }
        if happens(\.cut) { return (Array(bytes.prefix(number(below: bytes.count))), true) }
        guard happens(\.corrupted) else { return (bytes, false) }
        var changed = bytes
        changed[number(below: bytes.count)] ^= UInt8(1 << number(below: 8))
        return (changed, false)
    }

    private func contents(of body: MessageBody) -> [UInt8] {
        body.pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .bytes(let bytes): bytes
            case .file(let path, let first, let count): WorldFiles.read(path, from: first, count: count)
            case .joined: []
            }
        }
    }
}
