internal import BodyFlow
internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NodeAPI
internal import NodeServer

/// Turns requests of the organisation's own people and systems into calls of the exchange, and the answers into responses. It decides
/// nothing.
struct LocalResponder: HTTPResponder {
    typealias Context = CallContext

    let desk: LocalDesk
    let own: OwnAnswers
    let house: CallRecord.House
    let limits: ListenerLimits

    func respond(to request: Request, context: CallContext) async throws -> Response {
        var exchange = LocalExchange()
        do {
            let answer = try await answer(to: request, &exchange)
            return response(answer, to: request, exchange)
        } catch {
            return response(.problem(problem(error)), to: request, exchange)
        }
    }

    /// What is known of a request so far.
    private struct LocalExchange {
        var record: CallRecord?
        /// Whether all of the request was read.
        var isRead = false
    }

    private func answer(to request: Request, _ exchange: inout LocalExchange) async throws -> PeerAnswer {
        let head = try LocalHead(request.head, limits: limits)
        let route = head.request.route
        guard !route.isOpen else {
            exchange.record = try admitted("open", to: route)
            _ = try head.bodyLimit(limits)
            exchange.isRead = true
            return try await timed(route) { await own.answer(route) }
        }
        let token: AccessToken
        do {
            token = try await desk.token(presenting: head.authorization, for: route)
        } catch {
            exchange.record = try admitted("refused", to: route)
            throw error
        }
        exchange.record = try admitted("token:\(token.name)", to: route)
        var asked = head.request
        let spooled = try await taken(request, head)
        exchange.isRead = true
        exchange.record?.holds(spooled)
        asked.body = spooled.body
        let whole = asked
        return try await timed(route) { await desk.answer(whole, for: token) }
    }

    /// Counts the request; as many as came from nobody known share one rate.
    private func admitted(_ caller: String, to route: LocalRoute) throws -> CallRecord {
        let record = CallRecord(of: "caller", named: caller, in: house)
        record.named(route.rawValue)
        switch house.desk.begins(of: caller) {
        case .granted: record.counted()
        case .tooFast(let seconds):
            record.answers(.tooManyRequests)
            throw Problem(.tooManyRequests, retryAfterSeconds: seconds)
        case .tooMany:
            record.answers(.serviceUnavailable)
            throw Problem(.unavailable, retryAfterSeconds: limits.retryAfterSeconds)
        }
        return record
    }

    private func taken(_ request: Request, _ head: LocalHead) async throws -> SpooledBody {
        let most = try head.bodyLimit(limits)
        let (spool, body, announced) = (desk.spool, request.body, head.contentLength)
        return try await keeping(Pace(limits.pace)) { pace in
            try await SpooledBody.taking(body, limitBytes: most, spool: spool, announced: announced, pace: pace)
        }
    }

    private func timed(
        _ route: LocalRoute, _ work: @escaping @Sendable () async -> PeerAnswer
    ) async throws -> PeerAnswer {
        let milliseconds = limits.deadlineMilliseconds ?? route.deadlineSeconds * 1_000
        do {
            return try await keeping(Pace(limits.pace, waitingMilliseconds: milliseconds)) { _ in await work() }
        } catch is TooSlow {
            throw Problem(.unavailable, "this node did not finish in time", retryAfterSeconds: limits.retryAfterSeconds)
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

    private func response(_ answer: PeerAnswer, to request: Request, _ exchange: LocalExchange) -> Response {
        let record = exchange.record ?? CallRecord(of: "caller", named: "none", in: house)
        record.answers(answer.status)
        var fields = answer.fields(for: nil, requestID: record.requestID)
        if answer.status == .unauthorized { fields[.wwwAuthenticate] = "Bearer realm=\"tocsin\"" }
        if answer.status == .methodNotAllowed, let path = request.head.path {
            fields[.allow] = LocalRequest.method(of: path)?.rawValue ?? "GET"
        }
        if !exchange.isRead, request.method != .get { fields[.connection] = "close" }
        let body = request.method == .head ? MessageBody.none : answer.body
        return Response(status: answer.status, headers: fields, body: sending(body, record))
    }

    /// Writes piece by piece, each when the one before is on its way; a reader that stalls is closed on by ``ExchangeGuard``.
    private func sending(_ body: MessageBody, _ record: CallRecord) -> ResponseBody {
        ResponseBody(contentLength: Int(clamping: body.count)) { writer in
            for try await piece in BodyPieces(body) {
                try await writer.write(piece)
                record.sent(piece.readableBytes)
            }
            try await writer.finish(nil)
            record.completed()
        }
    }
}
