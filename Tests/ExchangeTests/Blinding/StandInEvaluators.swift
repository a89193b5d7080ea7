import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Indicators
import MemberRegistry
import NodeAPI
import Synchronization

/// Evaluators in this process: each has its share of the lab's key, answers a part once, and counts.
final class StandInEvaluators: PeerTransport {
    /// How an evaluator misbehaves.
    enum Fault: Sendable, Equatable {
        case silent
        /// Says that it is busy so many times.
        case busy(Int)
        case problem(String)
        case quota
        /// Uses another share than its own.
        case otherShare
        /// Signs with the key of another member.
        case otherSigner
        /// Answers another message.
        case otherBatch
        /// Sends bytes that are no element.
        case noElement
        case garbage
    }

    private struct Seat: Sendable {
        let share: EvaluatorShare
        let signing: Ed25519PrivateKey
        let keyID: String
    }

    struct State: Sendable {
        var faults: [MemberID: Fault] = [:]
        /// Requests that reached an evaluator.
        var requests: [MemberID: Int] = [:]
        /// Elements evaluated and counted.
        var charged: [MemberID: Int] = [:]
        var parts: Set<BatchPart> = []
        /// After so many answers nobody answers any more: the client is killed.
        var answersLeft = Int.max
        fileprivate var answered: [MemberID: [BatchPart: (request: Digest256, bytes: [UInt8])]] = [:]
    }

    private let seats: [MemberID: Seat]
    private let state = Mutex(State())

    init(_ sandbox: Sandbox, _ members: [String]) throws {
        var seats: [MemberID: Seat] = [:]
        let node = try sandbox.node(members[0])
        guard let epoch = try node.installedEpochs().first, let keys = epoch.document.evaluators else {
            throw NodeError.noOpenEpoch
        }
        for share in keys.shares {
            let home = sandbox.home(share.party.name)
            guard let point = GroupElement(share.publicKey) else { throw NodeError.noOpenEpoch }
            let secret = try ShareFile.read(
                EvaluatorPaths(home: home), of: epoch.number, evaluator: UInt8(share.index), publicKey: point)
            let signing = try sandbox.node(share.party.name).keys().signing
            let keyID = KeyName.keyID(member: share.party.name, kid: KeyName.kid(of: signing.publicKey.bytes))
            seats[share.party] = Seat(share: secret, signing: signing, keyID: keyID)
        }
        self.seats = seats
    }

    func set(_ fault: Fault?, at member: MemberID) { state.withLock { $0.faults[member] = fault } }

    func answer(_ count: Int) { state.withLock { $0.answersLeft = count } }

    var requests: Int { state.withLock { $0.requests.values.reduce(0, +) } }
    var charged: [MemberID: Int] { state.withLock { $0.charged } }
    var parts: Set<BatchPart> { state.withLock { $0.parts } }
    var members: [MemberID] { seats.keys.sorted() }

    func reaches(_ peer: MemberID) -> Bool { seats[peer] != nil }

    func send(_ request: PeerRequest, to peer: MemberID, sink: (any PieceSink)?) async throws(PeerFailure) -> PeerAnswer {
        guard case .evaluate = request.call, case .bytes(let bytes) = request.body, let seat = seats[peer] else {
            throw PeerFailure(.refused, peer)
        }
        let fault = state.withLock { (state) -> Fault? in
            state.requests[peer, default: 0] += 1
            if state.answersLeft <= 0 { return .silent }
            if case .busy(let left) = state.faults[peer] {
                state.faults[peer] = left > 1 ? .busy(left - 1) : nil
                return .busy(left)
            }
            return state.faults[peer]
        }
        switch fault {
        case .silent: throw PeerFailure(.noAddress, peer)
        case .busy: return .problem(Problem(.unavailable, retryAfterSeconds: 1))
        case .problem(let code): return .problem(Problem(.conflict, "no", code: code))
        case .quota:
            let reset = Timestamp(secondsSinceEpoch: 1_800_000_000)
            return .problem(Problem(.tooManyRequests, code: "E_QUOTA", allowance: .init(remaining: 7, reset: reset)))
        case .garbage: return .bytes([1, 2, 3])
        default: return answer(bytes, seat, peer, fault)
        }
    }

    private func answer(_ bytes: [UInt8], _ seat: Seat, _ peer: MemberID, _ fault: Fault?) -> PeerAnswer {
        guard let envelope = try? DSSEEnvelope(parsing: bytes), let request = try? EvaluationRequest(parsing: envelope.payload)
        else {
            return .problem(Problem(.unprocessable, code: "E_ENVELOPE"))
        }
        return state.withLock { state in
            state.parts.insert(request.part)
            state.answersLeft -= 1
            if let known = state.answered[peer]?[request.part] {
                return known.request == envelope.payloadDigest
                    ? .bytes(known.bytes) : .problem(Problem(.conflict, code: "E_BATCH"))
            }
            state.charged[peer, default: 0] += request.elements.count
            guard let answer = evaluated(request, seat, peer, fault) else {
                return .problem(Problem(.unprocessable, code: "E_ELEMENT"))
            }
            state.answered[peer, default: [:]][request.part] = (envelope.payloadDigest, answer)
            return .bytes(answer)
        }
    }

    private func evaluated(_ request: EvaluationRequest, _ seat: Seat, _ peer: MemberID, _ fault: Fault?) -> [UInt8]? {
        var share = seat.share
        if fault == .otherShare, let other = EvaluatorShare(.random(count: 32), of: share.evaluator) { share = other }
        guard let answer = try? share.evaluate(request.elements) else { return nil }
        var payload = EvaluationResponse(answer, to: request).payload
        // "SIXR" 01 epoch evaluator batch first n: the elements begin behind 34 bytes
        if fault == .noElement { payload[34] = 5 }
        if fault == .otherBatch { payload[12] ^= 1 }
        let envelope = DSSEEnvelope(payloadType: EvaluationResponse.payloadType, payload: payload)
        let signer = fault == .otherSigner ? seats.first { $0.key != peer }?.value ?? seat : seat
        return try? envelope.signed(as: signer.keyID) { message throws(OpenSSLError) in try signer.signing.sign(message) }
            .fileBytes()
    }
}
