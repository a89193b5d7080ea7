import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import NodeAPI
import Synchronization
import TestVectors

/// The network of a simulation: requests reach the desks of other nodes in the same process, or do not, as one seed decides.
final class SimulatedNetwork: Sendable {
    /// A request on its way.
    struct Parcel: Sendable {
        let request: PeerRequest
        let from: MemberID
        let to: MemberID
    }

    struct State {
        var desks: [MemberID: any PeerAnswering] = [:]
        var weather = Weather.fair
        var severed: Set<Set<MemberID>> = []
        var generator: SplitMix64
        var count = 0
        /// Requests that arrive late, with the number of the request before which they do.
        var late: [(due: Int, parcel: Parcel)] = []
        /// Some requests of before, for whoever replays them.
        var seen: [Parcel] = []
        var liars: [MemberID: Liar] = [:]
        /// Members whose answers a test changes.
        var rewritten: [MemberID: Rewriting] = [:]
        /// So many downloads more break off in the middle.
        var brokenDownloads = 0
        /// Bundles that nobody can hand over any more.
        var lost: Set<Digest256> = []
        /// After so many messages more a member crashes.
        var fuses: [MemberID: Int] = [:]
        /// Every request for a bundle with the place it began at, and how many bytes went back.
        var downloads: [Download] = []
    }

    /// What a test makes of an answer.
    typealias Rewriting = @Sendable (PeerRequest, PeerAnswer) -> PeerAnswer

    /// One answer with a bundle.
    struct Download: Sendable, Hashable {
        let from: MemberID
        let firstByte: UInt64
        let byteCount: Int
    }

    let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(generator: SplitMix64(state: seed))) }

    func connect(_ member: MemberID, to desk: any PeerAnswering) { state.withLock { $0.desks[member] = desk } }
    func crash(_ member: MemberID) { state.withLock { $0.desks[member] = nil } }
    func crash(_ member: MemberID, afterMessages count: Int) { state.withLock { $0.fuses[member] = count } }
    func isUp(_ member: MemberID) -> Bool { state.withLock { $0.desks[member] != nil } }
    func setWeather(_ weather: Weather) { state.withLock { $0.weather = weather } }
    func sever(_ one: MemberID, _ other: MemberID) { _ = state.withLock { $0.severed.insert([one, other]) } }
    func mend() { state.withLock { $0.severed = [] } }
    func lie(_ member: MemberID) { state.withLock { $0.liars[member] = Liar() } }
    func lose(_ manifest: Digest256) { _ = state.withLock { $0.lost.insert(manifest) } }
    func rewrite(_ member: MemberID, _ rewriting: Rewriting?) { state.withLock { $0.rewritten[member] = rewriting } }
    func breakDownloads(_ count: Int) { state.withLock { $0.brokenDownloads = count } }
    func stopLying() { state.withLock { $0.liars = [:] } }
    func heal() {
        state.withLock { state in
            state.severed = []
            state.weather = .fair
            state.liars = [:]
            state.fuses = [:]
        }
    }

    var downloads: [Download] { state.withLock(\.downloads) }

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

    /// Lets everything arrive that was under way.
    func deliverAll() async {
        while let parcel = state.withLock({ $0.late.isEmpty ? nil : $0.late.removeFirst().parcel }) { await deliver(parcel) }
    }

    /// Sends a request of before once more, as if it were this member's.
    func replay(by member: MemberID, to other: MemberID) async {
        let parcel = state.withLock { $0.seen.randomElement(using: &$0.generator) }
        guard let parcel else { return }
        await deliver(Parcel(request: parcel.request, from: member, to: other))
    }

    private func deliver(_ parcel: Parcel) async {
        guard let desk = state.withLock({ $0.desks[parcel.to] }), parcel.from != parcel.to, !isLost(parcel.request) else {
            return
        }
        _ = await desk.answer(parcel.request, from: parcel.from)
    }

    private func carry(
        _ request: PeerRequest, from: MemberID, to: MemberID, _ sink: (any PieceSink)?
    ) async throws(PeerFailure) -> PeerAnswer {
        for parcel in arrivals() { await deliver(parcel) }
        let parcel = Parcel(request: reread(request), from: from, to: to)
        let desk = try departure(parcel)
        if happens(\.doubled) { await deliver(parcel) }
        let answer = isLost(request) ? .problem(Problem(.gone)) : await desk.answer(parcel.request, from: from)
        return try arrival(withoutLost(answer, to: request), of: parcel, sink)
    }
}

extension SimulatedNetwork {
    private func isLost(_ request: PeerRequest) -> Bool {
        switch request.call {
        case .bundle(let manifest), .giveBundle(let manifest): state.withLock { $0.lost.contains(manifest) }
        default: false
        }
    }

    /// Feeds do not list what is lost.
    private func withoutLost(_ answer: PeerAnswer, to request: PeerRequest) -> PeerAnswer {
        guard case .feed = request.call, let page = try? FeedPage(parsing: answer.bytes) else { return answer }
        let kept = page.items.filter { item in state.withLock { !$0.lost.contains(item.manifest) } }
        return .document(FeedPage(items: kept, hasMore: page.hasMore).jsonValue)
    }
}

extension SimulatedNetwork {
    /// One roll of the dice: true so many times in a thousand.
    func happens(_ perMille: KeyPath<Weather, Int>) -> Bool {
        state.withLock { Int.random(in: 0..<1_000, using: &$0.generator) < $0.weather[keyPath: perMille] }
    }

    func number(below bound: Int) -> Int { state.withLock { Int.random(in: 0..<bound, using: &$0.generator) } }

    /// What arrives late and now.
    private func arrivals() -> [Parcel] {
        state.withLock { state in
            state.count += 1
            let due = state.late.filter { $0.due <= state.count }.map(\.parcel)
            state.late.removeAll { $0.due <= state.count }
            return due
        }
    }

    /// Lets a request go on its way.
    private func departure(_ parcel: Parcel) throws(PeerFailure) -> any PeerAnswering {
        let desk = state.withLock { state -> (any PeerAnswering)? in
            state.burn(parcel.from)
            if state.seen.count < 60 { state.seen.append(parcel) }
            return state.severed.contains([parcel.from, parcel.to]) || state.desks[parcel.from] == nil
                ? nil : state.desks[parcel.to]
        }
        guard let desk, !happens(\.lostRequests) else { throw PeerFailure(.unreachable, parcel.to) }
        guard !happens(\.late) else {
            let wait = number(below: 40) + 1
            state.withLock { $0.late.append(($0.count + wait, parcel)) }
            throw PeerFailure(.timeout, parcel.to)
        }
        return desk
    }

    /// Lets an answer come back.
    private func arrival(_ honest: PeerAnswer, of parcel: Parcel, _ sink: (any PieceSink)?) throws(PeerFailure) -> PeerAnswer {
        let peer = parcel.to
        var answer = honest
        answer.body = .bytes(contents(of: honest.body))
        answer = state.withLock { state in
            state.burn(parcel.to)
            if let rewriting = state.rewritten[parcel.to] { answer = rewriting(parcel.request, answer) }
            return state.liars[parcel.to]?.answer(parcel.request, honest: answer, using: &state.generator) ?? answer
        }
        guard state.withLock({ $0.desks[parcel.from] != nil && $0.desks[parcel.to] != nil }), !happens(\.lostAnswers) else {
            throw PeerFailure(.timeout, peer)
        }
        let (bytes, isCut) = sink != nil && isDownloadBroken() ? (Array(answer.bytes.prefix(1_500)), true) : damaged(answer.bytes)
        answer.body = .bytes(bytes)
        if let sink, answer.isSuccess {
            note(answer, of: parcel)
            answer.body = .none
            do { try pour(bytes, of: answer, into: sink) } catch { throw PeerFailure(.sink, peer) }
        }
        if isCut { throw PeerFailure(.broken, peer) }
        return answer
    }

    private func pour(_ bytes: [UInt8], of answer: PeerAnswer, into sink: any PieceSink) throws {
        try sink.begin(answer)
        for start in stride(from: 0, to: bytes.count, by: 1_000) {
            try sink.take(Array(bytes[start..<min(start + 1_000, bytes.count)]))
        }
    }

    private func isDownloadBroken() -> Bool {
        state.withLock { state in
            defer { state.brokenDownloads = max(0, state.brokenDownloads - 1) }
            return state.brokenDownloads > 0
        }
    }

    private func note(_ answer: PeerAnswer, of parcel: Parcel) {
        let download = Download(from: parcel.to, firstByte: answer.firstByte, byteCount: answer.bytes.count)
        state.withLock { $0.downloads.append(download) }
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

    func contents(of body: MessageBody) -> [UInt8] {
        body.pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .bytes(let bytes): bytes
            case .file(let path, let first, let count): WorldFiles.read(path, from: first, count: count)
            case .joined: []
            }
        }
    }
}

extension SimulatedNetwork.State {
    /// Counts a message of a member that is about to crash.
    fileprivate mutating func burn(_ member: MemberID) {
        guard let left = fuses[member] else { return }
        fuses[member] = left > 0 ? left - 1 : nil
        if left == 0 { desks[member] = nil }
    }
}
