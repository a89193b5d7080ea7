internal import BodyFlow
internal import HTTPTypes
package import Hummingbird
internal import Indicators
internal import NIOCore
internal import NodeAPI

/// What is known of a request beside itself.
package struct CallContext: InitializableFromSource {
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Turns requests into calls of a member, and the answers into responses. It decides nothing.
struct MemberResponder: HTTPResponder {
    typealias Context = CallContext

    let answering: any PeerAnswering
    let house: CallRecord.House
    let complaints: Complaints
    let limits: ListenerLimits

    func respond(to request: Request, context: CallContext) async throws -> Response {
        guard let connection = PeerConnection.current, let peer = connection.peer else { throw ConnectionRefused() }
        let record = CallRecord(of: peer.member, in: house)
        let departure = context.channel === connection.channel ? connection.departure : Departure(of: context.channel)
        let outcome = await outcome(of: request, from: peer, departure, record)
        return response(outcome, to: request, on: context.channel, of: connection, record)
    }

    /// An answer, and what becomes of the connection.
    struct Outcome: Sendable {
        var answer: PeerAnswer
        var call: PeerCall?
        /// Whether all of the request was read.
        var isRead = false
        /// Whether the connection must not go on.
        var isLast = false
    }

    private func outcome(
        of request: Request, from peer: PeerConnection.Identity, _ departure: Departure, _ record: CallRecord
    ) async -> Outcome {
        var outcome = Outcome(answer: .taken, isRead: request.announcesNoBody)
        do {
            try admit(peer.member, record)
            outcome.isLast = true
            try await recognise(peer)
            outcome.isLast = false
            let head = try RequestHead(request.head, limits: limits)
            outcome.call = head.call
            record.named(head.call.name)
            let body = try await taken(request, head, record)
            outcome.isRead = true
            outcome.answer = try await answer(head, body, from: peer.member, unless: departure)
        } catch {
            outcome.answer = .problem(problem(error))
        }
        record.answers(outcome.answer.status)
        return outcome
    }

    private func admit(_ member: MemberID, _ record: CallRecord) throws(Problem) {
        switch house.desk.begins(of: member) {
        case .granted: record.counted()
        case .tooFast(let seconds): throw Problem(.tooManyRequests, retryAfterSeconds: seconds)
        case .tooMany: throw Problem(.unavailable, retryAfterSeconds: limits.retryAfterSeconds)
        }
    }

    /// Asks the registry again: a key may have been revoked since the handshake.
    private func recognise(_ peer: PeerConnection.Identity) async throws {
        guard await answering.member(ofTLSKey: peer.point) == peer.member else {
            throw Problem(.forbidden, "this key speaks for nobody any more")
        }
    }

    private func taken(_ request: Request, _ head: RequestHead, _ record: CallRecord) async throws -> MessageBody {
        let most = try head.bodyLimit(limits)
        let (spool, body) = (answering.spool, request.body)
        let spooled = try await keeping(Pace(limits.pace)) { pace in
            try await SpooledBody.taking(
                body, limitBytes: most, spool: spool, announced: head.contentLength, pace: pace)
        }
        record.holds(spooled)
        return spooled.body
    }

    private func answer(
        _ head: RequestHead, _ body: MessageBody, from member: MemberID, unless departure: Departure
    ) async throws -> PeerAnswer {
        let request = PeerRequest(head.call, firstByte: head.firstByte, entityTag: head.entityTag, body: body)
        return try await withThrowingTaskGroup(of: PeerAnswer.self) { group in
            group.addTask { await answering.answer(request, from: member) }
            group.addTask {
                try await Task.sleep(for: .milliseconds(head.deadlineMilliseconds(limits)))
                throw Problem(.unavailable, "this node did not finish in time", retryAfterSeconds: limits.retryAfterSeconds)
            }
            group.addTask {
                await departure.wait()
                throw ConnectionRefused()
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .problem(Problem(.internalError))
        }
    }

    private func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case is TooSlow: Problem(.timeout, "the body came too slowly")
        case BodyFault.tooLong: Problem(.tooLarge, "the body is longer than it may be")
        case BodyFault.otherLength: Problem(.badRequest, "the body has another length than announced")
        case is IOError: Problem(.unavailable, "the body could not be kept", retryAfterSeconds: limits.retryAfterSeconds)
        default: Problem(.badRequest, "the body broke off")
        }
    }
}

extension Request {
    /// Whether the head alone shows that nothing follows it (HTTP/1.1).
    fileprivate var announcesNoBody: Bool {
        headers[.transferEncoding] == nil && (headers[.contentLength] ?? "0") == "0"
    }
}
